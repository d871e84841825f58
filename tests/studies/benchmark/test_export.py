"""A published file of results gives back what went in, and refuses what belongs to other images."""

import dataclasses

import numpy as np
import pytest

from fittingroom.errors import DataError
from fittingroom.studies.benchmark import export_to, import_from
from fittingroom.studies.benchmark.export import export, imported
from fittingroom.studies.benchmark.question import identity
from fittingroom.studies.benchmark.store import Store
from tests.studies.benchmark.test_store import result, same


@pytest.fixture
def results(squares, rng):
    of = {"data": identity(squares), "data_name": "squares"}
    return [
        result(**of, labels=rng.integers(0, 3, 60).astype(np.uint8), accuracy=0.3),
        result(**of, asked="val", labels=squares.part("val").labels.astype(np.uint8)),
        result(**of, seed=1, ended="timeout", labels=None, error="stopped after 3 s"),
    ]


def test_what_goes_out_comes_back(squares, results, tmp_path):
    path = export([*results, result(data="other")], [squares], tmp_path / "results.parquet")
    back = {one.key: one for one in imported(path, [squares])}
    assert len(back) == 3
    assert all(same(one, back[one.key]) for one in results)


def test_right_answers_take_no_room_and_are_not_in_the_file(squares, results, tmp_path):
    from pyarrow import parquet

    path = export(results, [squares], tmp_path / "results.parquet")
    rows = {row["asked"]: row for row in parquet.read_table(path).to_pylist() if row["labels"]}
    assert set(rows["val"]["labels"]) == {0}


def test_a_store_takes_over_only_what_it_has_not(squares, results, tmp_path):
    first, second = Store(tmp_path / "a.sqlite"), Store(tmp_path / "b.sqlite")
    first.add(results)
    export_to(tmp_path / "results.parquet", [squares], first.path)
    second.add([dataclasses.replace(results[0], cpu_s=99.0)])
    assert import_from(tmp_path / "results.parquet", [squares], second.path).startswith("2 results")
    assert second.some([results[0].key])[0].cpu_s == 99.0
    assert len(second.results()) == 3


def test_files_that_are_none(squares, results, tmp_path):
    text = tmp_path / "text.parquet"
    text.write_text("no")
    with pytest.raises(DataError, match="cannot be read as Parquet"):
        imported(text, [squares])
    import pyarrow as pa
    from pyarrow import parquet

    parquet.write_table(pa.table({"a": [1]}), tmp_path / "other.parquet")
    with pytest.raises(DataError, match="holds no benchmark results"):
        imported(tmp_path / "other.parquet", [squares])
