"""What becomes of a job on Ray is what becomes of it on cores; all in one Ray that was joined before."""

from collections.abc import Iterator
from importlib import metadata

import numpy as np
import pytest
import ray

from fittingroom.errors import InputError
from fittingroom.jobs import Job, on_ray, run_jobs
from tests.jobs import calls
from tests.jobs.processes import alive, pids_in, wait_until
from tests.ray_head import Head


@pytest.fixture(scope="module")
def joined(head: Head) -> Iterator[str]:
    ray.init(head.address, log_to_driver=False, configure_logging=False)
    yield head.address
    assert ray.is_initialized()  # it was joined before, so none of the runs has left it
    ray.shutdown()


def test_failures_threads_and_warnings_are_as_on_cores(joined, capfd):
    jobs = [
        Job(name="bad", call=calls.complain, arguments=("there are 3 classes, 2 are needed",), cost=3),
        Job(name="threads", call=calls.threads, cost=2),
        Job(name="chatter", call=calls.chatter, arguments=("careful",)),
        Job(name="a lambda", call=lambda shared: 7),  # Ray can send what processes of this machine cannot
    ]
    done = {one.job.name: one for one in run_jobs(jobs, on=joined, workers=2)}
    assert (done["bad"].value, done["bad"].failure) == (None, "there are 3 classes, 2 are needed")
    assert done["threads"].value == (1, 1, "1")
    assert (done["chatter"].value, done["a lambda"].value) == ("careful", 7)
    _, err = capfd.readouterr()
    assert "bad had printed:\nseen before the complaint" in err
    assert "chatter: UserWarning: careful" in err
    assert "said on" not in err


def test_a_defect_is_raised_with_the_workers_traceback_and_the_others_end(joined, tmp_path, monkeypatch):
    monkeypatch.setattr(on_ray, "GRACE_S", 0.2)
    waiting = Job(name="waiting", call=calls.linger, arguments=(tmp_path / "pid",), cost=2)
    defect = Job(name="defect", call=calls.stumble, arguments=(tmp_path / "pid",))
    with pytest.raises(ZeroDivisionError, match="a planted defect") as raised:
        list(run_jobs([waiting, defect], on=joined, workers=2))
    notes = "\n".join(raised.value.__notes__)
    assert "in stumble\n" in notes
    assert "it had printed:\nseen before the defect" in notes
    assert (tmp_path / "pid").is_file()
    assert wait_until(lambda: not any(alive(pid) for pid in pids_in(tmp_path, "pid")), seconds=30)


def test_the_death_of_a_process_names_its_job(joined):
    with pytest.raises(
        InputError, match="the process that ran the deadly one died, perhaps for lack of memory"
    ):
        list(run_jobs([Job(name="the deadly one", call=calls.die)], on=joined))


def test_no_job_can_change_what_is_shared(joined):
    with pytest.raises(ValueError, match="read-only"):
        list(run_jobs([Job(name="overwrite", call=calls.overwrite)], shared=np.zeros(3), on=joined))


def test_a_cluster_of_other_versions_is_refused(joined, monkeypatch):
    real = metadata.version
    monkeypatch.setattr(metadata, "version", lambda name: "0.0.9" if name == "fittingroom" else real(name))
    with pytest.raises(InputError, match=r"have fittingroom 0\.\d+\.\d+ \(here: 0\.0\.9\): install the same"):
        list(run_jobs([Job(name="any", call=calls.die)], on=joined))
