"""Jobs that watch over a process of their own: side by side as far as memory goes, none left at the end."""

import subprocess
import sys
import threading
import time

import pytest

from fittingroom.errors import InputError
from fittingroom.jobs import Job, run_jobs


class Meter:
    """Counts how many jobs run at once."""

    def __init__(self):
        self.lock = threading.Lock()
        self.now = self.most = 0

    def __enter__(self):
        with self.lock:
            self.now += 1
            self.most = max(self.most, self.now)

    def __exit__(self, *_):
        with self.lock:
            self.now -= 1


def rest(meter: Meter, seconds: float, *, stop: threading.Event) -> float:
    with meter:
        stop.wait(seconds)
    return seconds


def refuse(_shared, *, stop: threading.Event) -> None:
    raise InputError("not this one")


def broken(_shared, *, stop: threading.Event) -> None:
    raise KeyError("a defect")


def jobs(*memory: int) -> list[Job]:
    return [
        Job(name=f"job {i}", call=rest, arguments=(0.2,), memory_bytes=needs)
        for i, needs in enumerate(memory)
    ]


@pytest.mark.parametrize(("memory", "most"), [((1, 1, 1, 1), 2), ((3, 3, 3), 1), ((5, 1, 1), 2)])
def test_jobs_run_side_by_side_as_far_as_their_memory_goes(memory, most):
    meter = Meter()
    course = run_jobs(jobs(*memory), shared=meter, on="threads", workers=2, memory_bytes=4, order="as given")
    done = list(course)
    assert sorted(d.job.name for d in done) == sorted(f"job {i}" for i in range(len(memory)))
    assert meter.most == most


def test_a_complaint_is_a_failure_and_a_defect_is_raised():
    [done] = run_jobs([Job(name="a", call=refuse)], on="threads")
    assert done.failure == "not this one"
    with pytest.raises(KeyError, match="a defect"):
        list(run_jobs([Job(name="a", call=broken)], on="threads"))


def test_leaving_early_stops_what_runs():
    meter = Meter()
    course = run_jobs(
        [
            Job(name="short", call=rest, arguments=(0.01,)),
            Job(name="long", call=rest, arguments=(60.0,)),
        ],
        shared=meter,
        on="threads",
        workers=2,
    )
    next(course)
    begun = time.monotonic()
    course.close()
    assert meter.now == 0
    assert time.monotonic() - begun < 30


def test_locks_of_a_process_that_was_ended_are_removed_without_a_word():
    script = [sys.executable, "-m", "tests.jobs.made_to_leave_a_lock"]
    done = subprocess.run(script, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['died']"
    assert "resource_tracker" not in done.stderr
