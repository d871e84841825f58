"""From a folder to batches: every image once, with its own labels, whichever way its pixels are kept."""

import json
import os
import shutil
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from fittingroom.data.attributes import label_map_csv
from fittingroom.errors import DataError, InputError
from fittingroom.models.attributes import keeping
from fittingroom.models.attributes.feed import feed
from fittingroom.models.attributes.gallery import gallery
from fittingroom.models.attributes.shards import read_source, untold
from fittingroom.models.attributes.truth import truth_of_table
from tests.models.attributes.conftest import LABELS, pictures, table

PRESENT = {3: 0, 5: 1, 8: 2, 11: 3, 12: 4}


def ids_of(present: np.ndarray) -> list[list[int]]:
    ids = np.array(list(PRESENT))
    return [ids[row].tolist() for row in present]


def one_table(**columns) -> pa.Table:
    images, ids = pictures(4, np.random.default_rng(0))
    return table(images, ids, 0, **columns)


def test_labels_survive_packing(rng):
    images, ids = pictures(30, rng, 12)
    truth = truth_of_table(table(images, ids, 0), LABELS, "here")
    present, known = truth.of(slice(None))
    assert ids_of(present) == ids
    assert known.all()
    assert truth.counts().tolist() == present.sum(0).tolist()
    rows = np.array([7, 7, 2])
    assert ids_of(truth.take(rows).of(slice(None))[0]) == [ids[7], ids[7], ids[2]]


def test_unknown_is_masked_and_what_does_not_apply_is_absent_to_learning_alone():
    unknown, not_applicable = [["color"], [], [], ["place"]], [[], ["place"], [], []]
    labels = [[5], [], [3], [12]]
    made = one_table(unknown=unknown, not_applicable=not_applicable).set_column(
        4, "labels", pa.array(labels, pa.list_(pa.int16()))
    )
    truth = truth_of_table(made, LABELS, "here")
    _, known = truth.of(slice(None))
    assert known.tolist() == [
        [False, True, False, True, True],  # a label that is listed is known, whatever its group
        [True] * 5,
        [True] * 5,
        [True, True, True, False, True],
    ]
    assert truth.measured().known.tolist() == [
        [False, True, False, True, True],
        [True, True, True, False, False],
        [True] * 5,
        [True, True, True, False, True],
    ]


def test_of_a_group_nobody_tagged_nothing_is_known():
    made = one_table().set_column(4, "labels", pa.array([[5], [11], [], [3, 12]], pa.list_(pa.int16())))
    _, known = untold(truth_of_table(made, LABELS, "here")).of(slice(None))
    assert known[:, [0, 3]].tolist() == [[True, False], [False, True], [False, False], [True, True]]


def test_strange_labels_and_groups_are_refused_by_row():
    strange = one_table().set_column(4, "labels", pa.array([[3], [4], [], []], pa.list_(pa.int16())))
    with pytest.raises(DataError, match="here row 1 has the label 4, not in the label map"):
        truth_of_table(strange, LABELS, "here")
    with pytest.raises(DataError, match="here: unknown has 'colour'; the groups are color, place"):
        truth_of_table(one_table(unknown=[["colour"], [], [], []]), LABELS, "here")


@pytest.mark.parametrize("keep", ["pixels", "jpegs"])
@pytest.mark.parametrize("threads", [1, 3])
def test_every_image_comes_once_in_the_order_asked_with_its_own_labels(keep, threads, small_set, kept, rng):
    source = read_source(small_set, "train")
    shown = gallery(source, 24, kept, keep)
    order = rng.permutation(len(source))
    plan = np.array_split(order, 7)
    batches = list(feed(shown, plan, "cpu", threads=threads))
    assert [len(batch.images) for batch in batches] == [len(rows) for rows in plan]
    images = np.concatenate([batch.images.numpy() for batch in batches]).astype(int)
    present = np.concatenate([batch.present.numpy() for batch in batches])
    stored = [pq.read_table(file) for file in source.files]
    assert ids_of(present) == [
        stored[source.file[row]]["labels"][int(source.row[row])].as_py() for row in order
    ]
    bright = images[:, 10:14, :4].mean((1, 2)) > 80  # left of where squares stand
    assert (bright == present[:, :3]).all()


