"""The one file that imports the dataframe engine, Daft; steps know tables, not the engine.

Embedded, Daft hands partitions to processes of this machine; on a Ray cluster to its workers. The code that
they run, and so the rows that come out, are the same.
"""

import os
import pickle
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from fittingroom.cores import usable_cores
from fittingroom.errors import InputError, MissingExtra
from fittingroom.jobs import Done, Job
from fittingroom.jobs.carry import carry_out
from fittingroom.jobs.environment import ONE_THREAD, environment
from fittingroom.jobs.job import Outcome
from fittingroom.jobs.progress import Pace, Standing, say, seconds_left, shown

if TYPE_CHECKING:
    import pyarrow as pa

QUIET = {"DAFT_PROGRESS_BAR": "0", "DAFT_ANALYTICS_ENABLED": "0", "DO_NOT_TRACK": "1"}
"""Daft would draw a bar of its own beside ours."""

PLACES = {"native": "cores", "ray": "Ray"}


@contextmanager
def engine(on: str = "cores", workers: int | None = None) -> Iterator[None]:
    """Everything that runs within does so on this machine ("cores") or on Ray ("ray", "ray://HOST:PORT",
    "HOST:PORT", "auto", as `jobs.run_jobs` has it).

    A process keeps the engine that it took first: Daft allows no other. Raises InputError for another place,
    or where no Ray answers; MissingExtra without Daft, or without Ray where it is asked for.
    """
    daft = _daft()
    with environment(QUIET), ExitStack() as until_the_end:
        if on == "cores":
            _take("native", daft.set_runner_native)
        else:
            from fittingroom.jobs.on_ray import joined_ray

            with environment(ONE_THREAD):
                until_the_end.enter_context(joined_ray(on, workers))
            _take("ray", lambda: daft.set_runner_ray(noop_if_initialized=True))
        yield


def run_partitions(
    jobs: Sequence[Job],
    *,
    shared: Any = None,
    workers: int | None = None,
    what: str = "partitions",
    finished: int = 0,
    unit: str = "images",
) -> Generator[Done, None, None]:
    """Run every job once, at most `workers` at a time, and yield each as it ends; call it within `engine`.

    What `jobs.run_jobs` does with jobs, by the dataframe engine: a job is a row of a frame, its call a
    function on it in a process of its own, so where the engine runs the job runs. The order of `jobs` is
    kept. A job that raises a FittingRoomError ends with that `failure`; any other exception is raised here.
    """
    if not jobs:
        return
    daft = _daft()
    count = min(workers or usable_cores(), len(jobs))
    tasks = [pickle.dumps((job.call, job.arguments)) for job in jobs]
    frame = daft.from_pydict({"number": list(range(len(jobs))), "task": tasks})
    if daft.get_or_infer_runner_type() == "ray":
        frame = frame.into_partitions(len(jobs))
    alone = len(jobs) == 1 and daft.get_or_infer_runner_type() == "native"  # a new process would gain nothing
    worker = _worker(daft, at_once=count, apart=not alone)(pickle.dumps(shared))
    frame = frame.select("number", worker.outcomes(frame["task"]).alias("outcome"))
    ended: list[Pace] = []
    with (
        environment({} if alone else ONE_THREAD),
        shown(what, total=finished + len(jobs), finished=finished, unit=unit) as tell,
    ):
        tell(_standing(jobs, ended, finished, count))
        for number, outcome in _outcomes(frame):
            job = jobs[number]
            ended.append(Pace(job.cost, outcome.seconds))
            tell(_standing(jobs, ended, finished, count))
            for warning in outcome.warned:
                say(f"{job.name}: {warning}")
            if outcome.error is not None:
                raise outcome.error
            yield Done(job=job, value=outcome.value, failure=outcome.failure, seconds=outcome.seconds)


