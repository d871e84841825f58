"""On a Ray cluster the same jobs give the same results, and the limits still hold there."""

from collections.abc import Iterator

import pytest
import ray

from fittingroom.studies.benchmark import bench
from fittingroom.studies.benchmark.own import row
from fittingroom.studies.benchmark.store import Store
from tests.ray_head import Head
from tests.studies.benchmark import estimators_that_misbehave as brought
from tests.studies.benchmark.made_to_be_killed import ROWS, made


@pytest.fixture
def joined(head: Head) -> Iterator[str]:
    ray.init(head.address, log_to_driver=False, configure_logging=False)
    yield head.address
    ray.shutdown()


def test_results_are_those_of_this_machine_and_what_misbehaves_is_stopped_there(joined, tmp_path):
    there, here = tmp_path / "there.sqlite", tmp_path / "here.sqlite"
    bad = [
        row("hungry", brought.Hungry()),
        row("crashes", brought.Crashes()),
        row("raises", brought.Raises()),
    ]
    hangs = row("hangs", brought.Hangs())
    data, rows = made(), ROWS[:2]
    bench(data, rows=[*rows, *bad], seeds=1, selection=False, store=there, on=joined)
    # Apart, since a limit that is short to wait for is too short for a fit on a busy machine
    bench(data, rows=[hangs], seeds=1, selection=False, store=there, on=joined, limit_s=5)
    bench(data, rows=rows, seeds=1, selection=False, store=here)
    found = {one.configuration: one for one in Store(there).results()}
    for one in Store(here).results():
        assert found[one.configuration].labels.tolist() == one.labels.tolist()
        assert found[one.configuration].accuracy == one.accuracy
    ends = {name: found[name].ended for name in ("hangs", "hungry", "crashes", "raises")}
    assert ends == {"hangs": "timeout", "hungry": "memory", "crashes": "died", "raises": "error"}
    assert (
        bench(data, rows=[*rows, *bad, hangs], seeds=1, selection=False, store=there, on=joined).ended == {}
    )
