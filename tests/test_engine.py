"""Jobs by the dataframe engine end as jobs on cores do; counts do not depend on files or order."""

from collections import Counter

import pyarrow as pa
import pytest
from pyarrow import parquet

from fittingroom.cores import usable_cores
from fittingroom.engine import _take, counted, engine, run_partitions
from fittingroom.errors import InputError
from fittingroom.jobs import Job
from tests.jobs import calls


def test_every_job_runs_once_in_another_process_and_keeps_its_place(tmp_path):
    jobs = [Job(name=f"{n}", call=calls.be_there, cost=n + 1) for n in range(5)]
    with engine():
        done = list(run_partitions(jobs, shared=calls.Counted(tmp_path), workers=2))
    assert [one.job.name for one in done] == [f"{n}" for n in range(5)]
    reached = {int(path.name): len(path.read_text().split()) for path in tmp_path.iterdir()}
    assert {one.value for one in done} <= set(reached)
    assert set(reached.values()) == {1}  # what is shared is taken up once by each process


def test_its_processes_have_one_thread_each_and_this_one_keeps_its_own(monkeypatch):
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    before = usable_cores()
    with engine():
        done = list(run_partitions([Job(name=f"{n}", call=calls.cores) for n in range(2)], workers=2))
        assert usable_cores() == before
    assert [one.value for one in done] == [1, 1]


def test_a_complaint_is_a_failure_and_the_others_go_on():
    jobs = [
        Job(name="bad", call=calls.complain, arguments=("2 classes are needed",)),
        Job(name="good", call=calls.chatter, arguments=("careful",)),
    ]
    with engine():
        done = {one.job.name: one for one in run_partitions(jobs, workers=2)}
    assert (done["bad"].value, done["bad"].failure) == (None, "2 classes are needed")
    assert done["good"].value == "careful"


def test_a_defect_is_raised_with_the_workers_traceback():
    with engine(), pytest.raises(ZeroDivisionError, match="a planted defect") as raised:
        list(run_partitions([Job(name="defect", call=calls.stumble)]))
    assert "in stumble\n" in "\n".join(raised.value.__notes__)


def test_the_death_of_a_process_is_a_sentence():
    jobs = [Job(name=f"{n}", call=calls.die) for n in range(2)]
    with engine(), pytest.raises(InputError, match="a process of the dataframe engine died"):
        list(run_partitions(jobs, workers=2))


def test_the_engine_of_a_process_cannot_move():
    with engine(), pytest.raises(InputError, match=r"runs on cores already and cannot move to Ray"):
        _take("ray", lambda: None)


def test_counts_do_not_depend_on_files_or_order(tmp_path, rng):
    words = [f"tag {n}" for n in rng.zipf(1.6, 500) if n < 40]
    reasons = ["unknown" if n else "known" for n in rng.integers(0, 2, len(words))]
    truth = Counter(word for word, reason in zip(words, reasons, strict=True) if reason == "unknown")
    expected = sorted(truth.items(), key=lambda pair: (-pair[1], pair[0]))
    for files in (1, 3):
        order = rng.permutation(len(words))
        paths = []
        for number in range(files):
            mine = order[number::files]
            table = pa.table({"subject": [words[n] for n in mine], "reason": [reasons[n] for n in mine]})
            paths.append(tmp_path / f"{files}-{number}.parquet")
            parquet.write_table(table, paths[-1])
        with engine():
            found = counted(paths, ["subject"], among={"reason": "unknown"})
        assert list(zip(found["subject"].to_pylist(), found["n"].to_pylist(), strict=True)) == expected
