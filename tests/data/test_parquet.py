import io
import json

import numpy as np
import pytest
from PIL import Image

from fittingroom.data.export import export
from fittingroom.data.own import open_path
from fittingroom.data.pictures import encode_png
from fittingroom.errors import DataError, MissingExtra
from tests.data.brought import CARD, CLASSES, made, same

pa = pytest.importorskip("pyarrow")
parquet = pytest.importorskip("pyarrow.parquet")

GREY = np.random.default_rng(0).integers(0, 256, (4, 4, 4)).astype(np.uint8)
LABELS = ["b", "a", "b", "a"]


def encoded() -> list[dict]:
    return [{"bytes": encode_png(image), "path": None} for image in GREY]


@pytest.mark.parametrize("colour", [False, True])
def test_hugging_face_datasets_read_pictures_and_class_names(tmp_path, monkeypatch, colour):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    datasets = pytest.importorskip("datasets")
    data = made(colour=colour)
    out = export(data, "parquet", tmp_path / "out")
    read = datasets.load_dataset(str(out), cache_dir=str(tmp_path / "cache"))
    assert {part: len(rows) for part, rows in read.items()} == {"train": 9, "test": 6}
    for part, rows in read.items():
        assert rows.features["image"] == datasets.Image()
        assert rows.features["label"] == datasets.ClassLabel(names=list(CLASSES))
        mine = data.take(part)
        assert np.array_equal(np.stack([np.asarray(image) for image in rows["image"]]), mine.images)
        assert rows["label"][:] == mine.labels.tolist()
        assert rows["id"][:] == mine.ids.tolist()
        assert mine.groups is not None
        assert rows["group"][:] == mine.groups.tolist()


def test_the_readme_s_front_matter_says_what_lies_there(tmp_path):
    yaml = pytest.importorskip("yaml")
    out = export(made(), "parquet", tmp_path / "out")
    _, front, words = (out / "README.md").read_text(encoding="utf-8").split("---\n", 2)
    known = yaml.safe_load(front)
    assert known["license"] == "cc-by-4.0"
    assert known["pretty_name"] == "made"
    assert known["size_categories"] == ["n<1K"]
    assert known["dataset_info"]["features"] == [
        {"name": "image", "dtype": "image"},
        {"name": "label", "dtype": {"class_label": {"names": dict(zip("012", CLASSES, strict=True))}}},
        {"name": "id", "dtype": "string"},
        {"name": "group", "dtype": "int64"},
    ]
    splits = known["dataset_info"]["splits"]
    assert [(split["name"], split["num_examples"]) for split in splits] == [("train", 9), ("test", 6)]
    files = sorted((out / "data").iterdir())
    assert [file.name for file in files] == ["test-00000-of-00001.parquet", "train-00000-of-00001.parquet"]
    assert known["dataset_info"]["download_size"] == sum(file.stat().st_size for file in files)
    assert known["configs"][0]["data_files"][0] == {"split": "train", "path": "data/train-*"}
    assert "A note with" in words


def test_the_card_survives(tmp_path):
    back = open_path(export(made(), "parquet", tmp_path / "out")).card
    assert back == CARD


def test_what_datasets_writes_is_read(tmp_path):
    datasets = pytest.importorskip("datasets")
    features = datasets.Features(
        {"image": datasets.Image(), "label": datasets.ClassLabel(names=["b", "a", "never"])}
    )
    rows = {"image": [Image.fromarray(image) for image in GREY], "label": [0, 1, 0, 1]}
    datasets.Dataset.from_dict(rows, features=features).to_parquet(str(tmp_path / "validation-0.parquet"))
    datasets.Dataset.from_dict(rows, features=features).to_parquet(str(tmp_path / "train-0.parquet"))
    data = open_path(tmp_path)
    assert np.array_equal(data.images, np.concatenate([GREY, GREY]))
    assert data.card.classes == ("b", "a", "never")
    assert data.labels.tolist() == [0, 1, 0, 1] * 2
    assert {part: rows.tolist() for part, rows in data.parts.items()} == {
        "train": [0, 1, 2, 3],
        "val": [4, 5, 6, 7],
    }