def test_pixels_and_jpegs_are_the_same_images_at_any_size(small_set, kept):
    source = read_source(small_set, "val")
    for size_px in (24, 31):
        out = np.zeros((2, len(source), size_px, size_px, 3), np.uint8)
        for at, keep in enumerate(("pixels", "jpegs")):
            gallery(source, size_px, kept, keep).gather(np.arange(len(source)), out[at])
        assert (out[0] == out[1]).all()
        assert out[0].std() > 20


def test_what_is_kept_is_made_again_only_when_the_set_is_newer(small_set, tmp_path):
    data = shutil.copytree(small_set, tmp_path / "set")
    source = read_source(data, "val")
    gallery(source, 24, tmp_path / "kept", "pixels")
    (place,) = (tmp_path / "kept" / "24px").iterdir()
    made = place.stat().st_mtime_ns
    gallery(source, 24, tmp_path / "kept", "pixels")
    assert place.stat().st_mtime_ns == made
    os.utime(source.files[0], (place.stat().st_mtime + 5,) * 2)
    gallery(source, 24, tmp_path / "kept", "pixels")
    assert place.stat().st_mtime_ns != made


def test_where_pixels_do_not_fit_jpegs_are_kept_and_a_disk_without_room_is_refused(
    small_set, tmp_path, monkeypatch, capsys
):
    source = read_source(small_set, "train")
    room = sum(file.stat().st_size for file in source.files) * 2
    assert room < 192 * 96 * 96 * 3
    monkeypatch.setattr(keeping.shutil, "disk_usage", lambda folder: type("", (), {"free": room}))
    assert type(gallery(source, 96, tmp_path)).__name__ == "Encoded"
    assert "JPEGs are decoded as they are learned" in capsys.readouterr().err
    with pytest.raises(InputError, match="learn at a smaller size"):
        gallery(source, 96, tmp_path, "pixels")


@pytest.mark.parametrize("keep", ["pixels", "jpegs"])
def test_an_image_that_cannot_be_decoded_is_named(keep, small_set, tmp_path):
    data = shutil.copytree(small_set, tmp_path / "set")
    file = data / "part" / "val-00000.parquet"
    stored = pq.read_table(file)
    contents = stored["image"].to_pylist()
    contents[5] = b"\xff\xd8\xff no more"
    pq.write_table(stored.set_column(3, "image", pa.array(contents, pa.binary())), file)

    def fed() -> None:
        shown = gallery(read_source(data, "val"), 24, tmp_path / "kept", keep)
        list(feed(shown, [np.arange(64)], "cpu", threads=1))

    with pytest.raises(DataError, match=r"val-00000.parquet row 5: the image cannot be decoded"):
        fed()


def test_a_world_is_read_by_part_with_truth_or_tags(tmp_path, rng):
    world = write_world(tmp_path, rng)
    train, val = read_source(world, "train"), read_source(world, "val")
    assert [len(train), len(val)] == [8, 2]
    assert train.ids.tolist() == ["p0", "p1", "p2", "p3", "p5", "p6", "p7", "p8"]
    assert train.file.tolist() == [0] * 4 + [1] * 4
    assert train.groups.tolist() == [0, 1, 2, 3, 0, 1, 2, 3]
    tagged = read_source(world, "train", taught="tagged")
    assert tagged.truth.counts().tolist() == [8, 0, 0, 0, 0]
    assert tagged.truth.answered().tolist() == [8, 0]
    seen = np.zeros((2, 12, 12, 3), np.uint8)
    gallery(val, 12, tmp_path / "kept").gather(np.arange(2), seen)
    present, _ = val.truth.of(slice(None))
    assert ((seen[:, 5:7, :2].mean((1, 2)) > 80) == present[:, :3]).all()


