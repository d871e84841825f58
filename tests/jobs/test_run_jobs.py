"""Every job once, the same values however they run, and each way of going wrong told for what it is."""

import os
import sys
from contextlib import closing, nullcontext
from dataclasses import dataclass

import numpy as np
import pytest

from fittingroom.errors import InputError
from fittingroom.jobs import Job, run_jobs
from fittingroom.jobs.job import Outcome
from tests.jobs import calls
from tests.jobs.processes import alive, pids_in, wait_until


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_every_job_runs_once_and_gives_what_a_plain_loop_gives(rng, workers):
    shared = {"rows": rng.normal(size=(9, 40)), "nested": [rng.normal(size=3)]}
    jobs = [Job(name=f"row {row}", call=calls.row_sum, arguments=(row,)) for row in range(9)]
    done = list(run_jobs(jobs, shared=shared, workers=workers))
    assert sorted(one.value for one in done) == [calls.row_sum(shared, row) for row in range(9)]
    assert {one.job for one in done} == set(jobs)
    assert all(one.failure is None and one.seconds > 0 for one in done)


def test_what_is_shared_reaches_each_process_once(tmp_path):
    jobs = [Job(name=f"{number}", call=calls.be_there) for number in range(8)]
    pids = {done.value for done in run_jobs(jobs, shared=calls.Counted(tmp_path), workers=2)}
    assert len(pids) == 2
    assert os.getpid() not in pids
    assert {int(path.name) for path in tmp_path.iterdir()} == pids
    assert {path.read_text() for path in tmp_path.iterdir()} == {"reached\n"}


def test_no_job_can_change_what_is_shared():
    with pytest.raises(ValueError, match="read-only"):
        list(run_jobs([Job(name="overwrite", call=calls.overwrite)], shared=np.zeros(3)))


def test_a_worker_has_one_thread_whatever_the_parent_has(monkeypatch):
    monkeypatch.setenv("OMP_NUM_THREADS", "2")
    monkeypatch.delenv("MKL_NUM_THREADS", raising=False)
    (done,) = run_jobs([Job(name="count", call=calls.threads)])
    assert done.value == (1, 1, "1")
    assert os.environ["OMP_NUM_THREADS"] == "2"
    assert "MKL_NUM_THREADS" not in os.environ


@pytest.mark.parametrize(
    ("order", "expected"), [("costliest first", ["b", "d", "a", "c"]), ("as given", ["a", "b", "c", "d"])]
)
def test_the_order_is_by_cost_unless_told_otherwise(tmp_path, order, expected):
    costs = {"a": 1.0, "b": 7.0, "c": 1.0, "d": 2.0}
    jobs = [Job(name=name, call=calls.mark, arguments=(name,), cost=cost) for name, cost in costs.items()]
    done = list(run_jobs(jobs, shared=tmp_path, workers=1, order=order))
    assert [one.job.name for one in done] == expected
    assert (tmp_path / "order").read_text().split() == expected


def test_a_complaint_is_a_failure_and_the_others_go_on(capsys):
    jobs = [
        Job(name="bad", call=calls.complain, arguments=("there are 3 classes, 2 are needed",)),
        Job(name="good", call=calls.row_sum, arguments=(0,)),
    ]
    done = {one.job.name: one for one in run_jobs(jobs, shared={"rows": np.ones((1, 2))}, workers=2)}
    assert done["bad"].failure == "there are 3 classes, 2 are needed"
    assert done["bad"].value is None
    assert done["good"].value == (0, 2.0)
    assert "bad had printed:\nseen before the complaint" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("call", "kind", "text"),
    [
        (calls.stumble, ZeroDivisionError, "a planted defect"),
        (calls.stumble_oddly, RuntimeError, "UnportableError: 1 and 2"),
        (calls.leave, RuntimeError, "SystemExit: a job that exits"),
        (calls.return_a_lambda, Exception, "lambda"),
    ],
)
def test_a_defect_is_raised_at_once_with_the_workers_traceback(tmp_path, call, kind, text):
    waiting = Job(name="waiting", call=calls.linger, arguments=(tmp_path / "pid",), cost=2)
    with pytest.raises(kind, match=text) as raised:
        list(run_jobs([waiting, Job(name="defect", call=call)], workers=2))
    if call is not calls.return_a_lambda:
        notes = "\n".join(raised.value.__notes__)
        assert f"in {call.__name__}\n" in notes
    if call is calls.stumble:
        assert "it had printed:\nseen before the defect" in notes
    assert wait_until(lambda: not any(alive(pid) for pid in pids_in(tmp_path, "pid")), seconds=5)


