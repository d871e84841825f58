"""No more threads than cores that may really be used."""

import pytest

from fittingroom import cores as module
from fittingroom.cores import usable_cores


@pytest.mark.parametrize("quota", [("150000 100000", 1), ("300000 100000", 3), ("max 100000", 8)])
def test_a_containers_quota_bounds_the_threads(monkeypatch, tmp_path, quota):
    text, cores = quota
    (tmp_path / "cpu.max").write_text(text)
    monkeypatch.setattr(module, "CONTAINER_QUOTA", tmp_path / "cpu.max")
    monkeypatch.setattr("os.cpu_count", lambda: 8)
    monkeypatch.setattr("os.sched_getaffinity", lambda _: set(range(8)), raising=False)
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    assert usable_cores() == cores


def test_the_environment_bounds_the_threads(monkeypatch):
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    assert usable_cores() == 1
