"""Tags become labels by rules that can be named; each tag of each record is accounted for."""

import pyarrow as pa
import pytest

from fittingroom.curate.map_tags import Settings, map_tags, meaning_of, suggestion
from fittingroom.curate.taxonomy import read_taxonomy


@pytest.fixture(scope="module")
def known():
    return read_taxonomy()


@pytest.mark.parametrize(
    ("tag", "how", "names", "words"),
    [
        ("Dresses", "name", ["Dresses"], ()),
        ("dresses", "name", ["Dresses"], ()),
        ("frock", "synonym", ["Dresses"], ()),
        ("Kleider", "synonym", ["Dresses"], ()),
        ("Colour: Navy Blue", "synonym", ["Blue"], ()),
        ("colour=red", "name", ["Red"], ()),
        ("red cotton dress for women", "phrase", ["Cotton", "Dresses", "Female", "Red"], ()),
        ("dreses", "spelling", ["Dresses"], ()),
        ("XL", "synonym", [], ("size:sizes",)),
        ("Tops", "synonym", [], ("coarse:Top",)),
        ("Polo T-Shirt", "synonym", ["Polos"], ()),
        ("Innerwear Vests", "synonym", ["Undershirts"], ()),
        ("slim fit jeans", "synonym", ["Jeans"], ()),
        ("Multi", "synonym", ["Multi Color"], ()),
        ("multi-pocket", "unknown", [], ()),
        ("salwar suit", "unknown", [], ()),
        ("turquoise blue", "synonym", ["Teal"], ()),
        ("without lace", "denied", [], ()),
        ("free shipping", "unknown", [], ()),
        ("iphone case black", "unknown", [], ()),
        ("the", "unknown", [], ()),
        ("\u2764", "unknown", [], ()),
        ("", "unknown", [], ()),
    ],
)
def test_what_a_tag_says(known, tag, how, names, words):
    found = meaning_of(tag, Settings(), known)
    assert (found.how, sorted(known.labels.by_id[label].name for label in found.labels)) == (how, names)
    assert found.words == words


def test_spelling_can_be_left_out_and_short_words_are_never_guessed(known):
    assert meaning_of("dreses", Settings(spelling=100), known).how == "unknown"
    assert meaning_of("rad", Settings(), known).how == "unknown"


def test_each_tag_is_mapped_unknown_or_repeats_another(known):
    rows = [["red", "Red", "dress", "xyzzy"], [], ["s", "S", "jeans"]]
    table = pa.table({"row": [0, 1, 2], "id": ["a", "b", "c"], "tags": pa.array(rows, pa.list_(pa.string()))})
    out, decisions = map_tags(table, Settings(), known)
    names = [sorted(known.labels.by_id[i].name for i in some) for some in out["labels"].to_pylist()]
    assert names == [["Dresses", "Red"], [], ["Jeans"]]
    assert out["words"].to_pylist() == [[], [], ["size:sizes"]]
    gone = [(d["row"], d["reason"], d["subject"]) for d in decisions.to_pylist() if not d["kept"]]
    assert gone == [(0, "repeated", "Red"), (0, "unknown", "xyzzy"), (2, "repeated", "S")]


def test_an_unknown_tag_has_a_nearest_label(known):
    assert suggestion("dreses", known)[:2] == ("Dresses", "dresses")
    assert suggestion("", known) == ("", "", 0.0)
