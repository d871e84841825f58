"""Each way to reach a Ray: started here, through the client server, by address; and none that is there."""

import importlib.util
import socket
from pathlib import Path

import numpy as np
import pytest
import ray

from fittingroom.errors import InputError, MissingExtra
from fittingroom.jobs import Job, on_ray, run_jobs
from tests.jobs import calls
from tests.ray_head import free_ports


@pytest.mark.parametrize("on", ["address", "client"])
def test_a_cluster_that_is_there_gives_what_a_plain_loop_gives(head, rng, on):
    shared = {"rows": rng.normal(size=(9, 40)), "nested": [rng.normal(size=3)]}
    jobs = [Job(name=f"row {row}", call=calls.row_sum, arguments=(row,)) for row in range(9)]
    done = list(run_jobs(jobs, shared=shared, on=getattr(head, on)))
    assert sorted(one.value for one in done) == [calls.row_sum(shared, row) for row in range(9)]
    assert {one.job for one in done} == set(jobs)
    assert not ray.is_initialized()


def test_a_ray_started_here_gives_the_same_and_leaves_nothing(rng, tmp_path, monkeypatch, capfd):
    monkeypatch.setenv("HOME", str(tmp_path))
    before = set(Path("/tmp").glob("fittingroom-*"))
    shared = {"rows": rng.normal(size=(5, 40))}
    jobs = [Job(name=f"row {row}", call=calls.row_sum, arguments=(row,)) for row in range(5)]
    done = list(run_jobs(jobs, shared=shared, on="ray", workers=2))
    assert sorted(one.value for one in done) == [calls.row_sum(shared, row) for row in range(5)]
    assert not ray.is_initialized()
    assert set(Path("/tmp").glob("fittingroom-*")) == before
    assert not list(tmp_path.iterdir())
    out, err = capfd.readouterr()
    assert out == ""
    assert err.splitlines()[-1] == "5 of 5 jobs done"
    assert all("of 5 jobs done" in line for line in err.splitlines())


def test_an_address_where_nobody_listens_is_said_at_once():
    (port,) = free_ports(1)
    for on in (f"ray://127.0.0.1:{port}", f"127.0.0.1:{port}"):
        with pytest.raises(InputError, match=f"no Ray cluster answers at {on} .Connection refused.: is Ray"):
            list(run_jobs([Job(name="any", call=calls.die)], on=on))


def test_an_address_where_something_else_listens_is_no_cluster(monkeypatch):
    monkeypatch.setattr(on_ray, "REACH_S", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as server:
        on = f"127.0.0.1:{server.getsockname()[1]}"
        with pytest.raises(InputError, match=f"no Ray cluster answers at {on} .what listens there is no Ray"):
            list(run_jobs([Job(name="any", call=calls.die)], on=on))


def test_a_traceback_from_the_other_side_is_told_by_its_last_line(monkeypatch):
    def init(**_):
        raise ConnectionAbortedError("Initialization failure from server:\nTraceback\nValueError: no channel")

    monkeypatch.setattr(ray, "init", init)
    with pytest.raises(
        InputError, match="joined: Initialization failure from server: ValueError: no channel;"
    ):
        list(run_jobs([Job(name="any", call=calls.die)], on="ray"))


def test_a_server_that_died_as_it_was_forked_is_asked_for_once_more(head, monkeypatch):
    join, attempts = ray.init, []

    def init(**arguments):
        attempts.append(arguments)
        if len(attempts) == 1:
            raise ConnectionAbortedError("Initialization failure from server:")
        return join(**arguments)

    monkeypatch.setattr(ray, "init", init)
    jobs = [Job(name="one", call=calls.row_sum, arguments=(0,))]
    (done,) = run_jobs(jobs, shared={"rows": np.ones((1, 3)), "nested": [np.ones(3)]}, on=head.client)
    assert done.value == calls.row_sum({"rows": np.ones((1, 3)), "nested": [np.ones(3)]}, 0)
    assert len(attempts) == 2


def test_without_ray_the_line_that_installs_it_is_given(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(MissingExtra, match=r'running on Ray needs .* pip install "fittingroom\[ray\]"'):
        run_jobs([Job(name="any", call=calls.die)], on="ray")
