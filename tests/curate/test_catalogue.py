"""Stretches of a catalogue hold each row once, however its files are grouped."""

from pathlib import Path

import pytest

from fittingroom.curate.catalogue import listed, open_catalogue, parquet_files, rows_of
from fittingroom.errors import DataError, InputError
from tests.curate.made import record, write


@pytest.mark.parametrize("group", [1, 7, 100])
@pytest.mark.parametrize("rows", [1, 5, 10, 1000])
def test_every_row_stands_in_one_stretch(tmp_path, group, rows):
    files = [
        write(tmp_path / f"{n}.parquet", [record(i, image=b"x") for i in some], group=group)
        for n, some in enumerate((range(13), range(13, 20)))
    ]
    catalogue = open_catalogue(files, folder=tmp_path, rows=rows)
    tables = [listed(catalogue, stretch) for stretch in catalogue.stretches]
    assert (
        [row for table in tables for row in table["row"].to_pylist()]
        == list(range(20))
        == list(range(len(catalogue)))
    )
    assert [one for table in tables for one in table["id"].to_pylist()] == [f"item-{n}" for n in range(20)]
    assert max(len(table) for table in tables) <= rows
    assert catalogue.inside
    for table in tables:  # `file` and `at` lead back to the row
        for one, file, at in zip(*(table[name].to_pylist() for name in ("id", "file", "at")), strict=True):
            (batch,) = rows_of(files[file], at, at + 1, ["id"])
            assert batch.column(0).to_pylist() == [one]


def test_other_names_and_several_columns_of_tags(tmp_path):
    path = write(tmp_path / "a.parquet", [record(0, seller="blue", image=b"x")])
    catalogue = open_catalogue(
        [path], folder=tmp_path, columns={"title": ["id"], "tags": ["product_id", "seller"]}
    )
    table = listed(catalogue, catalogue.stretches[0])
    assert (table["title"].to_pylist(), table["tags0"].to_pylist(), table["tags1"].to_pylist()) == (
        ["item-0"],
        ["product-0"],
        ["blue"],
    )


def test_what_cannot_be_used_is_a_sentence(tmp_path):
    path = write(tmp_path / "a.parquet", [{"id": "1", "title": "a dress"}])
    with pytest.raises(DataError, match=r"no column 'image'.*--columns image=file"):
        open_catalogue([path], folder=tmp_path)
    with pytest.raises(InputError, match=r"no column 'titel' \(did you mean title\?\) for the title"):
        open_catalogue([path], folder=tmp_path, columns={"title": ["titel"]})
    with pytest.raises(InputError, match="a catalogue has the columns"):
        open_catalogue([path], folder=tmp_path, columns={"price": ["id"]})
    (tmp_path / "b.parquet").write_bytes(b"no parquet")
    with pytest.raises(DataError, match="not a readable Parquet file"):
        open_catalogue([tmp_path / "b.parquet"], folder=tmp_path)


def test_parts_are_found_in_counting_order(tmp_path: Path):
    for name in ("part-10.parquet", "part-9.parquet"):
        write(tmp_path / "catalog" / name, [record(0)])
    assert [path.name for path in parquet_files(tmp_path)] == ["part-9.parquet", "part-10.parquet"]