def counted(
    paths: Sequence[Path], columns: Sequence[str], *, among: "dict[str, str] | None" = None
) -> "pa.Table":
    """How often each combination of values of some columns of Parquet files occurs, as a table with `n`.

    among: a column and the value that it must have. Sorted by n, then by the values, so that neither the
    number of files nor the order of rows shows. Call it within `engine`.
    """
    daft = _daft()
    frame = daft.read_parquet([str(path) for path in paths])
    for name, value in (among or {}).items():
        frame = frame.where(daft.col(name) == value)
    grouped = frame.groupby(*columns).agg(daft.lit(1).count().alias("n"))
    return grouped.sort(["n", *columns], desc=[True, *(False for _ in columns)]).to_arrow()


def _worker(daft: ModuleType, *, at_once: int, apart: bool) -> Callable[[bytes], Any]:
    """What lives in a process of the engine: it takes up what is shared once, and answers task after task."""

    # A limit of how many there may be makes processes of them, whatever `use_process` says
    @daft.cls(use_process=apart, max_concurrency=at_once if apart else None)
    class Worker:
        def __init__(self, shared: bytes):
            self.shared = pickle.loads(shared)

        @daft.method.batch(return_dtype=daft.DataType.binary(), batch_size=1)
        def outcomes(self, tasks: Any) -> list[bytes]:
            return [pickle.dumps(_carried(task, self.shared)) for task in tasks.to_pylist()]

    return Worker


def _outcomes(frame: Any) -> Iterator[tuple[int, Outcome]]:
    rows = frame.iter_rows(results_buffer_size=None)
    while True:
        try:
            row = next(rows, None)
        except Exception as error:  # whatever a job itself raises comes as an outcome
            first = (str(error).splitlines() or [type(error).__name__])[0]
            raise InputError(
                f"a process of the dataframe engine died, perhaps for lack of memory ({first}): run the same "
                "command again with fewer --workers; finished partitions are kept"
            ) from error
        if row is None:
            return
        yield row["number"], pickle.loads(row["outcome"])


def _carried(task: bytes, shared: Any) -> Outcome:
    begun = time.perf_counter()
    try:
        return carry_out(task, shared)
    except Exception as defect:  # noqa: BLE001  the engine would wrap it in an error of its own
        return Outcome(error=_portable(defect), seconds=time.perf_counter() - begun)


def _portable(defect: Exception) -> Exception:
    try:
        pickle.loads(pickle.dumps(defect))
    except (pickle.PicklingError, AttributeError, TypeError):
        substitute = RuntimeError(f"{type(defect).__name__}: {defect}")
        for note in getattr(defect, "__notes__", ()):
            substitute.add_note(note)
        return substitute
    return defect


def _standing(jobs: Sequence[Job], ended: Sequence[Pace], finished: int, workers: int) -> Standing:
    running = [job.name for job in jobs[len(ended) : len(ended) + workers]]
    waiting = [job.cost for job in jobs[len(ended) :]]
    seconds = sum(pace.seconds for pace in ended)
    return Standing(
        done=finished + len(ended),
        total=finished + len(jobs),
        running=running,
        left_s=seconds_left(ended, [], waiting, workers=workers),
        rate=workers * sum(pace.cost for pace in ended) / seconds if seconds else None,
    )


def _daft() -> ModuleType:
    for name, value in QUIET.items():
        os.environ.setdefault(name, value)  # read when Daft is imported
    try:
        import daft
    except ModuleNotFoundError as error:
        raise MissingExtra("curating a catalogue", "daft", "curate") from error
    _close_pipes()
    return daft


@cache
def _close_pipes() -> None:
    """Have Daft close the pipe of each of its processes: 0.7.26 leaves it to the garbage collector."""
    from daft.execution.udf import UdfHandle

    end = UdfHandle.teardown

    def end_and_close(self: UdfHandle, timeout: float = 5.0) -> None:
        end(self, timeout)
        if self.process.stdout is not None:
            self.process.stdout.close()

    UdfHandle.teardown = end_and_close


def _take(kind: str, choose: Callable[[], Any]) -> None:
    from daft.daft import get_runner

    if (runner := get_runner()) is None:
        choose()
    elif runner.name != kind:
        raise InputError(
            f"the dataframe engine of this process runs on {PLACES[runner.name]} already and cannot move to "
            f"{PLACES[kind]}: use another process for that"
        )
