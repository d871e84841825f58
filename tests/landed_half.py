"""A process that stops in the middle of a landing, to be killed there, and what it leaves.

python -m tests.landed_half PATH {file,folder,temporary}
"""

import os
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

from fittingroom.files import landing, landing_folder, temporary_folder


@contextmanager
def at_work(path: Path, what: str = "file"):
    """A living process that is landing at `path`; killed and asked how it ended only at the end."""
    script = [sys.executable, "-m", "tests.landed_half", str(path), what]
    environment = os.environ | {"TMPDIR": str(path.parent)}
    with subprocess.Popen(script, stdout=subprocess.PIPE, env=environment) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == b"half\n"
            yield process
        finally:
            process.kill()


def left_behind(path: Path, what: str = "file") -> Path:
    """Where a killed process has left the half of what should have landed at `path`."""
    before = set(parts(path))
    with at_work(path, what):
        pass
    (left,) = set(parts(path)) - before
    return left


def parts(path: Path) -> list[Path]:
    return sorted(path.parent.glob(f".{path.name}.*.part"))


if __name__ == "__main__":
    target, what = Path(sys.argv[1]), sys.argv[2]
    kinds = {"file": landing, "folder": landing_folder, "temporary": lambda path: temporary_folder(path.name)}
    with kinds[what](target) as beside:
        (beside if what == "file" else beside / "within").write_text("half")
        print("half", flush=True)
        time.sleep(600)
