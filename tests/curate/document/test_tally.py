"""Counts that add up: whole = sum of parts, equal to counting by hand and to the label table's own counts."""

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from fittingroom.curate.document.tally import nothing, read_tally, table_1, tally, write_tally
from fittingroom.data.attributes import imaterialist
from fittingroom.data.label_table import flattened, group_counts, label_counts
from fittingroom.errors import DataError
from tests.curate.made_set import LABELS

KIND = pa.list_(pa.int16())


def lists(rng, n, labels=LABELS):
    return [rng.permutation(labels.ids)[: rng.integers(0, 5)].tolist() for _ in range(n)]


def same(a, b):
    return a.rows == b.rows and all(
        np.array_equal(getattr(a, name), getattr(b, name)) for name in ("of_label", "of_group", "of_size")
    )


def test_counts_are_what_counting_gives(rng):
    some = lists(rng, 200)
    found = tally(pa.array(some, KIND), LABELS)
    assert found.rows == 200
    for at, label in enumerate(LABELS.labels):
        assert found.of_label[at] == sum(label.id in row for row in some)
    for at, group in enumerate(LABELS.groups):
        own = {label.id for label in LABELS.of_group(group.name)}
        assert found.of_group[at] == sum(bool(own & set(row)) for row in some)
    assert found.of_size.tolist() == [sum(len(row) == n for row in some) for n in range(len(found.of_size))]
    assert found.labels_per_row == pytest.approx(np.mean([len(row) for row in some]))


def test_parts_add_up_to_the_whole_in_any_cut(rng):
    some = lists(rng, 100, imaterialist())
    whole = tally(pa.array(some, KIND), imaterialist())
    for cut in (0, 1, 37, 100):
        halves = [tally(pa.array(part, KIND), imaterialist()) for part in (some[:cut], some[cut:])]
        assert same(halves[0] + halves[1], whole)
    chunked = pa.chunked_array([pa.array(some[:40], KIND), pa.array(some[40:], KIND)])
    assert same(tally(chunked, imaterialist()), whole)
    assert same(whole + nothing(imaterialist()), whole)


def test_table_1_is_that_of_the_label_table(rng):
    some = lists(rng, 150, imaterialist())
    rows, ids, n = flattened(some)
    found = tally(pa.array(some, KIND), imaterialist())
    assert table_1(found) == group_counts(rows, ids, n, imaterialist())
    assert np.array_equal(found.of_label, label_counts(ids, imaterialist()))


def test_a_tally_comes_back_from_its_file(rng, tmp_path):
    found = tally(pa.array(lists(rng, 60), KIND), LABELS)
    write_tally(tmp_path / "counts/map.parquet", found)
    assert same(read_tally(tmp_path / "counts/map.parquet", LABELS), found)
    twice = pq.read_table(tmp_path / "counts/map.parquet")
    pq.write_table(pa.concat_tables([twice, twice]), tmp_path / "two.parquet")
    assert same(read_tally(tmp_path / "two.parquet", LABELS), found + found)


def test_rows_alone_are_a_tally_too(tmp_path):
    pq.write_table(pa.table({"what": ["rows"], "key": [0], "n": [12]}), tmp_path / "fetch.parquet")
    found = read_tally(tmp_path / "fetch.parquet", LABELS)
    assert (found.rows, found.of_label.sum(), found.of_group.sum()) == (12, 0, 0)


def test_nulls_and_slices_are_read_as_they_stand():
    column = pa.array([[1], None, [4, 5], [], [9]], KIND)
    assert tally(column, LABELS).of_size.tolist() == [2, 2, 1]
    assert tally(column.slice(2, 2), LABELS).of_label.tolist() == [0, 0, 0, 1, 1, 0]
    assert tally(pa.chunked_array([], KIND), LABELS).rows == 0


def test_strange_labels_are_refused(tmp_path):
    with pytest.raises(DataError, match="label 7 is not in the label map"):
        tally(pa.array([[1, 7]], KIND), LABELS)
    pq.write_table(pa.table({"what": ["label"], "key": [7], "n": [12]}), tmp_path / "a.parquet")
    with pytest.raises(DataError, match="counts labels that are not in the label map"):
        read_tally(tmp_path / "a.parquet", LABELS)
    (tmp_path / "b.parquet").write_bytes(b"x")
    with pytest.raises(DataError, match="not a file of counts"):
        read_tally(tmp_path / "b.parquet", LABELS)
