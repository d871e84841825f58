"""Laws of the relation between rows, against sets of numbers."""

import itertools

import pytest

from fittingroom.lint.rows import Origin, Piece, Rows, covers, relation, shared

BASE = Rows(Origin("data"))
TRAIN, TEST = (BASE.cut(Piece("split", "s", part)) for part in ("train", "test"))
INVERSE = {"contains": "inside", "inside": "contains"}
SOME = [
    BASE,
    TRAIN,
    TEST,
    TRAIN.cut(Piece("split", "t", "train")),
    TRAIN.cut(Piece("split", "t", "test")),
    BASE.cut(Piece("split", "u", "test")),
    BASE.cut(Piece("slice", "slice", ":800")),
    BASE.cut(Piece("order", "o")),
    BASE.cut(Piece("order", "o"), Piece("slice", "slice", "800:")),
    BASE.cut(Piece("filter", "f")),
    Rows(Origin("other")),
]


@pytest.mark.parametrize(("a", "b"), [*itertools.product(SOME, SOME)])
def test_the_relation_turns_round(a: Rows, b: Rows):
    forth = relation(a, b)
    assert relation(b, a) == INVERSE.get(forth, forth)
    assert (forth == "same") == (a == b or {a, b} == {BASE, BASE.cut(Piece("order", "o"))})


def test_sides_of_one_split_are_apart_and_of_two_overlap():
    assert relation(TRAIN, TEST) == "apart"
    assert relation(TRAIN, BASE.cut(Piece("split", "u", "test"))) == "overlap"
    assert relation(BASE, TEST) == "contains"
    assert relation(TRAIN.cut(Piece("split", "t", "test")), TRAIN) == "inside"


@pytest.mark.parametrize(
    ("p", "q"),
    [
        (":8", "8:"),
        (":8", "7:"),
        (":8", ":2"),
        ("2:5", "5:9"),
        ("2:5", "4:9"),
        (":-3", "-3:"),
        ("3:", "-4:"),
        (":8", "9:"),
    ],
)
def test_slices_relate_as_the_rows_they_take(p: str, q: str):
    """What is claimed of two slices holds for the rows of real sequences of several lengths."""
    a, b = (BASE.cut(Piece("slice", "slice", part)) for part in (p, q))
    said = relation(a, b)
    assert said in ("apart", "overlap", "unknown")
    for n in (10, 20, 50):
        rows = [
            set(list(range(n))[slice(*(int(x) if x else None for x in part.split(":")))]) for part in (p, q)
        ]
        if said != "unknown":
            assert bool(rows[0] & rows[1]) == (said == "overlap"), n


def taken(part: str, n: int) -> set[int]:
    """Row numbers that a slice takes of n rows."""
    return set(range(n)[slice(*(int(bound) if bound else None for bound in part.split(":")))])


def test_slices_of_one_name_are_apart_and_of_two_orders_overlap():
    head, tail = (Piece("slice", "slice", part) for part in (":n", "n:"))
    assert relation(BASE.cut(head), BASE.cut(tail)) == "apart"
    one, two = BASE.cut(Piece("order", "a"), head), BASE.cut(Piece("order", "b"), tail)
    assert relation(one, two) == "overlap"
    assert relation(BASE.cut(Piece("order", "a"), head), BASE.cut(Piece("order", "a"), tail)) == "apart"


def test_shared_and_covers_look_at_every_pair():
    assert shared(frozenset({TRAIN, BASE}), frozenset({TEST}))
    assert not shared(frozenset({TRAIN}), frozenset({TEST}))
    assert covers(frozenset({BASE}), frozenset({TEST}))
    assert not covers(frozenset({TEST}), frozenset({BASE}))
