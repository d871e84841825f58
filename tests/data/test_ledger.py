"""The seal: a look at the test part cannot be had without a line in the ledger."""

import numpy as np
import pytest

from fittingroom.data.ledger import ledger_path, open_test, openings
from fittingroom.errors import DataError, InputError
from fittingroom.types import Dataset


def look(data: Dataset, model: str = "m", **change):
    return open_test(data, **({"model": model, "model_fingerprint": f"f-{model}", "why": "report"} | change))


def test_each_opening_is_one_line_in_order(squares: Dataset):
    assert openings(squares) == ()
    part = look(squares)
    look(squares, "other", who="Ada", why="again")
    first, second = openings(squares)
    assert (first.model, first.model_fingerprint, first.data) == ("m", "f-m", "squares")
    assert (second.who, second.why) == ("Ada", "again")
    np.testing.assert_array_equal(part.labels, squares.labels[squares.rows("test")])


@pytest.mark.parametrize("said", ["", " \n"])
@pytest.mark.parametrize("missing", ["model", "model_fingerprint", "why"])
def test_an_opening_says_who_and_why_or_stays_closed(squares: Dataset, missing: str, said: str):
    with pytest.raises(InputError, match="none empty"):
        look(squares, **{missing: said})
    assert openings(squares) == ()


def test_another_data_set_has_another_ledger(squares: Dataset):
    from dataclasses import replace

    other = replace(squares, labels=squares.labels[::-1].copy(), fingerprint="")
    look(squares)
    assert openings(other) == ()


def test_a_damaged_ledger_is_an_error_not_an_empty_one(squares: Dataset):
    look(squares)
    with ledger_path(squares).open("a") as stream:
        stream.write("{half a li")
    with pytest.raises(DataError, match="line 2 of the test ledger"):
        openings(squares)
    look(squares)  # what is damaged is never overwritten
    assert "half a li" in ledger_path(squares).read_text()


def test_no_test_part_no_opening(squares: Dataset):
    from dataclasses import replace

    with pytest.raises(InputError, match="has no test part"):
        look(replace(squares, parts={"train": np.arange(600)}))