def test_the_death_of_a_process_names_its_job_and_keeps_what_is_finished(tmp_path, capfd):
    jobs = [
        Job(name="the first", call=calls.row_sum, arguments=(0,), cost=3),
        Job(name="the long one", call=calls.linger, arguments=(tmp_path / "pid",), cost=2),
        Job(name="the deadly one", call=calls.die, cost=1),
    ]
    kept = []
    with pytest.raises(InputError) as raised:
        kept.extend(run_jobs(jobs, shared={"rows": np.ones((1, 2))}, workers=2))
    assert str(raised.value) == (
        "the process that ran the deadly one died by signal 9, perhaps for lack of memory: "
        "run the same command again with fewer --workers; finished ones are kept"
    )
    assert [done.value for done in kept] == [(0, 2.0)]
    assert "the deadly one had printed:\nlast words" in capfd.readouterr().err
    assert wait_until(lambda: not any(alive(pid) for pid in pids_in(tmp_path, "pid")), seconds=5)


def test_closing_early_ends_the_processes(tmp_path):
    jobs = [Job(name="first", call=calls.row_sum, arguments=(0,), cost=9)]
    jobs += [Job(name=name, call=calls.linger, arguments=(tmp_path / name,)) for name in ("pid-1", "pid-2")]
    with closing(run_jobs(jobs, shared={"rows": np.ones((1, 2))}, workers=2)) as results:
        assert next(results).job.name == "first"
        assert wait_until(lambda: len(pids_in(tmp_path, "pid-*")) == 2)
    assert not any(alive(pid) for pid in pids_in(tmp_path, "pid-*"))


def test_what_jobs_print_stays_away_from_the_screen_but_each_warning_is_told_once(capfd):
    jobs = [Job(name=f"job {n}", call=calls.chatter, arguments=(text,)) for n, text in enumerate("aab")]
    assert [done.value for done in run_jobs(jobs, workers=1)] == ["a", "a", "b"]
    out, err = capfd.readouterr()
    assert out == ""
    assert "said" not in err
    assert err.count("job 0: UserWarning: a") == err.count("UserWarning: a") == 1
    assert err.count("job 2: UserWarning: b") == 1


def test_no_jobs_are_no_work_and_no_words(capfd):
    assert list(run_jobs([], finished=7)) == []
    assert capfd.readouterr() == ("", "")


def test_what_cannot_run_is_said_before_anything_starts():
    with pytest.raises(InputError, match="running arms needs at least 1 worker, got 0"):
        run_jobs([], workers=0, what="arms")
    with pytest.raises(InputError, match="the cost of nothing must be above 0, got 0"):
        Job(name="nothing", call=calls.die, cost=0)
    with pytest.raises(InputError, match=r"jobs run on cores, ray .*, not on 'moon'"):
        run_jobs([Job(name="any", call=calls.die)], on="moon")


def test_a_job_that_cannot_be_sent_is_named():
    with pytest.raises(InputError, match=r"the lambda cannot be sent to another process: .*top level"):
        list(run_jobs([Job(name="the lambda", call=lambda shared: 1)]))
    with pytest.raises(InputError, match="what the jobs share cannot be sent to other processes"):
        list(run_jobs([Job(name="any", call=calls.die)], shared=sys._getframe()))


@dataclass(frozen=True)
class AllAtOnce:
    """A place where the first job breaks in the same moment in which the second ends well."""

    workers: int = 2
    memory_bytes: int | None = None

    def start(self, number: int, job: Job) -> None:
        pass

    def wait(self, timeout_s: float) -> list[tuple[int, Outcome]]:
        return [(0, Outcome(error=InputError("broken"))), (1, Outcome(value="kept"))]


def test_what_ended_beside_a_defect_is_handed_over_first(monkeypatch):
    monkeypatch.setattr("fittingroom.jobs.on_cores", lambda shared, workers: nullcontext(AllAtOnce()))
    results = run_jobs([Job(name=name, call=calls.die) for name in ("bad", "good", "never begun")], workers=2)
    assert next(results).value == "kept"
    with pytest.raises(InputError, match="broken"):
        next(results)
