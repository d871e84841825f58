"""What only processes of this machine can do wrong: not even begin."""

import os
import subprocess
import sys

SCRIPT = """\
from fittingroom.errors import FittingRoomError
from fittingroom.jobs import Job, run_jobs
from tests.jobs import calls

try:
    list(run_jobs([Job(name="the job", call=calls.threads)]))
except FittingRoomError as error:
    print(error)
"""


def test_a_script_without_the_guard_is_told_of_it(tmp_path, pytestconfig):
    (tmp_path / "script.py").write_text(SCRIPT)
    run = subprocess.run(
        [sys.executable, tmp_path / "script.py"],
        env=os.environ | {"PYTHONPATH": str(pytestconfig.rootpath)},
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert run.returncode == 0
    assert "the process for the job ended with exit code 1 before it could begin; in a script" in run.stdout
    assert 'under `if __name__ == "__main__":`' in run.stdout
