from pathlib import Path

import numpy as np
import pytest

from fittingroom.data.image_folder import image_folder
from fittingroom.errors import DataError
from tests.data.brought import save

GREY = np.random.default_rng(0).integers(0, 256, (12, 5, 4)).astype(np.uint8)


def class_folders(root: Path, names=("cat", "dog"), each: int = 3) -> dict[str, np.ndarray]:
    """Fill `root` with a folder per class; returns the pixels by relative path."""
    written = {
        f"{name}/{place}.png": GREY[3 * at + place] for at, name in enumerate(names) for place in range(each)
    }
    for name, pixels in written.items():
        save(root / name, pixels)
    return written


def table(root: Path, text: str) -> Path:
    path = root / "labels.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_every_picture_comes_once_with_its_folders_name(tmp_path):
    written = class_folders(tmp_path)
    data = image_folder(tmp_path)
    assert data.ids.tolist() == sorted(written)
    assert data.card.classes == ("cat", "dog")
    assert data.labels.tolist() == [0, 0, 0, 1, 1, 1]
    assert all(np.array_equal(data.images[row], written[name]) for row, name in enumerate(data.ids.tolist()))
    assert list(data.parts) == ["train"]
    assert data.card.name == tmp_path.name


def test_part_folders_become_parts(tmp_path):
    for folder in ("train", "Validation", "test"):
        class_folders(tmp_path / folder)
    data = image_folder(tmp_path)
    assert {part: len(rows) for part, rows in data.parts.items()} == {"train": 6, "val": 6, "test": 6}
    for part, folder in (("train", "train"), ("val", "Validation"), ("test", "test")):
        assert all(name.startswith(f"{folder}/") for name in data.ids[data.rows(part)])


def test_a_class_may_be_missing_from_a_part(tmp_path):
    class_folders(tmp_path / "train")
    class_folders(tmp_path / "test", names=("dog",))
    assert image_folder(tmp_path).labels[-3:].tolist() == [1, 1, 1]


def test_class_folders_sort_as_people_count_and_may_be_deep(tmp_path):
    class_folders(tmp_path, names=("10", "9", "2/inner"))
    data = image_folder(tmp_path)
    assert data.card.classes == ("2", "9", "10")
    assert data.ids[0] == "2/inner/0.png"


def test_hidden_files_are_skipped_and_others_noted(tmp_path):
    class_folders(tmp_path)
    (tmp_path / ".DS_Store").write_text("x")
    (tmp_path / "cat" / ".hidden.png").write_text("x")
    (tmp_path / "__MACOSX").mkdir()
    (tmp_path / "cat" / "notes.txt").write_text("x")
    data = image_folder(tmp_path)
    assert len(data.ids) == 6
    assert data.card.notes == ("1 files in the class folders are not pictures and were left alone",)


def test_classes_txt_fixes_the_order(tmp_path):
    class_folders(tmp_path)
    (tmp_path / "classes.txt").write_text("dog\ncat\nfish\n")
    data = image_folder(tmp_path)
    assert data.card.classes == ("dog", "cat", "fish")
    assert data.labels.tolist() == [1, 1, 1, 0, 0, 0]


def test_csv_gives_label_part_group_and_id(tmp_path):
    class_folders(tmp_path, names=("images",), each=4)
    table(
        tmp_path,
        "file,label,part,group,id\n"
        'images/2.png,"a, b",train,kim,two\n'
        "images/0.png,c,test,lee,zero\n"
        "images/1.png,c,valid,kim,one\n",
    )
    data = image_folder(tmp_path)
    assert data.ids.tolist() == ["two", "zero", "one"]
    assert data.card.classes == ("a, b", "c")
    assert data.labels.tolist() == [0, 1, 1]
    assert data.groups is not None
    assert data.groups.tolist() == [0, 1, 0]
    assert {part: rows.tolist() for part, rows in data.parts.items()} == {
        "train": [0],
        "val": [2],
        "test": [1],
    }
    assert np.array_equal(data.images, GREY[[2, 0, 1]])


def test_columns_may_have_other_names(tmp_path):
    class_folders(tmp_path, names=("images",))
    path = table(tmp_path, "photo,kind,who\nimages/0.png,a,x\nimages/1.png,b,x\n")
    data = image_folder(path, file="photo", label="kind", group="who")
    assert data.ids.tolist() == ["images/0.png", "images/1.png"]
    assert data.groups is not None
    assert data.groups.tolist() == [0, 0]
    with pytest.raises(
        DataError, match="expected the columns file and label, found photo, kind, who; name yours"
    ):
        image_folder(path)
    with pytest.raises(DataError, match="there is no column 'whom', found photo, kind, who"):
        image_folder(path, file="photo", label="kind", group="whom")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("file,label\n", "expected a header line and one line an image, found 1 lines"),
        ("file,label\nimages/0.png\n", "line 2 has 1 fields, the header has 2"),
        ("file;label\nimages/0.png;a\n", "expected the columns file and label, found file;label"),
        (
            "file,label\nimages/0.png,a\nimages/9.png,b\n",
            r"1 of 2 files are not there, the first are images/9\.png",
        ),
        (
            "file,label\nimages/0.png,a\n../x.png,b\n",
            r"files must lie in .*, found '\.\./x\.png' \(1 such lines\)",
        ),
        ("file,label\nimages/0.png,a\n/etc/hosts,b\n", "files must lie in .*, found '/etc/hosts'"),
        ("file,label\nimages/0.png,a\nimages/1.png,a\n", "at least 2 classes, found only 'a' among 2 labels"),
        ("file,label\nimages/0.png,a\nimages/0.png,b\n", "ids must be unique, found 1 repeated"),
        ("file,label,part\nimages/0.png,a,train\nimages/1.png,b,extra\n", "the parts are .*, found extra"),
    ],
)
def test_a_csv_that_does_not_fit_is_refused(tmp_path, text, message):
    class_folders(tmp_path, names=("images",))
    table(tmp_path, text)
    with pytest.raises(DataError, match=message):
        image_folder(tmp_path)


