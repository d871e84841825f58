"""The numbers behind a finding: single ones as pairs, many of one kind as a table."""

from fittingroom.reporting.numbers import MOST_ROWS, pairs, tables

NUMBERS = {
    "test_images": 10_000,
    "words": ["a", "b"],
    "nothing": [],
    "range": {"low": 0.1, "high": 0.2},
    "close_pairs": [{"row": i, "other_row": i + 1, "mirrored": False} for i in range(12)],
    "parts": {"train": {"images": 5, "copies": 0}, "val": {"images": 3}},
}


def test_every_number_is_in_exactly_one_place():
    assert [name for name, _ in pairs(NUMBERS)] == ["test images", "words", "nothing", "range"]
    assert [table.title for table in tables(NUMBERS)] == ["close pairs", "parts"]
    assert dict(pairs(NUMBERS))["nothing"] == "none"
    assert dict(pairs(NUMBERS))["range"] == "low 0.1, high 0.2"


def test_a_long_list_is_cut_and_says_so():
    table = tables(NUMBERS)[0]
    assert table.columns == ("row", "other row", "mirrored")
    assert table.rows[:2] == (("0", "1", "no"), ("1", "2", "no"))
    assert len(table.rows) == MOST_ROWS
    assert table.rest.startswith("The first 10 of 12;")


def test_named_rows_start_with_their_name_and_may_lack_a_cell():
    table = tables(NUMBERS)[1]
    assert table.columns == ("", "images", "copies")
    assert table.rows == (("train", "5", "0"), ("val", "3", ""))
    assert table.rest == ""
