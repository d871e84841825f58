"""The nouns of running jobs: what is asked for, what became of it, and where it runs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from fittingroom.errors import InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One piece of work that needs nothing from any other.

    `call` is a module-level function: `call(shared, *arguments)` runs in another process, with one
    thread and no processes of its own; what it returns must survive pickling. `name` is what progress
    shows ("dropout .5, seed 1"). `cost` is its work relative to the other jobs: it decides the order
    and the time left. `memory_bytes` is what it is known to need; 0 where nobody must care.
    """

    name: str
    call: Callable[..., Any]
    arguments: tuple = ()
    cost: float = 1.0
    memory_bytes: int = 0

    def __post_init__(self):
        if not self.cost > 0:
            raise InputError(f"the cost of {self.name} must be above 0, got {self.cost}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """A job that ended: `value` is what its call returned, or None and `failure` says in a sentence why.

    `seconds` is the wall time of the call in its process.
    """

    job: Job
    value: Any
    failure: str | None
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What comes back from the process that ran a job.

    `error` ends the whole run: a defect of the job, or the death of its process. `said` is what a job
    that went wrong had printed; `warned` are the distinct warnings of any job.
    """

    value: Any = None
    failure: str | None = None
    error: BaseException | None = None
    said: str = ""
    warned: tuple[str, ...] = ()
    seconds: float = 0.0


class Place(Protocol):
    """Where jobs run: at most `workers` at a time, in at most `memory_bytes` together if that is known."""

    @property
    def workers(self) -> int: ...

    @property
    def memory_bytes(self) -> int | None: ...

    def start(self, number: int, job: Job) -> None:
        """Let a job begin under a number of the caller's; never called while `workers` jobs run."""
        ...

    def wait(self, timeout_s: float) -> Sequence[tuple[int, Outcome]]:
        """The jobs that ended, as soon as there is one; empty after `timeout_s`."""
        ...
