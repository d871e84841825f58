"""Many independent jobs side by side: on the cores at hand, or on a Ray cluster.

jobs = [Job(name=f"seed {seed}", call=train, arguments=(seed,)) for seed in range(9)]
for done in run_jobs(jobs, shared=images):
    print(done.job.name, done.value)
"""

from collections.abc import Generator, Sequence
from contextlib import AbstractContextManager
from typing import Any, Literal

from fittingroom.cores import usable_cores
from fittingroom.errors import InputError
from fittingroom.jobs.job import Done as Done
from fittingroom.jobs.job import Job as Job
from fittingroom.jobs.job import Outcome, Place
from fittingroom.jobs.on_cores import on_cores
from fittingroom.jobs.on_threads import on_threads
from fittingroom.jobs.progress import say, shown
from fittingroom.jobs.schedule import Schedule

__all__ = ["Done", "Job", "run_jobs"]

LOOK_EVERY_S = 1.0


def run_jobs(
    jobs: Sequence[Job],
    *,
    shared: Any = None,
    on: str = "cores",
    workers: int | None = None,
    memory_bytes: int | None = None,
    what: str = "jobs",
    finished: int = 0,
    order: Literal["costliest first", "as given"] = "costliest first",
    unit: str = "",
) -> Generator[Done, None, None]:
    """Run every job exactly once, at most `workers` at a time, and yield each as it ends.

    What a job returns does not depend on where it runs or beside which others: each is called as
    `call(shared, *arguments)` in another process with one thread. `shared` reaches every process once,
    however many jobs it runs; arrays in it are read-only there, so that no job can change another's.

    `on` is "cores" (processes of this machine; `workers` is `usable_cores()` unless given), "ray" (a Ray
    started here, and stopped at the end), or an existing Ray cluster, left running: "ray://host:port"
    through its client server, "host:port" or "auto" from one of its own machines (`workers` is the
    number of its CPUs unless given). See `on_ray` for what a cluster must have. A third place, "threads" of
    this process, is for jobs that start a process themselves (see `limited`): there `call` also gets
    `stop=`, an event that is set when it must end, and jobs run side by side only while what they need
    together stays within `memory_bytes`.

    `what` names the jobs in the progress on standard error; `finished` says how many were done earlier
    and count as done; `unit` is what costs count ("images"), if how many of it are done a second is to be
    shown. The costliest start first, which keeps the workers busy to the end; "as given"
    keeps the order of `jobs`.

    A job that raises a FittingRoomError has ended with that `failure`, and the others go on. Any other
    exception is a defect: it is raised here at once, with the worker's traceback as a note, and the
    others are cancelled. So it is when a process dies (InputError) and on Ctrl-C; closing the generator
    ends all processes too. Raises MissingExtra where Ray is asked for and not installed.

    A script that calls this must do so under `if __name__ == "__main__":`.
    """
    if workers is not None and workers < 1:
        raise InputError(f"running {what} needs at least 1 worker, got {workers}")
    if order == "costliest first":
        jobs = sorted(jobs, key=lambda job: -job.cost)
    return _results(tuple(jobs), _place(on, shared, workers, len(jobs), memory_bytes), what, finished, unit)


def _place(
    on: str, shared: Any, workers: int | None, jobs: int, memory_bytes: int | None
) -> AbstractContextManager[Place]:
    if on == "threads":
        return on_threads(shared, min(workers or usable_cores(), jobs), memory_bytes)
    if on == "cores":
        return on_cores(shared, min(workers or usable_cores(), jobs))
    from fittingroom.jobs.on_ray import on_ray

    return on_ray(shared, on, workers)


def _results(
    jobs: Sequence[Job], place: AbstractContextManager[Place], what: str, finished: int, unit: str
) -> Generator[Done, None, None]:
    if not jobs:
        return
    schedule, warned = Schedule(jobs), set()
    with shown(what, total=finished + len(jobs), finished=finished, unit=unit) as tell, place as here:
        schedule.fill(here)
        while schedule.begun:
            tell(schedule.standing(finished=finished, workers=here.workers))
            ended = here.wait(LOOK_EVERY_S)
            for number, outcome in ended:
                schedule.end(number, outcome)
            if not any(outcome.error for _, outcome in ended):
                schedule.fill(here)  # before the caller takes its time with what has ended
            tell(schedule.standing(finished=finished, workers=here.workers))
            for number, outcome in sorted(ended, key=lambda pair: pair[1].error is not None):
                _tell_of(jobs[number], outcome, warned)
                yield Done(
                    job=jobs[number], value=outcome.value, failure=outcome.failure, seconds=outcome.seconds
                )


def _tell_of(job: Job, outcome: Outcome, warned: set[str]) -> None:
    """Hand on what a person must know of a job beside its value: new warnings, why it went wrong."""
    for warning in outcome.warned:
        if warning not in warned:
            say(f"{job.name}: {warning}")
    warned.update(outcome.warned)
    if outcome.said:
        say(f"{job.name} had printed:\n{outcome.said}")
    if outcome.error is not None:
        raise outcome.error
