"""From a name to a Dataset: built once, opened after that, built again when damaged."""

import errno
import json
import os
from pathlib import Path

import numpy as np
import pytest

from fittingroom import data
from fittingroom.errors import DataError, FetchError, InputError
from fittingroom.files import fingerprint
from tests.data.made_set import CLASSES, COUNTS, made_parts, made_set, write_files


@pytest.fixture
def made(tmp_path, monkeypatch):
    """One made set is known, its files lie in a mirror, the cache is empty; returns the cache."""
    monkeypatch.setattr(data, "KNOWN", (made_set(), made_set(name="other-set")))
    monkeypatch.setenv("FITTINGROOM_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("FITTINGROOM_MIRROR", str(write_files(tmp_path / "mirror")))
    return tmp_path / "cache"


def no_more_files(monkeypatch):
    monkeypatch.setenv("FITTINGROOM_MIRROR", "/no/such/folder")


def test_open_set_gives_what_was_published(made):
    dataset = data.open_set("made")
    parts = made_parts()
    assert dataset.card.classes == CLASSES
    assert dataset.split == "as published"
    assert isinstance(dataset.images, np.memmap)
    for part, arrays in parts.items():
        taken = dataset.take(part)
        np.testing.assert_array_equal(taken.images, arrays.images)
        np.testing.assert_array_equal(taken.labels, arrays.labels)
        assert taken.ids.tolist() == [f"{part}-{i:05d}" for i in range(COUNTS[part])]
    assert dataset.fingerprint == fingerprint(dataset.images, dataset.labels)


def test_get_builds_once(made, monkeypatch):
    folder = data.get("made")
    assert folder == made / "sets" / "made"
    before = (folder / "images.npy").stat().st_mtime_ns
    no_more_files(monkeypatch)
    assert data.get("MADE") == folder
    assert (folder / "images.npy").stat().st_mtime_ns == before


@pytest.mark.parametrize("name", ["other-set", "Other_Set", " OTHER  set ", "other set"])
def test_case_underscores_and_spaces_do_not_matter(made, name):
    assert data.card(name).name == "other-set"


def test_the_names_in_order():
    assert data.names()[:4] == ("fashion-mnist", "mnist", "qmnist", "kmnist")
    assert data.card("emnist") is data.card("EMNIST_Balanced")
    assert data.card("CIFAR 10").classes[3] == "cat"
    assert data.ALIASES.keys().isdisjoint(data.names())


@pytest.mark.parametrize("ask", [data.card, data.get, data.verify, data.open_set, data.load])
def test_an_unknown_name_gets_the_close_one_and_the_list(ask):
    with pytest.raises(
        InputError, match=r"named 'fashin-mist' \(did you mean fashion-mnist\?\); .* kmnist, "
    ) as caught:
        ask("fashin-mist")
    assert all(name in str(caught.value) for name in data.names())
    with pytest.raises(InputError, match=r"named 'zzz'; the known names are fashion-mnist"):
        ask("zzz")


@pytest.mark.parametrize("damage", ["images.npy", "labels.npy", "manifest.json"])
def test_a_damaged_cache_is_built_again_and_says_so(made, capsys, damage):
    folder = data.get("made")
    os.truncate(folder / damage, 10)
    dataset = data.open_set("made")
    np.testing.assert_array_equal(dataset.images[:30], made_parts()["train"].images)
    said = capsys.readouterr().err
    assert str(folder / damage) in said
    assert said.endswith("building it again\n")
    data.verify("made")
    assert capsys.readouterr().err == ""


def test_an_unfinished_cache_is_built_again_silently(made, capsys):
    (data.get("made") / "manifest.json").unlink()
    data.open_set("made")
    assert capsys.readouterr().err == ""


def test_a_cache_of_other_files_is_not_used(made, monkeypatch, capsys):
    folder = data.get("made")
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["payload"]["train-images-idx3-ubyte.gz"] = "0" * 64
    (folder / "manifest.json").write_text(json.dumps(manifest))
    data.get("made")
    assert "from other files; building it again" in capsys.readouterr().err


def test_verify_reads_everything(made):
    folder = data.get("made")
    verified = data.verify("made")
    assert (verified.name, verified.folder, verified.payloads_recomputed) == ("made", folder, 4)
    assert verified.bytes == sum(path.stat().st_size for path in folder.glob("*.npy"))


def test_verify_finds_one_changed_byte(made):
    path = data.get("made") / "images.npy"
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    with pytest.raises(DataError, match=r"images\.npy has changed since it was written"):
        data.verify("made")


def test_verify_does_not_trust_the_manifest(made):
    """Arrays and manifest changed alike: only the published digest knows."""
    from fittingroom.data.cache import write_cached

    known = data.KNOWN[0]
    parts = made_parts()
    parts["test"].labels[0] = (parts["test"].labels[0] + 1) % len(CLASSES)
    write_cached(made / "sets/made", iter(parts.items()), counts=COUNTS, payload=known.card.sha256)
    with pytest.raises(DataError, match=r"does not hold what t10k-labels-idx1-ubyte\.gz holds: expected"):
        data.verify("made")


def test_verify_of_nothing(made):
    with pytest.raises(DataError, match=r"made is not in the cache .*: get it first"):
        data.verify("made")


def test_a_full_disk_is_one_sentence_and_leaves_nothing_half_written(made, monkeypatch):
    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(np.lib.format, "write_array_header_1_0", full)
        with pytest.raises(
            FetchError, match=r"cannot write to the cache .* \(No space left on device\); set FITTINGROOM"
        ):
            data.get("made")
    assert list((made / "sets/made").iterdir()) == []
    data.get("made")


def test_a_cache_that_is_a_file(made, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("mine")
    monkeypatch.setenv("FITTINGROOM_CACHE", str(tmp_path / "file"))
    with pytest.raises(FetchError, match="cannot write to the cache"):
        data.get("made")
    assert (tmp_path / "file").read_text() == "mine"


def test_load_divides_by_seed(made):
    first, again, other = data.load("made"), data.load("Made", seed=0), data.load("made", seed=1)
    assert list(first.parts) == ["train", "val", "cal", "test"]
    assert first.rows("test").tolist() == list(range(30, 42))
    for part in first.parts:
        assert first.rows(part).tolist() == again.rows(part).tolist()
    assert first.rows("val").tolist() != other.rows("val").tolist()


def test_load_a_path(made, tmp_path):
    for source in (tmp_path / "mirror", str(tmp_path / "mirror")):
        dataset = data.load(source)
        np.testing.assert_array_equal(dataset.images, data.open_set("made").images)
        assert {"train", "val", "cal", "test"} == set(dataset.parts)


def test_a_name_wins_over_a_folder_of_that_name(made, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_files(Path("other-set"), made_parts(seed=9))
    assert data.load("other-set").card.source == "not stated"
    assert data.load("./other-set").fingerprint != data.load("other-set").fingerprint


def test_load_arrays(made):
    parts = made_parts()
    images, labels = parts["train"].images, np.array(CLASSES)[parts["train"].labels]
    dataset = data.load(images, labels=labels)
    assert set(dataset.card.classes) == set(CLASSES)
    assert len(dataset.images) == 30
    with pytest.raises(InputError, match=r"need their labels: load\(images, labels=...\)"):
        data.load(images)
    with pytest.raises(InputError, match="made brings its own"):
        data.load("made", labels=labels)
