"""Exports: every row, its bytes and its labels come back through the format's own readers."""

import json
import tarfile

import pytest

from fittingroom.cli import main
from fittingroom.curate.document.export import FORMATS, export_set
from fittingroom.curate.document.hub import write_card
from fittingroom.data.attributes import read_label_map
from fittingroom.data.imaterialist.official_json import read_official
from fittingroom.errors import DataError, InputError
from tests.curate.made_set import LABELS, ROWS, records, write_set

STARTS = {"train": 0, "val": 24, "test": 30}


@pytest.fixture
def made(tmp_path):
    return write_set(tmp_path / "set")


def rows_of(part):
    return records()[STARTS[part] : STARTS[part] + ROWS[part]]


def test_the_official_json_comes_back(made, tmp_path):
    out = export_set(made, "imaterialist", tmp_path / "out")
    for part in ROWS:
        listed = read_official(out / f"{part}.json", LABELS)
        assert listed.ids == tuple(str(row["row"]) for row in rows_of(part))
        assert listed.labels == tuple(tuple(sorted(row["labels"])) for row in rows_of(part))
        for url, row in zip(listed.urls, rows_of(part), strict=True):
            assert (out / url).read_bytes() == row["image"]
    assert read_label_map(out / "labels.csv") == LABELS


def test_coco_holds_an_annotation_for_every_label_of_every_image(made, tmp_path):
    out = export_set(made, "coco", tmp_path / "out")
    for part in ROWS:
        found = json.loads((out / f"{part}.json").read_text())
        assert {c["id"]: (c["name"], c["supercategory"]) for c in found["categories"]} == {
            label.id: (label.name, label.group) for label in LABELS.labels
        }
        assert len({a["id"] for a in found["annotations"]}) == len(found["annotations"])
        for image, row in zip(found["images"], rows_of(part), strict=True):
            own = [a for a in found["annotations"] if a["image_id"] == image["id"]]
            assert [a["category_id"] for a in own] == row["labels"]
            assert all(a["bbox"] == [0, 0, 30, 40] and a["area"] == 1200 and a["iscrowd"] == 0 for a in own)
            assert (image["width"], image["height"], image["record"]) == (30, 40, row["id"])
            assert image.get("unknown", []) == row["unknown"]
            assert (out / image["file_name"]).read_bytes() == row["image"]


def test_shards_hold_pairs_of_files_and_equal_sets_give_equal_bytes(made, tmp_path, monkeypatch):
    monkeypatch.setattr("fittingroom.curate.document.shards.PER_SHARD", 10)
    out, again = (export_set(made, "shards", tmp_path / name) for name in ("a", "b"))
    assert [path.name for path in sorted(out.glob("train-*.tar"))] == [f"train-0000{i}.tar" for i in range(3)]
    for part in ROWS:
        seen = []
        for shard in sorted(out.glob(f"{part}-*.tar")):
            assert shard.read_bytes() == (again / shard.name).read_bytes()
            with tarfile.open(shard) as archive:
                content = {entry.name: archive.extractfile(entry).read() for entry in archive}
            for name in [name for name in content if name.endswith(".jpg")]:
                seen.append((content[name], json.loads(content[name.replace(".jpg", ".json")])))
        for (image, about), row in zip(seen, rows_of(part), strict=True):
            assert image == row["image"]
            assert {key: about[key] for key in ("id", "labels", "unknown")} == {
                key: row[key] for key in ("id", "labels", "unknown")
            }
            assert about["names"] == [LABELS.by_id[label].name for label in row["labels"]]


def test_nothing_is_overwritten_and_nothing_half_written(made, tmp_path, capsys):
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken/mine.txt").write_text("mine")
    for to in FORMATS:
        assert main(["set", "export", str(made), "--to", to, str(tmp_path / "taken")]) == 2
    assert capsys.readouterr().err.count("needs a new folder") == 3
    with pytest.raises(InputError, match="exported to imaterialist, coco, shards, got 'voc'"):
        export_set(made, "voc", tmp_path / "out")
    (made / "set.json").unlink()
    with pytest.raises(DataError, match="writes it when a set is finished"):
        export_set(made, "coco", tmp_path / "out")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["set", "taken"]


def test_the_card_opens_in_datasets(made, tmp_path, capsys):
    assert main(["set", "card", str(made)]) == 0
    text = (made / "README.md").read_text()
    assert "- multi-label-image-classification" in text
    assert "Simulated: " in text
    assert "| category | one | 3 | 36 | 36 | 100.0% |" in text
    datasets = pytest.importorskip("datasets")
    loaded = datasets.load_dataset(str(made), cache_dir=str(tmp_path / "cache"))
    assert [len(some) for some in loaded.values()] == list(ROWS.values())
    assert loaded["test"]["labels"] == [row["labels"] for row in rows_of("test")]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_croissant_is_valid_and_yields_every_record(made):
    mlcroissant = pytest.importorskip("mlcroissant")
    write_card(made)
    dataset = mlcroissant.Dataset(str(made / "croissant.json"))
    assert "error" not in dataset.metadata.ctx.issues.report().lower()
    for part in ROWS:
        found = list(dataset.records(part))
        assert [record[f"{part}/id"].decode() for record in found] == [row["id"] for row in rows_of(part)]
        assert [list(record[f"{part}/labels"]) for record in found] == [
            row["labels"] for row in rows_of(part)
        ]
