"""The known data sets: cards that agree with themselves, readers tried on small archives of the same make."""

import importlib
import io
import re
import tarfile
import zipfile
from pathlib import Path

import numpy as np
import pytest

from fittingroom import data
from fittingroom.data import cifar10, emnist, kmnist, mnist, qmnist
from fittingroom.data.idx import write_idx
from fittingroom.data.published import PublishedSet
from fittingroom.errors import DataError


@pytest.mark.parametrize("known", data.KNOWN, ids=data.names())
def test_a_card_agrees_with_itself(known: PublishedSet):
    card = known.card
    assert card.name == "-".join(re.findall("[a-z0-9]+", card.name))
    assert {file.name: file.sha256 for file in known.files} == card.sha256
    assert all(re.fullmatch("[0-9a-f]{64}", digest) for digest in card.sha256.values())
    assert list(card.counts) == ["train", "test"]
    assert card.chance == {"accuracy": 1 / len(card.classes)}
    assert card.citation != "not stated"
    assert all(re.fullmatch(r"https?://\S+/", address) for address in known.addresses)
    assert known.addresses


def test_no_digest_stands_for_two_files():
    digests = [
        file.sha256 for known in {known.shelf: known for known in data.KNOWN}.values() for file in known.files
    ]
    assert len(set(digests)) == len(digests)


def test_every_file_of_a_data_set_is_listed():
    listed = []
    for path in Path(data.__file__).parent.glob("*.py"):
        if re.search(r"^SETS? = ", path.read_text(), re.MULTILINE):
            module = importlib.import_module(f"fittingroom.data.{path.stem}")
            listed += [module.SET] if hasattr(module, "SET") else module.SETS
    assert sorted(known.card.name for known in listed) == sorted(data.names())
    assert len(set(data.names())) == len(data.names())


def test_idx_sizes_follow_from_the_counts():
    sizes = {file.name: file.size for file in mnist.SET.files}
    for part, prefix in (("train", "train"), ("test", "t10k")):
        n = mnist.CARD.counts[part]
        assert sizes[f"{prefix}-images-idx3-ubyte.gz"] == 16 + n * 28 * 28
        assert sizes[f"{prefix}-labels-idx1-ubyte.gz"] == 8 + n


def test_where_only_the_container_is_published_only_it_is_checked():
    of = {known.card.name: {file.of for file in known.files} for known in data.KNOWN}
    assert {name for name, kinds in of.items() if kinds == {"payload"}} == {"fashion-mnist", "mnist"}
    assert all(len(kinds) == 1 for kinds in of.values())


def emnist_zip(path: Path, selection: str, images: np.ndarray, labels: np.ndarray) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for part in ("train", "test"):
            for name, array in (("images-idx3", images), ("labels-idx1", labels)):
                file = path.parent / "one.gz"
                write_idx(file, array)
                archive.write(file, f"gzip/emnist-{selection}-{part}-{name}-ubyte.gz")
    return path


@pytest.mark.parametrize("known", emnist.SETS, ids=lambda known: known.card.name)
def test_emnist_is_turned_upright_and_numbered_from_0(known, tmp_path):
    selection = known.card.name.removeprefix("emnist-")
    k = len(known.card.classes)
    upright = np.zeros((k, 28, 28), np.uint8)
    upright[:, 3, 5:20] = 200  # a stroke from left to right
    first = 1 if selection == "letters" else 0
    path = emnist_zip(
        tmp_path / "gzip.zip", selection, upright.swapaxes(1, 2), np.arange(first, first + k, dtype=np.uint8)
    )
    parts = dict(known.read({"gzip.zip": path}))
    assert list(parts) == ["train", "test"]
    np.testing.assert_array_equal(parts["test"].images, upright)
    assert parts["train"].labels.tolist() == list(range(k))


def test_emnist_classes():
    classes = {known.card.name.removeprefix("emnist-"): known.card.classes for known in emnist.SETS}
    assert {name: len(found) for name, found in classes.items()} == {
        "balanced": 47,
        "letters": 26,
        "digits": 10,
        "mnist": 10,
        "byclass": 62,
        "bymerge": 47,
    }
    # Spot checks against the mapping files of the archive: label and character code.
    assert (classes["balanced"][10], classes["balanced"][36], classes["balanced"][46]) == ("A", "a", "t")
    assert (classes["byclass"][35], classes["byclass"][36], classes["byclass"][61]) == ("Z", "a", "z")
    assert len({known.shelf for known in emnist.SETS}) == 1