def test_a_spreadsheets_byte_order_mark_is_no_part_of_the_header(tmp_path):
    class_folders(tmp_path, names=("images",))
    table(tmp_path, "\ufefffile,label\nimages/0.png,a\nimages/1.png,b\n")
    assert image_folder(tmp_path).card.classes == ("a", "b")


def test_a_csv_in_another_encoding_is_refused(tmp_path):
    (tmp_path / "labels.csv").write_bytes("file,label\né.png,a\n".encode("latin-1"))
    with pytest.raises(DataError, match="not a readable CSV file in UTF-8"):
        image_folder(tmp_path)


def test_labels_csv_is_chosen_among_several(tmp_path):
    class_folders(tmp_path, names=("images",))
    path = table(tmp_path, "file,label\nimages/0.png,a\nimages/1.png,b\n")
    (tmp_path / "other.csv").write_text("x\n")
    assert len(image_folder(tmp_path).ids) == 2
    path.rename(tmp_path / "third.csv")
    with pytest.raises(
        DataError, match=r"2 CSV files lie here \(other.csv, third.csv\), and none is called labels.csv"
    ):
        image_folder(tmp_path)


def test_folders_that_hold_no_data_set_are_refused(tmp_path):
    with pytest.raises(DataError, match="there is no such folder of pictures"):
        image_folder(tmp_path / "none")
    with pytest.raises(DataError, match="found nothing: the folder is empty"):
        image_folder(tmp_path)
    (tmp_path / "notes.txt").write_text("x")
    with pytest.raises(DataError, match=r"or a folder per class with pictures in it, found notes\.txt"):
        image_folder(tmp_path)
    save(tmp_path / "loose.png", GREY[0])
    with pytest.raises(
        DataError, match="1 pictures lie here without a label; put them into one folder per class"
    ):
        image_folder(tmp_path)
    class_folders(tmp_path)
    with pytest.raises(DataError, match="1 pictures lie beside the class folders, so they have no label"):
        image_folder(tmp_path)
    (tmp_path / "loose.png").unlink()
    (tmp_path / "bird").mkdir()
    with pytest.raises(DataError, match="these class folders hold no picture: bird; fill or remove them"):
        image_folder(tmp_path)


def test_one_class_alone_is_refused(tmp_path):
    class_folders(tmp_path, names=("cat",))
    with pytest.raises(DataError, match="at least 2 classes, found only 'cat' among 3 labels"):
        image_folder(tmp_path)


def test_a_damaged_picture_is_named(tmp_path):
    class_folders(tmp_path)
    (tmp_path / "dog" / "1.png").write_bytes(b"\x89PNG nonsense")
    with pytest.raises(
        DataError, match=r"1 of 6 images cannot be read: dog/1\.png \(not a picture\); repair them"
    ):
        image_folder(tmp_path)


def test_size_makes_mixed_sizes_agree(tmp_path):
    class_folders(tmp_path)
    save(tmp_path / "cat" / "wide.png", np.zeros((4, 9), np.uint8))
    with pytest.raises(DataError, match="must agree in size"):
        image_folder(tmp_path)
    data = image_folder(tmp_path, size=6)
    assert data.images.shape == (7, 6, 6)
    assert data.card.notes[0].startswith("resized to 6 x 6 pixels")


def test_real_crops_of_digits(shared):
    data = image_folder(shared / "digits-in-the-wild", group="source_photo")
    assert data.images.shape == (3339, 40, 40, 3)
    assert data.card.classes == tuple("123456789")
    assert np.bincount(data.labels).tolist() == [355, 378, 368, 378, 352, 328, 380, 419, 381]
    assert data.groups is not None
    assert data.groups.max() + 1 == 111


def test_folders_that_are_neither_all_parts_nor_all_classes_are_refused(tmp_path):
    for part in ("train", "test", "copy of it"):
        save(tmp_path / part / "cat" / "1.png", GREY[0])
        save(tmp_path / part / "dog" / "1.png", GREY[0])
    with pytest.raises(DataError, match=r"others \(copy of it\)"):
        image_folder(tmp_path)


def test_a_class_may_be_called_like_a_part(tmp_path):
    for name in ("car", "plane", "train"):
        save(tmp_path / name / "1.png", GREY[0])
    assert image_folder(tmp_path).card.classes == ("car", "plane", "train")


def test_a_link_that_leads_back_is_not_followed(tmp_path):
    for name in ("cat", "dog"):
        save(tmp_path / name / "1.png", GREY[0])
    (tmp_path / "cat" / "all").symlink_to(tmp_path, target_is_directory=True)
    assert image_folder(tmp_path).card.counts == {"train": 2}


def test_a_column_that_stands_twice_is_refused(tmp_path):
    save(tmp_path / "1.png", GREY[0])
    (tmp_path / "labels.csv").write_text("file,label,label\n1.png,a,b\n")
    with pytest.raises(DataError, match="'label' stands more than once"):
        image_folder(tmp_path)
