"""A script for the tests: runs jobs that would write files for a minute; it is stopped from outside.

python -m tests.jobs.made_to_be_stopped FOLDER ON
"""

import os
import sys
import time
from pathlib import Path

import numpy as np

from fittingroom.files import landing
from fittingroom.jobs import Job, run_jobs


def write_slowly(shared: np.ndarray, folder: Path, name: str) -> None:
    with landing(folder / name):
        (folder / f"pid-{name}").write_text(f"{os.getpid()}")
        for _ in range(600):
            time.sleep(0.1)


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    jobs = [Job(name=name, call=write_slowly, arguments=(folder, name)) for name in ("one", "two", "three")]
    results = run_jobs(jobs, shared=np.ones(1000), workers=2, on=sys.argv[2])
    for done in results:
        print(done)
