"""In place of `run_jobs` where it does not matter who does the work."""

import pickle
from collections.abc import Iterator, Sequence
from typing import Any

from fittingroom.jobs import Done, Job
from fittingroom.jobs.carry import carry_out


def at_once(jobs: Sequence[Job], *, shared: Any, **_: Any) -> Iterator[Done]:
    """As `run_jobs`, but here and now: a process of its own takes seconds to start."""
    for job in jobs:
        outcome = carry_out(pickle.dumps((job.call, job.arguments)), shared)
        if outcome.error is not None:
            raise outcome.error
        yield Done(job=job, value=outcome.value, failure=outcome.failure, seconds=outcome.seconds)
