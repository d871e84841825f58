import numpy as np
import pytest

from fittingroom.build.sources import find_source, read
from fittingroom.build.work import spans
from fittingroom.errors import DataError
from tests.build.photographed import CLASSES, as_csv, as_parquet, as_shards, class_folders, samples


@pytest.fixture
def folder(tmp_path, rng):
    return class_folders(tmp_path / "folders", 5, rng=rng)


def test_all_kinds_of_sources_hold_the_same(folder, tmp_path):
    rows = samples(folder)
    as_parquet(tmp_path / "tables" / "data" / "a.parquet", rows[:7], row_group=3)
    as_parquet(tmp_path / "tables" / "data" / "b.parquet", rows[7:], row_group=4)
    places = {
        "folders": folder,
        "csv": as_csv(tmp_path / "csv", rows),
        "file": as_parquet(tmp_path / "one.parquet", rows, row_group=4),
        "tables": tmp_path / "tables",
        "shards": as_shards(tmp_path / "shards", rows),
    }
    for kind, place in places.items():
        found = find_source(place)
        assert len(found) == 15
        assert found.words == CLASSES
        assert [found.words[label] for label in found.labels] == [label for _, label, _ in rows], kind
        for start, stop in ((0, 15), (4, 9), (14, 15)):
            assert list(read(found, start, stop)) == [content for _, _, content in rows[start:stop]], kind
        if kind != "csv":
            assert found.ids.to_pylist() == [name for name, _, _ in rows]


def test_every_record_is_in_one_span(folder, tmp_path, monkeypatch):
    monkeypatch.setattr("fittingroom.build.work.PICTURES", 4)
    rows = samples(folder)
    for place in (folder, as_parquet(tmp_path / "one.parquet", rows, row_group=3)):
        found = spans(find_source(place))
        assert [row for start, stop in found for row in range(start, stop)] == list(range(15))
    assert found == [(0, 6), (6, 12), (12, 15)]


def test_columns_of_other_names_are_found(folder, tmp_path):
    rows = samples(folder)
    place = as_csv(tmp_path / "csv", rows, groups=["anna", "", "ben"] * 5)
    found = find_source(place, columns={"group": "seller"})
    assert found.groups is not None
    assert found.groups.to_pylist() == ["anna", "", "ben"] * 5
    assert find_source(place).groups is None
    moved = tmp_path / "elsewhere.csv"
    (place / "labels.csv").rename(moved)
    assert find_source(place, labels=moved).ids.equals(found.ids)


def test_a_record_without_a_label_has_none(folder, tmp_path):
    rows = [
        (name, "" if at == 3 else label, content) for at, (name, label, content) in enumerate(samples(folder))
    ]
    for place in (as_csv(tmp_path / "csv", rows), as_parquet(tmp_path / "one.parquet", rows)):
        found = find_source(place)
        assert np.flatnonzero(found.labels < 0).tolist() == [3]


def test_class_names_in_a_table_keep_their_order(tmp_path, rng):
    import json

    import pyarrow as pa
    from pyarrow import parquet

    names = ["zebra", "ape"]
    described = {"info": {"features": {"label": {"names": names, "_type": "ClassLabel"}}}}
    table = pa.table({"image": [b"x", b"y", b"z"], "label": [1, 0, 5]})
    table = table.replace_schema_metadata({"huggingface": json.dumps(described)})
    parquet.write_table(table, tmp_path / "a.parquet")
    found = find_source(tmp_path / "a.parquet")
    assert found.words == ("zebra", "ape")
    assert found.labels.tolist() == [1, 0, -1]


def test_a_file_of_class_names_gives_their_order(folder):
    (folder / "classes.txt").write_text("trouser\nhat\nshoe\nbag\n")
    found = find_source(folder)
    assert found.words == ("trouser", "hat", "shoe", "bag")
    assert found.labels.tolist() == [3] * 5 + [2] * 5 + [0] * 5
    (folder / "classes.txt").write_text("trouser\nhat\n")
    with pytest.raises(DataError, match=r"its classes.txt does not name the label 'bag'"):
        find_source(folder)


def test_what_cannot_be_read_is_text(folder):
    found = find_source(folder)
    (folder / "bag" / "2.png").unlink()
    contents = list(read(found, 0, 15))
    assert [at for at, content in enumerate(contents) if isinstance(content, str)] == [2]
    assert contents[2] == "No such file or directory"


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda p: None, "there is no such file or folder"),
        (lambda p: p.mkdir(), "expected a folder per class, a CSV with the columns file,label, Parquet"),
        (lambda p: (p / "a").mkdir(parents=True), "there is no picture in it"),
        (lambda p: p.write_text("hello"), "found a file with no suffix"),
    ],
    ids=["nothing", "empty", "empty-class", "text"],
)
def test_what_is_no_source_is_a_sentence(tmp_path, make, says):
    make(tmp_path / "there")
    with pytest.raises(DataError, match=says):
        find_source(tmp_path / "there")


def test_a_name_that_is_no_text_is_a_sentence(folder):
    (folder / "bag" / "2.png").rename(folder / "bag" / "caf\udce9.png")
    with pytest.raises(DataError, match=r"must be UTF-8, found 'bag/caf\\udce9.png'; rename it"):
        find_source(folder)
    (folder / "bag").rename(folder / "caf\udce9")
    with pytest.raises(DataError, match="must be UTF-8"):
        find_source(folder)


def test_damaged_tables_are_sentences(folder, tmp_path):
    rows = samples(folder)
    with pytest.raises(DataError, match=r"no column .lable. \(did you mean label\?\) for the label"):
        find_source(as_csv(tmp_path / "csv", rows), columns={"label": "lable"})
    with pytest.raises(DataError, match="expected a column picture_of of pictures, found image, label, id"):
        find_source(as_parquet(tmp_path / "one.parquet", rows), columns={"file": "picture_of"})
    (tmp_path / "bad.parquet").write_bytes(b"PAR1 and nothing else")
    with pytest.raises(DataError, match="not a readable Parquet file"):
        find_source(tmp_path / "bad.parquet")
    (tmp_path / "bad.tar").write_bytes(b"no tar" * 200)
    with pytest.raises(DataError, match="not a readable tar file"):
        find_source(tmp_path / "bad.tar")
    (tmp_path / "csv" / "labels.csv").write_text("file,label\n../secret.png,bag\n")
    with pytest.raises(DataError, match=r"files must lie in .*, found '../secret.png'"):
        find_source(tmp_path / "csv")
    (tmp_path / "csv" / "labels.csv").write_text("file,label\na.png,bag,more\n")
    with pytest.raises(DataError, match="not a readable CSV file"):
        find_source(tmp_path / "csv")
