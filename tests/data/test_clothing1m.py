"""Clothing1M in its publisher's layout, made tiny: both halves, the pairs of labels, half a download."""

from pathlib import Path

import numpy as np
import pytest

from fittingroom.data.clothing1m import clothing1m
from fittingroom.errors import DataError

CLASSES = ("T-Shirt", "Shirt", "Knitwear")
CLEAN = {"train": (0, 1, 2), "val": (3,), "test": (4, 5)}


def key(number: int) -> str:
    return f"images/{number % 2}/{number:02d}/{number},12345.jpg"


def write(folder: Path, name: str, lines) -> None:
    (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.fixture
def made(tmp_path) -> Path:
    """Clean pictures 0 to 5, noisy ones 10 to 19; the text named 1 and 2 too, and 2 wrongly."""
    root = tmp_path / "clothing1M"
    for number in (*range(6), *range(10, 20)):
        file = root / key(number)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"")
    write(root, "category_names_eng.txt", CLASSES)
    write(root, "clean_label_kv.txt", [f"{key(n)} {n % 3}" for n in range(6)])
    write(root, "noisy_label_kv.txt", [f"{key(n)} {n % 3}" for n in (*range(10, 20), 1)] + [f"{key(2)} 0"])
    write(root, "noisy_train_key_list.txt", [key(n) for n in range(10, 20)])
    for part, numbers in CLEAN.items():
        write(root, f"clean_{part}_key_list.txt", [key(n) for n in numbers])
    return root


def test_both_halves_and_what_the_text_said_of_the_clean_one(made):
    data = clothing1m(made)
    assert data.classes == CLASSES
    assert list(data.noisy.names) == [key(n) for n in range(10, 20)]
    assert [CLASSES.index(label) for label in data.noisy.labels] == [n % 3 for n in range(10, 20)]
    assert set(data.noisy.parts) == {"train"}
    assert list(data.clean.parts) == ["train", "train", "train", "val", "test", "test"]
    assert [CLASSES.index(label) for label in data.clean.labels] == [0, 1, 2, 0, 1, 2]
    assert data.noisy_of_clean.tolist() == [-1, 1, 0, -1, -1, -1]
    assert all(file.is_file() for file in (*data.noisy.files, *data.clean.files))


def test_the_lists_may_lie_in_annotations(made):
    (made / "annotations").mkdir()
    for file in made.glob("*.txt"):
        file.rename(made / "annotations" / file.name)
    data = clothing1m(made)
    assert np.array_equal(data.noisy_of_clean, [-1, 1, 0, -1, -1, -1])
    assert data.clean.files[0] == made / key(0)


def test_an_archive_that_was_not_unpacked_is_named(made):
    for file in sorted((made / "images/1").rglob("*"), reverse=True):
        file.unlink() if file.is_file() else file.rmdir()
    (made / "images/1").rmdir()
    with pytest.raises(DataError, match=r"8 of 16 listed pictures are not in .*not there: images/1; unpack"):
        clothing1m(made)


def test_a_picture_that_is_not_there_is_named(made):
    (made / key(13)).unlink()
    with pytest.raises(
        DataError, match=r"1 of 16 listed pictures .* the first is images/1/13/13,12345.jpg; unp"
    ):
        clothing1m(made)


@pytest.mark.parametrize(
    ("file", "text", "says"),
    [
        ("category_names_eng.txt", None, "expected Clothing1M's category_names_eng.txt"),
        ("noisy_label_kv.txt", None, "the labels cannot be read"),
        ("clean_val_key_list.txt", None, "the keys cannot be read"),
        ("clean_val_key_list.txt", "", "no keys"),
        ("clean_label_kv.txt", f"{key(0)} 3\n", "line 1 must be a key and a class in 0..2"),
        ("clean_label_kv.txt", f"{key(0)} 1\n{key(1)}", "line 2 must be"),
        ("clean_label_kv.txt", f"{key(0)} 1\n", "2 of 3 keys have no label, the first is images/1/01"),
        ("clean_val_key_list.txt", key(0), "1 pictures stand in two of the clean lists"),
    ],
)
def test_half_a_download_is_refused_in_one_sentence(made, file, text, says):
    (made / file).unlink()
    if text is not None:
        (made / file).write_text(text)
    with pytest.raises(DataError, match=says) as told:
        clothing1m(made)
    assert "\n" not in str(told.value)


def test_a_folder_that_is_not_there_is_a_sentence(tmp_path):
    with pytest.raises(DataError, match="no such folder"):
        clothing1m(tmp_path / "nowhere")


def more(path: Path, line: str) -> None:
    path.write_text(path.read_text() + line + "\n")


@pytest.mark.parametrize("name", ["noisy_train_key_list.txt", "clean_train_key_list.txt"])
def test_a_key_that_a_list_names_twice_is_refused(name, made):
    more(made / name, (made / name).read_text().splitlines()[0])
    with pytest.raises(DataError, match=rf"{name}: 1 of \d+ keys are listed twice"):
        clothing1m(made)


def test_a_picture_of_two_classes_is_refused_and_one_of_the_same_twice_is_not(made):
    more(made / "clean_label_kv.txt", f"{key(1)} 1")
    assert clothing1m(made).clean.labels[1] == CLASSES[1]
    more(made / "clean_label_kv.txt", f"{key(1)} 2")
    with pytest.raises(DataError, match=rf"line 8 gives {key(1)} the class 2, another line 1"):
        clothing1m(made)
    write(made, "category_names_eng.txt", ("Shirt", "Shirt", "Knitwear"))
    with pytest.raises(DataError, match="a class is named twice, found Shirt, Shirt, Knitwear"):
        clothing1m(made)


def test_noisy_pictures_that_are_held_out_of_the_clean_half_are_told(made):
    assert clothing1m(made).noisy.notes == ()
    more(made / "noisy_train_key_list.txt", key(4))
    more(made / "noisy_label_kv.txt", f"{key(4)} 0")
    assert clothing1m(made).noisy.notes == (
        "1 of 11 pictures stand in clean val or test too: do not learn them",
    )
