"""Decisions: counted whole, sampled evenly, the same however they are cut into files."""

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from fittingroom.curate.document.decisions import SHORT, decided, hashed
from fittingroom.errors import DataError
from tests.curate.made_set import DECISION, write_decisions


def many(n):
    return [
        (row, row % 3 > 0, ("copy", "only-one", "kept")[row % 3], f"t{row % 7}", float(row))
        for row in range(n)
    ]


def rewritten(folder, step, pieces):
    for number, rows in enumerate(pieces):
        columns = [dict(zip(DECISION.names, (r, f"r{r}", step, *more), strict=True)) for r, *more in rows]
        (folder / step).mkdir(parents=True, exist_ok=True)
        pq.write_table(
            pa.Table.from_pylist(columns, DECISION),
            folder / step / f"part-{number:05d}.parquet",
            row_group_size=100,
        )


def test_totals_are_whole_and_samples_are_some_of_them(tmp_path):
    write_decisions(tmp_path, "dup", many(3000))
    found = decided(tmp_path / "decisions", "dup", each=50)
    assert {(one.reason, one.kept): one.total for one in found} == {
        ("copy", False): 1000,
        ("only-one", True): 1000,
        ("kept", True): 1000,
    }
    for one in found:
        assert len(one.sample) == 50
        assert all(d.kept == one.kept and d.reason == one.reason and d.step == "dup" for d in one.sample)
        rows = [int(d.record[1:]) for d in one.sample]
        assert abs(np.mean(rows) - 1500) < 500  # of all rows, not the first


def test_the_sample_does_not_depend_on_the_cut(tmp_path, rng):
    rows = many(2000)
    rewritten(tmp_path / "a", "dup", [rows])
    mixed = [rows[i] for i in rng.permutation(2000)]
    rewritten(tmp_path / "b", "dup", [mixed[i::13] for i in range(13)])
    assert decided(tmp_path / "a", "dup", each=40) == decided(tmp_path / "b", "dup", each=40)


def test_several_decisions_about_one_row_all_count(tmp_path):
    write_decisions(tmp_path, "map", [(5, False, "unknown-tag", f"tag {i}", None) for i in range(30)])
    (found,) = decided(tmp_path / "decisions", "map", each=10)
    assert (found.total, len(found.sample)) == (30, 10)


def test_a_megabyte_of_title_is_cut(tmp_path):
    write_decisions(tmp_path, "map", [(5, False, "unknown-tag", "x" * 1_000_000, None)])
    (found,) = decided(tmp_path / "decisions", "map")
    assert found.sample[0].subject == "x" * SHORT


def test_no_decisions_are_none_and_other_files_are_refused(tmp_path):
    assert decided(tmp_path, "nothing") == ()
    (tmp_path / "odd").mkdir()
    pq.write_table(pa.table({"row": [1]}), tmp_path / "odd/part-00000.parquet")
    with pytest.raises(DataError, match="no kept found"):
        decided(tmp_path, "odd")


def test_hashes_of_neighbours_are_far_apart():
    values = hashed(np.arange(20_000)).astype(float)
    assert len(np.unique(values)) == 20_000
    assert abs(np.corrcoef(values[:-1], values[1:])[0, 1]) < 0.03
    assert abs(values.mean() / 2**63 - 1) < 0.03