def test_a_bare_table_of_pictures(tmp_path):
    jpeg = io.BytesIO()
    Image.fromarray(GREY[0]).save(jpeg, "JPEG")
    columns = {"img": [jpeg.getvalue()] * 3, "labels": ["x", "y", "x"], "split": ["train", "test", "train"]}
    parquet.write_table(pa.table(columns), tmp_path / "some.parquet")
    data = open_path(tmp_path / "some.parquet")
    assert data.images.shape == (3, 4, 4)
    assert data.card.classes == ("x", "y")
    assert {part: rows.tolist() for part, rows in data.parts.items()} == {"train": [0, 2], "test": [1]}


@pytest.mark.parametrize("dtype", [np.uint8, np.int64, np.float32])
def test_a_table_of_pixels(tmp_path, dtype):
    flat = GREY.reshape(4, 16).astype(dtype)
    columns = {"label": LABELS, **{f"pixel{at}": flat[:, at] for at in reversed(range(16))}}
    parquet.write_table(pa.table(columns), tmp_path / "some.parquet")
    data = open_path(tmp_path / "some.parquet")
    assert np.array_equal(data.images, GREY)
    assert data.labels.tolist() == [1, 0, 1, 0]


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        (
            {"a": [1], "b": [2]},
            "expected the columns image and label, or label and pixel0, pixel1, ..., found a, b",
        ),
        ({"image": encoded()}, "found image"),
        ({"image": encoded(), "label": ["a", None, "b", "a"]}, "1 of 4 labels are empty"),
        ({"image": [None, *encoded()[1:]], "label": LABELS}, "1 of 4 rows without bytes"),
        ({"image": ["a.png"] * 4, "label": LABELS}, "found string, 4 of 4 rows without bytes"),
        (
            {"image": [b"x", *(e["bytes"] for e in encoded()[1:])], "label": LABELS},
            r"train row 0 \(not a picture\)",
        ),
        ({"pixel0": [1] * 4, "pixel1": [2] * 4, "label": LABELS}, r"found \(4, 2\)"),
        (
            {"image": encoded(), "label": LABELS, "part": ["train", "x", "x", "train"]},
            "the parts are .*, found x",
        ),
    ],
)
def test_other_tables_are_refused(tmp_path, columns, message):
    parquet.write_table(pa.table(columns), tmp_path / "some.parquet")
    with pytest.raises(DataError, match=message):
        open_path(tmp_path / "some.parquet")


def test_files_that_differ_in_columns_are_refused(tmp_path):
    parquet.write_table(pa.table({"image": encoded(), "label": LABELS}), tmp_path / "train.parquet")
    parquet.write_table(pa.table({"image": encoded(), "kind": LABELS}), tmp_path / "test.parquet")
    with pytest.raises(DataError, match="its 2 Parquet files differ in their columns"):
        open_path(tmp_path)


def test_damaged_files_are_refused(tmp_path):
    out = export(made(), "parquet", tmp_path / "out")
    file = out / "data" / "train-00000-of-00001.parquet"
    whole = file.read_bytes()
    for content in (b"", b"PAR1", whole[:-100], whole[100:]):
        file.write_bytes(content)
        with pytest.raises(DataError, match="not a readable Parquet file"):
            open_path(out)


def test_a_card_of_ours_that_is_damaged_is_refused(tmp_path):
    out = export(made(), "parquet", tmp_path / "out")
    for file in (out / "data").iterdir():
        table = parquet.read_table(file)
        table = table.replace_schema_metadata(
            {**table.schema.metadata, b"fittingroom": json.dumps([]).encode()}
        )
        parquet.write_table(table, file)
    with pytest.raises(DataError, match="the card in the schema's metadata cannot be read"):
        open_path(out)


def test_without_pyarrow_the_sentence_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(MissingExtra, match=r'writing Parquet needs .* pip install "fittingroom\[parquet\]"'):
        export(made(), "parquet", tmp_path / "out")
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "some.parquet").write_bytes(b"x")
    with pytest.raises(MissingExtra, match="reading Parquet needs"):
        open_path(tmp_path / "some.parquet")


def test_many_row_groups_read_as_one(tmp_path, monkeypatch):
    monkeypatch.setattr("fittingroom.data.parquet.ROWS_AT_ONCE", 4)
    out = export(made(), "parquet", tmp_path / "out")
    assert parquet.ParquetFile(out / "data" / "train-00000-of-00001.parquet").num_row_groups == 3
    assert same(open_path(out), made())
