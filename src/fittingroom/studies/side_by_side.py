"""Many trainings of one study: side by side, alone in their folder, and each on disk as soon as it ends."""

import hashlib
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol, TypeVar

from filelock import FileLock, Timeout

from fittingroom.errors import InputError
from fittingroom.jobs import Job, run_jobs


class Planned(Protocol):
    """A run that is to be trained: its name, which is also its job's, and its folder."""

    @property
    def name(self) -> str: ...

    @property
    def folder(self) -> Path: ...


R = TypeVar("R", bound=Planned)


def train_all(
    missing: Sequence[R],
    jobs: Sequence[Job],
    *,
    shared: Any,
    on: str,
    workers: int | None,
    finished: int,
) -> dict[R, str]:
    """Train the missing runs by their jobs, in the order of these; each job returns a Fitted.

    Returns the runs that could not be trained, each with the sentence why. finished: how many others of
    the study are there already, for the progress.
    """
    from fittingroom.models.fitted import MODEL, save

    wanted, failed = {run.name: run for run in missing}, {}
    for one in run_jobs(
        jobs, shared=shared, on=on, workers=workers, what="runs", finished=finished, order="as given"
    ):
        run = wanted[one.job.name]
        if one.failure:
            failed[run] = one.failure
        elif not (run.folder / MODEL).is_file():  # trained where this folder is not seen
            save(one.value, run.folder)
    return failed


def tell_failures(failed: Mapping[Any, str]) -> None:
    """Say on standard error which runs were left out, and why."""
    for run, why in failed.items():
        print(f"{run.name} was left out: {why}", file=sys.stderr)


def digest(decides: Any) -> str:
    """Eight hexadecimal digits that differ where these JSON values do: they name a folder by its content."""
    return hashlib.sha256(json.dumps(decides, sort_keys=True).encode()).hexdigest()[:8]


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold the lock of a study's folder. Raises InputError if another process holds it."""
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / ".lock")
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise InputError(
            f"another process works on the study in {folder}: wait for it, or choose another --out"
        ) from error
    try:
        yield
    finally:
        lock.release()
