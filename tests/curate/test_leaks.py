"""Leaks: none in a clean set, and exactly what is planted."""

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from fittingroom.cli import main
from fittingroom.curate.leaks import find_leaks
from fittingroom.errors import DataError
from tests.curate.made_set import write_set


@pytest.fixture
def made(tmp_path):
    return write_set(tmp_path / "set")


def plant(folder, part, **changed):
    """Change columns of the first row of a part."""
    path = folder / "part" / f"{part}-00000.parquet"
    table = pq.read_table(path)
    rows = table.to_pylist()
    rows[0] |= changed
    pq.write_table(pa.Table.from_pylist(rows, table.schema), path)


def test_a_clean_set_has_none(made, capsys):
    found = find_leaks(made)
    assert found.none
    assert found.rows == 36
    assert found.sentence.startswith("Nothing crosses a split")
    assert main(["set", "leaks", str(made)]) == 0
    assert "Nothing crosses" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("what", "counts", "named"),
    [
        ({"leak_group": 0}, (1, 0, 0), "leak group 0"),
        ({"product_id": "p1"}, (0, 1, 0), "product p1"),
        ({"image": None}, (0, 0, 1), "the picture of r3 in train is that of r24 in val"),
    ],
)
def test_what_is_planted_is_found_and_nothing_else(made, what, counts, named):
    if "image" in what:
        what = {"image": pq.read_table(made / "part/train-00000.parquet")["image"][3].as_py()}
    plant(made, "val", **what)
    found = find_leaks(made)
    assert (found.groups, found.products, found.pictures) == counts
    assert not found.none
    assert named in found.examples
    assert main(["set", "leaks", str(made)]) == 1


def test_an_empty_product_id_is_no_product(made):
    plant(made, "val", product_id="")
    plant(made, "test", product_id="")
    assert find_leaks(made).none


def test_pairs_are_proved_apart_from_the_groups(made):
    pairs = (np.array([0, 2, 23, 900]), np.array([1, 30, 24, 2]))
    found = find_leaks(made, pairs)
    assert (found.pairs, found.looked_for, found.none) == (2, 4, False)
    assert "row 2 in train is a copy of row 30 in test" in found.examples
    assert find_leaks(made, (np.array([0]), np.array([1]))).none


def test_a_row_without_a_leak_group_is_refused(made, tmp_path):
    plant(made, "val", leak_group=None)
    with pytest.raises(DataError, match="1 rows of val have no leak group"):
        find_leaks(made)
    with pytest.raises(DataError, match="no part/train"):
        find_leaks(tmp_path)
