"""Jobs in processes of this machine: a fixed crew of workers, each with one thread and one pipe.

Own processes rather than a ready-made pool, because a pool cannot say which job its dead process ran,
nor end at once on Ctrl-C.
"""

import multiprocessing
import pickle
import signal
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.connection import wait as wait_for
from multiprocessing.process import BaseProcess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

from fittingroom.errors import InputError
from fittingroom.jobs.carry import SAID_CHARACTERS
from fittingroom.jobs.environment import ONE_THREAD, environment
from fittingroom.jobs.job import Job, Outcome
from fittingroom.jobs.mapped import lay_down
from fittingroom.jobs.worker import GRACE_S, READY, work

STARTING_NEEDS = (
    'in a script, what runs jobs must stand under `if __name__ == "__main__":`, '
    "because every process imports the script again"
)


@dataclass(slots=True)
class Member:
    """One process of the crew, and what it does now."""

    process: BaseProcess
    connection: Connection
    log: IO[bytes]
    ready: bool = False
    task: tuple[int, Job] | None = None


@dataclass(frozen=True, slots=True)
class Crew:
    """Processes of this machine, and the folder from which each takes what is shared; a `Place`."""

    members: Sequence[Member]
    folder: TemporaryDirectory
    memory_bytes: int | None = None

    @property
    def workers(self) -> int:
        return len(self.members)

    def start(self, number: int, job: Job) -> None:
        try:
            task = pickle.dumps((job.call, job.arguments))
        except (pickle.PicklingError, AttributeError, TypeError) as error:
            raise InputError(
                f"{job.name} cannot be sent to another process: {error}; "
                "a job is a function at the top level of a module, with arguments that can be pickled"
            ) from error
        member = next(member for member in self.members if member.task is None)
        member.task = number, job
        try:
            member.connection.send_bytes(task)
        except OSError:
            return  # it is dead: `wait` finds out and tells

    def wait(self, timeout_s: float) -> list[tuple[int, Outcome]]:
        busy = [member for member in self.members if member.task is not None]
        wait_for([member.connection for member in busy], timeout_s)
        return [ended for member in busy if (ended := self._news_of(member)) is not None]

    def _news_of(self, member: Member) -> tuple[int, Outcome] | None:
        dead = member.process.exitcode is not None  # asked first: what it sent before is still in the pipe
        try:
            if member.connection.poll():
                return self._heard(member, pickle.loads(member.connection.recv_bytes()))
        except (EOFError, ConnectionResetError):
            dead = True
        assert member.task is not None
        number, job = member.task
        return (number, _death(member, job, crew=len(self.members))) if dead else None

    def _heard(self, member: Member, answer: Outcome | str) -> tuple[int, Outcome] | None:
        if isinstance(answer, Outcome):
            assert member.task is not None
            (number, _), member.task = member.task, None
            return number, answer
        member.ready = answer == READY
        if all(other.ready for other in self.members):
            self.folder.cleanup()  # all have mapped it: from now on even a killed run leaves nothing behind
        return None


@contextmanager
def on_cores(shared: Any, workers: int) -> Iterator[Crew]:
    """A crew of `workers` processes that hold `shared`; none outlives the context, nor this process.

    They start as new interpreters (spawn), so that libraries with threads of their own are safe.
    """
    folder = TemporaryDirectory(prefix="fittingroom-jobs-", ignore_cleanup_errors=True)
    members: list[Member] = []
    with folder:
        lay_down(shared, Path(folder.name))
        try:
            with environment(ONE_THREAD), _interrupts_held_back():
                for number in range(workers):
                    members.append(_hire(Path(folder.name), number))
            yield Crew(members, folder)
        finally:
            _dismiss(members)


def _hire(folder: Path, number: int) -> Member:
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    log = folder / f"log-{number}"
    stream = log.open("w+b")  # stays readable when the folder has gone
    process = context.Process(target=work, args=(there, folder, log), name=f"worker {number}", daemon=True)
    process.start()
    there.close()  # so that the worker's death closes the pipe
    return Member(process, here, stream)


def _dismiss(members: Sequence[Member]) -> None:
    for member in members:
        member.process.terminate()
    deadline = time.monotonic() + GRACE_S
    for member in members:
        member.process.join(max(0, deadline - time.monotonic()))
        if member.process.exitcode is None:
            member.process.kill()
            member.process.join()
        member.process.close()
        member.connection.close()
        member.log.close()


def _death(member: Member, job: Job, *, crew: int) -> Outcome:
    member.process.join(GRACE_S)  # it may close its pipe a moment before it is gone
    code = member.process.exitcode
    how = f"by signal {-code}" if code and code < 0 else f"with exit code {code}"
    member.log.seek(0)
    said = member.log.read()[-SAID_CHARACTERS:].decode(errors="replace").strip()
    if not member.ready and how.startswith("with"):
        reason = f"the process for {job.name} ended {how} before it could begin"
        return Outcome(error=InputError(f"{reason}; {STARTING_NEEDS}"), said=said)
    less = "with fewer --workers" if crew > 1 else "where more memory is free"
    return Outcome(
        error=InputError(
            f"the process that ran {job.name} died {how}, perhaps for lack of memory: "
            f"run the same command again {less}; finished ones are kept"
        ),
        said=said,
    )


@contextmanager
def _interrupts_held_back() -> Iterator[None]:
    """Processes started within never see Ctrl-C, not even before they can ignore it; we see it afterwards."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    resource_tracker.ensure_running()  # which lets them in again when it is started with the first process
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
