import gzip
import hashlib
import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from fittingroom.data import mnist
from fittingroom.data.export import FORMATS, export, file_names, official_parts
from fittingroom.data.own import open_path
from fittingroom.errors import InputError
from fittingroom.types import Dataset
from tests.data.brought import CLASSES, made, same

ANY_FORMAT = pytest.mark.parametrize("to", FORMATS)


def place(folder: Path, to: str) -> Path:
    return folder / ("out.npz" if to == "npz" else "out")


def bytes_below(path: Path) -> dict[str, bytes]:
    files = [path] if path.is_file() else sorted(file for file in path.rglob("*") if file.is_file())
    return {file.relative_to(path).as_posix(): file.read_bytes() for file in files}


@pytest.mark.parametrize("to", ["png", "npz", "parquet"])
@pytest.mark.parametrize("colour", [False, True])
@pytest.mark.parametrize("groups", [False, True])
@pytest.mark.parametrize("test", [False, True])
def test_round_trip_loses_nothing(tmp_path, to, colour, groups, test):
    data = made(colour=colour, groups=groups, test=test)
    assert same(open_path(export(data, to, place(tmp_path, to))), data)


@pytest.mark.parametrize("test", [False, True])
def test_idx_round_trip_keeps_images_labels_and_classes(tmp_path, test):
    data = made(test=test)
    back = open_path(export(data, "idx", tmp_path / "out"))
    assert (back.fingerprint, back.card.classes, list(back.parts)) == (
        data.fingerprint,
        CLASSES,
        list(data.parts),
    )


def test_idx_has_mnists_exact_names(tmp_path):
    assert sorted(os.listdir(export(made(), "idx", tmp_path / "out"))) == [
        "classes.txt",
        "t10k-images-idx3-ubyte.gz",
        "t10k-labels-idx1-ubyte.gz",
        "train-images-idx3-ubyte.gz",
        "train-labels-idx1-ubyte.gz",
    ]


def test_real_mnist_comes_back_with_its_published_digests(tmp_path, shared):
    out = export(open_path(shared / "mnist"), "idx", tmp_path / "out")
    found = {
        name: hashlib.sha256(gzip.decompress((out / name).read_bytes())).hexdigest()
        for name in mnist.CARD.sha256
    }
    assert found == mnist.CARD.sha256


@ANY_FORMAT
def test_a_split_made_here_leaves_no_trace(tmp_path, to, rng):
    data = made()
    rows = rng.permutation(9)
    parts = {"train": rows[:4], "val": rows[4:6], "cal": rows[6:8], "test": data.rows("test")[::-1]}
    divided = replace(data, parts=parts)  # and one row in no part at all
    one = export(data, to, place(tmp_path / "one", to))
    other = export(divided, to, place(tmp_path / "other", to))
    assert bytes_below(one) == bytes_below(other)


@ANY_FORMAT
def test_equal_data_give_equal_bytes(tmp_path, to):
    one = export(made(), to, place(tmp_path / "one", to))
    other = export(made(), to, place(tmp_path / "other", to))
    assert bytes_below(one) == bytes_below(other)


def test_official_parts_hold_every_row_once():
    parts = official_parts(made())
    assert np.concatenate(list(parts.values())).tolist() == list(range(15))
    assert list(official_parts(made(test=False))) == ["train"]


def test_png_folders_are_parts_and_classes(tmp_path):
    out = export(made(), "png", tmp_path / "out")
    assert {path.relative_to(out).as_posix() for path in out.glob("*/*")} == {
        f"{part}/{name}" for part in ("train", "test") for name in ("T-shirt_top", "Été", "b_c")
    }
    assert (out / "train/T-shirt_top/shop_0 item.jpg.png").is_file()
    (out / "labels.csv").unlink()
    (out / "classes.txt").unlink()
    assert open_path(out).card.classes == ("T-shirt_top", "b_c", "Été")


def test_npz_opens_as_keras_ships_its_sets(tmp_path):
    data = made()
    with np.load(export(data, "npz", tmp_path / "out.npz")) as arrays:
        assert np.array_equal(arrays["x_train"], data.images[:9])
        assert np.array_equal(arrays["y_test"], data.labels[9:])


@ANY_FORMAT
def test_nothing_is_overwritten(tmp_path, to):
    taken = place(tmp_path, to)
    if to == "npz":
        taken.write_bytes(b"mine")
    else:
        taken.mkdir()
        (taken / "mine").write_bytes(b"mine")
    before = bytes_below(tmp_path)
    with pytest.raises(InputError, match="nothing is overwritten"):
        export(made(), to, taken)
    assert bytes_below(tmp_path) == before


def test_an_empty_folder_may_be_filled(tmp_path):
    (tmp_path / "out").mkdir()
    assert same(open_path(export(made(), "png", tmp_path / "out")), made())


@ANY_FORMAT
def test_an_interrupted_export_leaves_nothing(tmp_path, to, monkeypatch):
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("fittingroom.data.export.write_idx", interrupt)
    monkeypatch.setattr("fittingroom.data.export.encode_png", interrupt)
    monkeypatch.setattr("fittingroom.data.parquet.encode_png", interrupt)
    monkeypatch.setattr("numpy.lib.format.write_array", interrupt)
    with pytest.raises(KeyboardInterrupt):
        export(made(), to, place(tmp_path, to))
    assert list(tmp_path.iterdir()) == []


def test_exported_files_may_be_read_by_others(tmp_path):
    mask = os.umask(0)
    os.umask(mask)
    out = export(made(), "idx", tmp_path / "out")
    assert out.stat().st_mode & 0o777 == 0o777 & ~mask


def test_unknown_formats_are_refused(tmp_path):
    with pytest.raises(InputError, match="exported to idx, png, npz, parquet, found 'zip'"):
        export(made(), "zip", tmp_path / "out")


def test_idx_refuses_what_it_cannot_hold(tmp_path):
    with pytest.raises(InputError, match=r"found shape \(5, 4, 3\) and 3 classes; use png, npz or parquet"):
        export(made(colour=True), "idx", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_images_may_be_memory_mapped(tmp_path):
    data = made()
    np.save(tmp_path / "images.npy", data.images)
    mapped: Dataset = replace(data, images=np.load(tmp_path / "images.npy", mmap_mode="r"))
    assert same(open_path(export(mapped, "png", tmp_path / "out")), data)


def test_file_names_are_safe_and_all_different():
    assert file_names(["a/b", "..", ".hidden", 'x:*?"<>|\\', "Ü b.png"]) == [
        "a_b",
        "_",
        "hidden",
        "x________",
        "Ü b.png",
    ]
    assert file_names(["a/b", "A_b"]) == ["00000_a_b", "00001_A_b"]
    assert len(file_names(["x" * 400, "y"])[0]) < 200
