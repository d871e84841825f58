import numpy as np
import pyarrow as pa
import pytest

from fittingroom.curate.clean_taxonomy import Settings, clean_taxonomy, parents_among, together, told_apart
from fittingroom.curate.map_tags import LABELS
from fittingroom.curate.taxonomy import read_taxonomy


@pytest.fixture(scope="module")
def known():
    return read_taxonomy(drop=["Uniforms"])


def ids(known, *names):
    return [label.id for label in known.labels.named(names)]


def table(known, *rows, words=None):
    return pa.table(
        {
            "row": list(range(len(rows))),
            "id": [f"r{n}" for n in range(len(rows))],
            "labels": pa.array([ids(known, *names) for names in rows], LABELS),
            "words": pa.array(words or [[]] * len(rows), pa.list_(pa.string())),
        }
    )


def test_sizes_coarse_words_chosen_labels_and_parents_go(known):
    given = table(
        known, ["Dresses", "Casual Dresses", "Red"], ["Uniforms"], words=[["size:XL"], ["coarse:Top"]]
    )
    out, decisions = clean_taxonomy(given, Settings(), known)
    assert out["labels"].to_pylist() == [ids(known, "Casual Dresses", "Red"), []]
    assert "words" not in out.column_names
    told = {(d["row"], d["reason"], d["subject"]) for d in decisions.to_pylist()}
    assert told == {
        (0, "size", "XL"),
        (0, "parent", "Dresses"),
        (1, "coarse", "Top"),
        (1, "left-out", "Uniforms"),
    }
    assert not any(decisions["kept"].to_pylist())
    kept, _ = clean_taxonomy(given, Settings(keep_parents=True), known)
    assert ids(known, "Dresses")[0] in kept["labels"][0].as_py()


def test_a_grandparent_is_a_parent_too(known):
    some = ids(known, "Lingerie Sleepwear & Underwear", "Thongs", "Black")
    assert parents_among(some, known) == {some[0]}


def test_labels_that_stand_together_are_counted_and_add_up(known, rng):
    names = [label.name for label in known.labels.labels]
    rows = [list({names[at] for at in rng.integers(0, 60, 5)}) for _ in range(50)]
    whole = together(table(known, *rows)["labels"], known)
    halves = together(table(known, *rows[:20])["labels"], known) + together(
        table(known, *rows[20:])["labels"], known
    )
    np.testing.assert_array_equal(whole, halves)
    present = known.labels.multi_hot([ids(known, *some) for some in rows]).astype(int)
    np.testing.assert_array_equal(whole, present.T @ present)


def test_where_the_map_itself_does_not_exclude_is_said(known):
    rows = [["Dresses", "Prom Dresses"]] * 3 + [["Jeans", "Skirts"], ["Jeans"], ["Red", "Blue"]]
    found = list(told_apart(together(table(known, *rows)["labels"], known), known))
    assert [(one.first, one.second, one.both, one.related) for one in found] == [
        ("Dresses", "Prom Dresses", 3, True),
        ("Jeans", "Skirts", 1, False),
    ]
    assert found[0].share == 1.0
