"""Two voices of tag, title and description outvote one; one alone fills a silence; stuffing says nothing."""

import pyarrow as pa
import pytest

from fittingroom.curate.map_tags import LABELS
from fittingroom.curate.taxonomy import read_taxonomy
from fittingroom.curate.verify import REASONS, Settings, verify
from fittingroom.errors import InputError


@pytest.fixture(scope="module")
def known():
    return read_taxonomy()


def checked(known, tags, title="", description="", **settings):
    table = pa.table(
        {
            "row": [0],
            "id": ["r"],
            "labels": pa.array([[label.id for label in known.labels.named(tags)]], LABELS),
            "title": [title],
            "description": [description],
        }
    )
    out, decisions = verify(table, Settings(**settings), known)
    (row,) = out.to_pylist()
    row["labels"] = [known.labels.by_id[label].name for label in row["labels"]]
    told = [(d["kept"], d["reason"], d["subject"]) for d in decisions.to_pylist()]
    assert {reason for _, reason, _ in told} <= set(REASONS)
    return row, told


def test_one_text_fills_a_silence_and_says_where(known):
    row, told = checked(known, ["Red"], "silk dress", "with long sleeves")
    assert sorted(row["labels"]) == ["Dresses", "Long Sleeved", "Red", "Silk"]
    assert dict(zip(row["labels"], row["evidence"], strict=True)) == {
        "Dresses": "title",
        "Silk": "title",
        "Long Sleeved": "description",
        "Red": "tag",
    }
    assert (True, "named-in-description", "Long Sleeved") in told
    assert set(row["unknown"]) == {"gender", "neckline", "pattern", "style"}


def test_two_texts_outvote_a_tag_and_one_only_doubts_it(known):
    row, told = checked(known, ["Skirts"], "red dress", "a dress")
    assert row["labels"] == ["Dresses", "Red"]
    assert (False, "contradicted", "Skirts") in told
    assert (True, "named-in-both", "Dresses") in told
    row, told = checked(known, ["Skirts"], "red dress")
    assert row["labels"] == ["Red", "Skirts"]
    assert (True, "doubted", "Skirts") in told
    row, told = checked(known, ["Skirts"], "red dress", outvote=1)
    assert row["labels"] == ["Dresses", "Red"]


def test_a_name_says_nothing_of_labels():
    known = read_taxonomy(names=("red tape",))
    for title, labels in (("Red Tape loafers", []), ("red loafers", ["Red"])):
        row, _ = checked(known, ["Black"], title, outvote=1)
        assert sorted(row["labels"]) == ["Black", "Loafers & Slip-on Shoes", *labels]


def test_a_stuffed_text_is_no_voice_alone(known):
    assert checked(known, [], "dress skirt jeans red")[0]["labels"] == []
    row, _ = checked(known, [], "dress skirt red", "red")
    assert row["labels"] == ["Red"]


def test_what_is_denied_goes_unless_named_elsewhere(known):
    row, told = checked(known, ["Lace", "Dresses"], "", "without lace")
    assert row["labels"] == ["Dresses"]
    assert told == [(False, "denied", "Lace")]
    assert checked(known, ["Lace"], "lace", "without lace")[0]["labels"] == ["Lace"]


def test_a_kind_takes_the_place_of_its_parent_and_a_parent_contradicts_none(known):
    row, told = checked(known, ["Dresses"], "prom dress")
    assert row["labels"] == ["Prom Dresses"]
    assert (False, "parent", "Dresses") in told
    assert checked(known, ["Prom Dresses"], "dress", "a dress")[0]["labels"] == ["Prom Dresses"]


def test_what_may_be_true_beside_a_tag_neither_contradicts_it_nor_comes_too(known):
    for tag, title in (
        ("Heels", "black sandals"),
        ("Sandals", "slippers"),
        ("Sandals", "wedges"),
        ("Undershirts", "vest"),
    ):
        row, told = checked(known, [tag], title, title, outvote=1)
        assert [name for name in row["labels"] if name != "Black"] == [tag]
        assert not [reason for kept, reason, _ in told if not kept]
    row, told = checked(known, ["Heels", "Jeans"], "sandals", outvote=1)
    assert row["labels"] == ["Heels"]
    assert told == [(False, "contradicted", "Jeans")]
    row, told = checked(known, ["Heels"], "slippers", outvote=1)
    assert row["labels"] == ["Slippers"]


def test_what_does_not_apply_to_the_thing_goes_or_the_tag_that_says_so(known):
    row, told = checked(known, ["Round Neck", "Boots"], "boots")
    assert row["labels"] == ["Boots"]
    assert row["not_applicable"] == ["neckline", "sleeve"]
    assert "neckline" not in row["unknown"]
    assert told == [(False, "not-applicable", "Round Neck")]
    row, told = checked(known, ["Round Neck", "Long Sleeved", "Boots"])
    assert sorted(row["labels"]) == ["Long Sleeved", "Round Neck"]
    assert told == [(False, "implausible", "Boots")]


def test_siblings_that_nothing_decides_between_both_go(known):
    row, told = checked(known, ["Jeans", "Skirts", "Red"])
    assert row["labels"] == ["Red"]
    assert "category" in row["unknown"]
    assert {reason for _, reason, _ in told} == {"sibling-conflict"}
    assert checked(known, ["Jeans", "Skirts"], "jeans")[0]["labels"] == ["Jeans"]


def test_no_exclusive_group_has_two_labels_whatever_comes(known, rng):
    names = [label.name for label in known.labels.labels]
    for _ in range(60):
        tags = sorted({names[at] for at in rng.integers(0, len(names), 6)}, key=names.index)
        texts = (" ".join(names[at] for at in rng.integers(0, len(names), n)) for n in (4, 3))
        row, told = checked(known, tags, *texts)
        groups = [known.group[known.labels.by_name[name].id] for name in row["labels"]]
        exclusive = [group for group in groups if group in known.exclusive]
        assert len(exclusive) == len(set(exclusive))
        assert not set(groups) & (set(row["unknown"]) | set(row["not_applicable"]))
        added = {name for kept, reason, name in told if kept and reason.startswith("named")}
        gone = {name for kept, _, name in told if not kept}
        assert set(row["labels"]) == (set(tags) | added) - gone  # every change has a reason


def test_outvote_is_one_or_two():
    with pytest.raises(InputError, match="1 or 2 texts, got 3"):
        Settings(outvote=3)
