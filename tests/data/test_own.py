import gzip

import numpy as np
import pytest

from fittingroom.data.arrays import from_arrays
from fittingroom.data.idx import write_idx
from fittingroom.data.own import open_path
from fittingroom.errors import DataError
from tests.data.brought import save

TRAIN = np.arange(6 * 3 * 3, dtype=np.uint8).reshape(6, 3, 3)
LABELS = np.array([0, 1, 2, 0, 1, 2], np.uint8)
NAMES = (
    "train-images-idx3-ubyte",
    "train-labels-idx1-ubyte",
    "t10k-images-idx3-ubyte",
    "t10k-labels-idx1-ubyte",
)


def idx_folder(folder, *, suffix="", dots=False, test=True):
    folder.mkdir(exist_ok=True)
    for name, array in zip(NAMES, (TRAIN, LABELS, TRAIN[:3], LABELS[:3]), strict=True):
        if test or name.startswith("train"):
            write_idx(folder / (name.replace("-idx", ".idx") + suffix if dots else name + suffix), array)
    return folder


@pytest.mark.parametrize("suffix", ["", ".gz"])
@pytest.mark.parametrize("dots", [False, True])
@pytest.mark.parametrize("test", [False, True])
def test_idx_folders_equal_their_arrays(tmp_path, suffix, dots, test):
    data = open_path(idx_folder(tmp_path / "mine", suffix=suffix, dots=dots, test=test))
    same = from_arrays(TRAIN, LABELS, test=(TRAIN[:3], LABELS[:3]) if test else None)
    assert (data.fingerprint, data.ids.tolist(), list(data.parts)) == (
        same.fingerprint,
        same.ids.tolist(),
        ["train", "test"] if test else ["train"],
    )
    assert data.card.name == "mine"
    assert data.card.source == f"brought by the user: {tmp_path.name}/mine"
    assert data.card.classes == ("0", "1", "2")


def test_classes_txt_names_idx_labels(tmp_path):
    folder = idx_folder(tmp_path / "mine")
    (folder / "classes.txt").write_text("zero\none\ntwo\n")
    assert open_path(folder).card.classes == ("zero", "one", "two")


def test_plain_files_are_preferred_to_their_gzip(tmp_path):
    folder = idx_folder(tmp_path / "mine")
    (folder / f"{NAMES[0]}.gz").write_bytes(b"broken")
    assert len(open_path(folder).labels) == 9


def test_incomplete_idx_folders_are_refused(tmp_path):
    folder = idx_folder(tmp_path / "mine")
    (folder / NAMES[3]).unlink()
    with pytest.raises(DataError, match="but no test labels in MNIST's naming"):
        open_path(folder)
    (folder / NAMES[2]).unlink()
    (folder / NAMES[0]).unlink()
    with pytest.raises(DataError, match="found train-labels-idx1-ubyte, but no train images"):
        open_path(folder)
    write_idx(folder / NAMES[0], TRAIN[:4])
    with pytest.raises(
        DataError, match=r"train images of shape \(4, 3, 3\) do not fit labels of shape \(6,\)"
    ):
        open_path(folder)


def test_test_alone_is_refused(tmp_path):
    folder = idx_folder(tmp_path / "mine")
    (folder / NAMES[0]).unlink()
    (folder / NAMES[1]).unlink()
    with pytest.raises(DataError, match="but no train images and no labels"):
        open_path(folder)


def test_idx_parts_of_two_shapes_are_refused(tmp_path):
    folder = idx_folder(tmp_path / "mine")
    write_idx(folder / NAMES[2], TRAIN[:3, :2])
    with pytest.raises(DataError, match=r"differ in shape: \(6, 3, 3\), \(3, 2, 3\)"):
        open_path(folder)


def test_a_broken_idx_file_keeps_its_own_sentence(tmp_path):
    folder = idx_folder(tmp_path / "mine", suffix=".gz")
    (folder / f"{NAMES[0]}.gz").write_bytes(gzip.compress(b"\1\2\3\4"))
    with pytest.raises(DataError, match="an IDX file starts with two zero bytes"):
        open_path(folder)


def test_files_are_told_apart_by_suffix(tmp_path):
    np.savez(tmp_path / "some.npz", x_train=TRAIN, y_train=LABELS)
    assert open_path(str(tmp_path / "some.npz")).card.name == "some"
    folder = tmp_path / "pictures"
    for row in range(4):
        save(folder / f"{row}.png", TRAIN[row])
    (folder / "any.csv").write_text("file,label\n0.png,a\n1.png,b\n2.png,a\n3.png,b\n")
    assert open_path(folder / "any.csv").fingerprint == open_path(folder).fingerprint


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("nothing", "there is no such file or folder"),
        ("train-images-idx3-ubyte", "one IDX file holds either images or labels; name the folder of both"),
        ("archive.zip", "expected a folder with MNIST-named IDX files, .* found a file with .zip suffix"),
        ("bare", "found a file with no suffix"),
        ("empty.npz", r"not a readable \.npz"),
        ("empty.parquet", "not a readable Parquet file"),
        ("empty.csv", "expected a header line and one line an image, found 0 lines"),
    ],
)
def test_other_paths_are_refused(tmp_path, name, message):
    if name != "nothing":
        (tmp_path / name).write_bytes(b"")
    with pytest.raises(DataError, match=message):
        open_path(tmp_path / name)


def test_an_empty_folder_is_refused(tmp_path):
    with pytest.raises(DataError, match="found nothing: the folder is empty"):
        open_path(tmp_path)


def test_what_the_system_refuses_becomes_a_sentence(tmp_path):
    loop = tmp_path / "loop.npz"
    loop.symlink_to(loop)
    with pytest.raises(DataError, match=r"loop\.npz"):
        open_path(loop)