def cifar_archive(path: Path, batches: dict[str, bytes]) -> Path:
    with tarfile.open(path, "w:gz") as archive:
        for name, content in {**batches, "batches.meta.txt": b"airplane\n"}.items():
            entry = tarfile.TarInfo(f"cifar-10-batches-bin/{name}")
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return path


def record(label: int, image: np.ndarray) -> bytes:
    """As the publisher's page describes it: label, then all red, all green, all blue, row by row."""
    planes = [bytes(int(image[y, x, c]) for y in range(32) for x in range(32)) for c in range(3)]
    return bytes([label]) + b"".join(planes)


def test_cifar10_records_become_pictures(tmp_path, rng):
    images = rng.integers(0, 256, (6, 32, 32, 3), dtype=np.uint8)
    names = [*(f"data_batch_{i}.bin" for i in range(1, 6)), "test_batch.bin"]
    # In another order than they are numbered, as archives may have it.
    batches = {name: record(i, images[i]) for i, name in reversed(list(enumerate(names)))}
    path = cifar_archive(tmp_path / "cifar-10-binary.tar.gz", batches)
    parts = dict(cifar10.read_parts({path.name: path}))
    np.testing.assert_array_equal(parts["train"].images, images[:5])
    np.testing.assert_array_equal(parts["test"].images, images[5:])
    assert parts["train"].labels.tolist() == [0, 1, 2, 3, 4]
    assert parts["test"].labels.tolist() == [5]


def test_cifar10_refuses_broken_batches(tmp_path):
    path = cifar_archive(tmp_path / "cifar-10-binary.tar.gz", {"test_batch.bin": bytes(3072)})
    with pytest.raises(DataError, match=r"test_batch\.bin: expected records of 3,073 bytes, found 3,072"):
        dict(cifar10.read_parts({path.name: path}))
    path = cifar_archive(tmp_path / "cifar-10-binary.tar.gz", {"test_batch.bin": bytes(3073)})
    with pytest.raises(DataError, match=r"expected data_batch_1\.bin, .*not found: data_batch_1\.bin"):
        dict(cifar10.read_parts({path.name: path}))


def test_qmnist_takes_class_and_writer_from_its_columns(tmp_path, rng):
    paths = {}
    about = {part: rng.integers(0, 10, (4, 8)).astype(np.int32) for part in ("train", "test")}
    for part in ("train", "test"):
        for name, array in (
            ("images-idx3-ubyte", np.zeros((4, 28, 28), np.uint8)),
            ("labels-idx2-int", about[part]),
        ):
            paths[f"qmnist-{part}-{name}.gz"] = tmp_path / f"{part}-{name}"
            write_idx(tmp_path / f"{part}-{name}", array)
    assert paths.keys() == qmnist.SET.card.sha256.keys()
    for part, arrays in qmnist.SET.read(paths):
        assert arrays.labels.tolist() == about[part][:, 0].tolist()
        assert arrays.groups is not None
        assert arrays.groups.tolist() == about[part][:, 2].tolist()


def test_kmnist_files_are_named_as_mnists():
    assert [file.name for file in kmnist.SET.files] == [file.name for file in mnist.SET.files]
    assert {file.of for file in kmnist.SET.files} == {"container"}


def test_real_mnist_out_of_a_mirror(shared, tmp_path, monkeypatch):
    monkeypatch.setenv("FITTINGROOM_CACHE", str(tmp_path))
    monkeypatch.setenv("FITTINGROOM_MIRROR", str(shared))
    dataset = data.open_set("mnist")
    assert dataset.images.shape == (70_000, 28, 28)
    assert dataset.labels[:10].tolist() == [5, 0, 4, 1, 9, 2, 1, 3, 1, 4]
    assert dataset.labels[dataset.rows("test")[:10]].tolist() == [7, 2, 1, 0, 4, 1, 4, 9, 5, 9]
    train = dataset.images[dataset.rows("train")]
    assert train.mean() / 255 == pytest.approx(0.1307, abs=5e-5)
    assert data.verify("mnist").payloads_recomputed == 4
