"""Decisions drawn to be judged: random, each with its own record, the same however the work was divided."""

from collections import Counter

import numpy as np
import pytest
from pyarrow import parquet

from fittingroom.curate.document.drawn import LABEL, SET, draw
from fittingroom.curate.duplicates import Settings as Duplicates
from fittingroom.curate.making import make_set
from fittingroom.curate.pipeline import Means
from fittingroom.curate.recipe import Recipe
from fittingroom.errors import DataError, InputError
from tests.curate.made import encoded, picture, record, write

EXACT = Recipe(duplicates=Duplicates(near=False))


def shop() -> list[dict]:
    """30 records: unknown and coarse tags, titles that say more, two copies under ids that come twice."""
    records = [record(n) for n in range(30)]
    for n in range(0, 30, 3):
        records[n] |= {"tags": ["red", "top", f"wobble {n}"], "title": "striped dress " + "x" * 900}
    records[20] |= {"image": encoded(picture(10)), "id": "twin"}
    records[21] |= {"image": encoded(picture(11)), "id": "twin"}
    records[10] |= {"id": "best"}
    records[11] |= {"id": "best"}
    return records


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("drawn")
    catalogue = write(folder / "shop.parquet", shop())
    for name, rows in (("whole", 1000), ("cut", 11)):
        make_set(catalogue, folder / name, recipe=EXACT, means=Means(workers=1, rows=rows))
    return folder


def drawn(folder, each, seed=3):
    return draw(folder, each=each, rng=np.random.default_rng(seed))


def test_all_of_a_kind_are_drawn_where_there_are_fewer(made):
    found = Counter(
        (c.kind.step, c.kind.reason, c.kind.kept, c.kind.total) for c in drawn(made / "whole", 999)
    )
    written = Counter(
        (d["step"], d["reason"], d["kept"])
        for step in ("map", "clean", "verify", "duplicates")
        for d in parquet.read_table(made / "whole" / "decisions" / step).to_pylist()
    )
    assert {kind[:3]: n for kind, n in found.items() if kind[0] != SET} == written
    assert all(n == kind[3] for kind, n in found.items())
    labels = parquet.read_table(made / "whole" / "work" / "sample", columns=["labels"])["labels"].to_pylist()
    assert found[SET, LABEL, True, sum(map(len, labels))] == sum(map(len, labels))


def test_the_draw_does_not_depend_on_the_cut_and_does_on_the_seed(made):
    assert drawn(made / "whole", 4) == drawn(made / "cut", 4)
    assert drawn(made / "whole", 4) != drawn(made / "whole", 4, seed=4)
    assert max(Counter(c.kind for c in drawn(made / "cut", 4)).values()) == 4


def test_every_decision_is_as_likely_as_any_other(made):
    seen = Counter(
        (case.record.row, case.subject)
        for seed in range(40)
        for case in drawn(made / "whole", 5, seed)
        if case.kind.reason == "unknown"
    )
    assert len(seen) == 10
    assert sum(seen.values()) == 200
    assert min(seen.values()) > 5
    assert max(seen.values()) < 35


def test_a_case_shows_its_own_record_and_what_the_step_did(made):
    records = shop()
    for case in drawn(made / "whole", 999):
        mine = records[case.record.row]
        assert case.record.id == mine["id"]
        assert case.record.picture == mine["image"]
        assert case.record.title == mine["title"][:300]
        assert list(case.record.tags) == mine["tags"]
        if case.kind.reason == "named-in-title":
            assert case.subject in (case.after or ())
            assert case.subject not in case.before
        if case.kind.step == "map":
            assert case.before == ()
            assert case.after is not None
        if (case.kind.step, case.kind.reason) == (SET, LABEL):
            assert case.subject in (case.after or ())


def test_copies_are_shown_beside_the_record_that_is_kept_although_ids_repeat(made):
    copies = [case for case in drawn(made / "whole", 999) if case.kind.reason == "exact-copy"]
    assert len(copies) == 2
    assert {case.subject for case in copies} <= {"best", "twin"}
    for case in copies:
        assert case.after is None
        assert case.other is not None
        assert case.other.row != case.record.row
        assert case.other.picture == case.record.picture


def test_what_cannot_be_drawn_from_is_a_sentence(made, tmp_path):
    with pytest.raises(InputError, match="at least 1 decision of each kind is drawn, got 0"):
        drawn(made / "whole", 0)
    with pytest.raises(DataError, match=r"no set\.json"):
        drawn(tmp_path, 5)
    (tmp_path / "set.json").write_text("{}")
    (tmp_path / "labels.csv").write_bytes((made / "whole" / "labels.csv").read_bytes())
    with pytest.raises(DataError, match="work/ is gone"):
        drawn(tmp_path, 5)
