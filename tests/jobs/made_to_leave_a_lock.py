"""A script for the tests: a job whose process makes a lock, and is ended before it can remove it."""

import multiprocessing
import os
import signal
import threading

from fittingroom.jobs import Job, run_jobs
from fittingroom.jobs.limited import Limits, under_limits


def die_with_a_lock() -> None:
    lock = multiprocessing.get_context("spawn").RLock()
    with lock:
        os.kill(os.getpid(), signal.SIGKILL)


def watch(_shared: None, *, stop: threading.Event) -> str:
    return under_limits(die_with_a_lock, (), Limits(wall_s=60), stop=stop).how


if __name__ == "__main__":
    print([done.value for done in run_jobs([Job(name="a lock", call=watch)], on="threads")])