def write_world(folder: Path, rng: np.random.Generator) -> Path:
    """Two files of five rows, the last of each in val, every one tagged as red and nothing else."""
    for at in range(2):
        images, ids = pictures(5, rng, 12)
        whole = table(images, ids, 5 * at)
        name = f"part-{at:05d}.parquet"
        (folder / "catalog").mkdir(exist_ok=True)
        (folder / "truth").mkdir(exist_ok=True)
        pq.write_table(whole.select(["id", "product_id", "image"]), folder / "catalog" / name)
        truth = whole.select(["id", "labels", "unknown", "not_applicable"])
        truth = truth.append_column("product", pa.array(range(5), pa.int64()))
        truth = truth.append_column("part", pa.array(["train"] * 4 + ["val"]))
        truth = truth.append_column("tagged", pa.array([[3]] * 5, pa.list_(pa.int16())))
        pq.write_table(truth, folder / "truth" / name)
    (folder / "labels.csv").write_text(label_map_csv(LABELS))
    (folder / "world.json").write_text(json.dumps({"simulated": True}))
    return folder


def test_paths_are_read_beside_their_table(tmp_path, small_set):
    data = shutil.copytree(small_set, tmp_path / "set")
    file = data / "part" / "val-00000.parquet"
    stored = pq.read_table(file)
    for row, content in enumerate(stored["image"].to_pylist()):
        (data / "part" / f"{row}.jpg").write_bytes(content)
    paths = pa.array([f"{row}.jpg" for row in range(len(stored))])
    pq.write_table(stored.set_column(3, "image", paths), file)
    source, out = read_source(data, "val"), np.zeros((2, 64, 24, 24, 3), np.uint8)
    for at, keep in enumerate(("pixels", "jpegs")):
        gallery(source, 24, tmp_path / "kept", keep).gather(np.arange(64), out[at])
    assert (out[0] == out[1]).all()


def test_folders_that_are_none_or_unfinished_are_refused(tmp_path, small_set):
    with pytest.raises(DataError, match=r"is no attribute set: it has no labels.csv"):
        read_source(tmp_path, "train")
    with pytest.raises(InputError, match="has no part 'cal'; it has test, train, val"):
        read_source(small_set, "cal")
    with pytest.raises(InputError, match="only a world has 'tagged' labels"):
        read_source(small_set, "train", taught="tagged")
    data = shutil.copytree(small_set, tmp_path / "set")
    (data / "set.json").unlink()
    with pytest.raises(DataError, match=r"is unfinished: it has no set.json"):
        read_source(data, "train")


@pytest.mark.parametrize("keep", ["pixels", "jpegs"])
def test_a_row_without_a_picture_is_named(keep, small_set, tmp_path):
    data = shutil.copytree(small_set, tmp_path / "set", ignore=shutil.ignore_patterns("images"))
    file = data / "part" / "val-00000.parquet"
    stored = pq.read_table(file)
    cells = stored["image"].to_pylist()
    cells[3] = None
    pq.write_table(stored.set_column(3, "image", pa.array(cells, pa.binary())), file)
    source, out = read_source(data, "val"), np.zeros((64, 24, 24, 3), np.uint8)
    with pytest.raises(DataError, match=r"val-00000.parquet row 3: .* .the file is empty."):
        gallery(source, 24, tmp_path / "kept", keep).gather(np.arange(64), out)


@pytest.mark.parametrize(
    ("keep", "name"), [("pixels", "24px/{}.npy"), ("jpegs", "jpegs/{}.bin"), ("jpegs", "jpegs/{}.npy")]
)
def test_kept_images_that_are_damaged_are_named(keep, name, small_set, tmp_path):
    source = read_source(small_set, "val")
    gallery(source, 24, tmp_path, keep)
    place = tmp_path / name.format("val-00000")
    whole = place.read_bytes()
    for left in (len(whole) // 2, 0):
        place.write_bytes(whole[:left])
        with pytest.raises(DataError, match=r"cannot be used .*: remove that file, and the same command"):
            gallery(source, 24, tmp_path, keep)
    place.write_bytes(whole)
    gallery(source, 24, tmp_path, keep)


@pytest.mark.parametrize("keep", ["pixels", "jpegs"])
def test_a_file_of_other_rows_that_is_older_than_what_is_kept_is_told(keep, small_set, tmp_path):
    data = shutil.copytree(small_set, tmp_path / "set", ignore=shutil.ignore_patterns("images"))
    gallery(read_source(data, "val"), 24, tmp_path / "kept", keep)
    shutil.copy2(small_set / "part/test-00000.parquet", data / "part/val-00000.parquet")
    with pytest.raises(DataError, match=r"64 .*images, val-00000.parquet has 16"):
        gallery(read_source(data, "val"), 24, tmp_path / "kept", keep)
