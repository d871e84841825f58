"""Jobs on threads of this process: for those that only watch over a process which they start themselves."""

import os
import queue
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from fittingroom.errors import FittingRoomError
from fittingroom.jobs.environment import ONE_THREAD, environment
from fittingroom.jobs.job import Job, Outcome


@dataclass(frozen=True, slots=True)
class Threads:
    """Threads that run one job each; a `Place`."""

    shared: Any
    workers: int
    memory_bytes: int | None
    stop: threading.Event = field(default_factory=threading.Event)
    ended: queue.Queue = field(default_factory=queue.Queue)
    running: set[threading.Thread] = field(default_factory=set)

    def start(self, number: int, job: Job) -> None:
        thread = threading.Thread(target=self._run, args=(number, job), name=job.name, daemon=True)
        self.running.add(thread)
        thread.start()

    def wait(self, timeout_s: float) -> list[tuple[int, Outcome]]:
        try:
            first = self.ended.get(timeout=timeout_s)
        except queue.Empty:
            return []
        return [first, *(self.ended.get() for _ in range(self.ended.qsize()))]

    def _run(self, number: int, job: Job) -> None:
        begun = time.perf_counter()
        value, failure, error = None, None, None
        try:
            value = job.call(self.shared, *job.arguments, stop=self.stop)
        except FittingRoomError as complaint:
            failure = str(complaint)
        except BaseException as defect:  # noqa: BLE001  it is raised again where the jobs were asked for
            error = defect
        self.running.discard(threading.current_thread())
        seconds = time.perf_counter() - begun
        self.ended.put((number, Outcome(value=value, failure=failure, error=error, seconds=seconds)))


@contextmanager
def on_threads(shared: Any, workers: int, memory_bytes: int | None) -> Iterator[Threads]:
    """Threads for `workers` jobs at a time; all have ended when the context is left.

    Processes that the jobs start compute with one thread each.
    """
    threads = Threads(shared, workers, memory_bytes)
    with environment({**ONE_THREAD, "PYTHONWARNINGS": _without_leftovers()}):
        try:
            yield threads
        finally:
            threads.stop.set()
            for thread in list(threads.running):
                thread.join()


def _without_leftovers() -> str:
    """The rules for warnings, and no word at the end of locks that a process which was ended has left.

    Python's tracker of such things removes them, and would say so on the terminal.
    """
    rules = [os.environ.get("PYTHONWARNINGS", ""), "ignore:resource_tracker:UserWarning"]
    return ",".join(filter(None, rules))
