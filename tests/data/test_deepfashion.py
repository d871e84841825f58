"""DeepFashion's category and attribute benchmark in its publisher's layout, made tiny."""

from pathlib import Path

import numpy as np
import pytest

from fittingroom.data.deepfashion import deepfashion
from fittingroom.errors import DataError

NAMES = [
    f"img/{product}/img_{view:08d}.jpg" for product in ("Floral_Blouse", "Denim_Jacket") for view in (1, 2)
]
ATTRIBUTES = (("floral", 1), ("faux leather", 2), ("mini", 3), ("Blouse", 5))
STATES = np.array([[1, -1, 0, -1], [-1, -1, -1, 1], [0, 0, 1, -1], [1, 1, -1, -1]])


def write(path: Path, header: str, rows) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([str(len(rows)), header, *rows]) + "\n", encoding="utf-8")


@pytest.fixture
def made(tmp_path) -> Path:
    """Four pictures of two products; the attributes' rows stand in another order than the partition's."""
    root = tmp_path / "DeepFashion"
    for name in NAMES:
        file = root / "Img" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"")
    notes = root / "Anno"
    write(
        notes / "list_category_cloth.txt",
        "category_name  category_type",
        ["Anorak 1", "Blouse  1", "Jeans 2"],
    )
    write(
        notes / "list_attr_cloth.txt", "attribute_name  attribute_type", [f"{n}   {t}" for n, t in ATTRIBUTES]
    )
    each = list(zip(NAMES, (2, 2, 1, 3), ("train", "train", "val", "test"), range(4), strict=True))
    write(
        notes / "list_category_img.txt", "image_name  category_label", [f"{n}   {c}" for n, c, _, _ in each]
    )
    boxes = [f"{n} {left} 20 {left + 100} 240" for n, _, _, left in each]
    write(notes / "list_bbox.txt", "image_name  x_1  y_1  x_2  y_2", boxes)
    parts = [f"{n}  {part}" for n, _, part, _ in each]
    write(root / "Eval/list_eval_partition.txt", "image_name  evaluation_status", parts)
    rows = [f"{n}   " + " ".join(f"{s:2d}" for s in states) for n, states in zip(NAMES, STATES, strict=True)]
    write(notes / "list_attr_img.txt", "image_name  attribute_labels", rows[::-1])
    return root


def test_the_lists_become_labels_of_three_states(made):
    data = deepfashion(made)
    assert data.ids == NAMES
    assert [label.name for label in data.label_map.labels] == [
        "Anorak", "Blouse", "Jeans", "floral", "faux leather", "mini", "Blouse (style)"
    ]  # fmt: skip
    assert [label.group for label in data.label_map.labels][3:] == ["texture", "fabric", "shape", "style"]
    assert {group.name: group.exclusive for group in data.label_map.groups}["category"]
    assert data.present[:, :3].argmax(axis=1).tolist() == [1, 1, 0, 2]
    assert data.known[:, :3].all()
    assert np.array_equal(data.present[:, 3:], STATES == 1)
    assert np.array_equal(data.known[:, 3:], STATES != 0)
    assert data.parts == ["train", "train", "val", "test"]
    assert data.rows("train").tolist() == [0, 1]
    assert data.groups.tolist() == [1, 1, 0, 0]
    assert data.boxes[2].tolist() == [2, 20, 102, 240]
    assert all(file.is_file() for file in data.files)


def test_newer_downloads_call_the_lists_coarse_and_pictures_may_lie_in_the_root(made):
    (made / "Anno").rename(made / "Anno_coarse")
    (made / "Img/img").rename(made / "img")
    assert deepfashion(made).files[0] == made / NAMES[0]


def test_pictures_that_were_not_unpacked_are_told(made):
    (made / "Img" / NAMES[3]).unlink()
    with pytest.raises(
        DataError, match=r"1 of 4 listed pictures are not in .*img/Denim_Jacket/img_00000002.jpg; un"
    ):
        deepfashion(made)
    (made / "Img/img").rename(made / "elsewhere")
    with pytest.raises(DataError, match=r"unpack img\.zip"):
        deepfashion(made)


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("Anno/list_attr_img.txt", "4\n", "5\n", "it says 5 rows and has 4"),
        ("Anno/list_attr_img.txt", " 1 -1  0 -1", " 1 -1  0", "must have 4 numbers of -1, 0 or 1, found 3"),
        ("Anno/list_attr_img.txt", " 1 -1  0 -1", " 1 -1  2 -1", "must have 4 numbers"),
        ("Anno/list_attr_img.txt", " 1 -1  0 -1", "11 -1  0 -1", "must have 4 numbers"),
        ("Anno/list_attr_img.txt", NAMES[0], "img/Other/img_00000001.jpg", "lists other pictures"),
        ("Anno/list_category_img.txt", "jpg   3", "jpg   4", "the category '4', not 1..3"),
        ("Anno/list_category_img.txt", "jpg   3", "jpg", "one value"),
        ("Anno/list_attr_cloth.txt", "mini   3", "mini   9", "type is 1 to 5"),
        ("Anno/list_bbox.txt", "0 20 100 240", "0 20 100", "four whole numbers"),
        ("Eval/list_eval_partition.txt", "  val", "  gallery", "train, val or test, found 'gallery'"),
        ("Eval/list_eval_partition.txt", "4\nimage_name", "image_name", "expected a number of rows"),
    ],
)
def test_lists_that_are_cut_or_disagree_are_refused(made, file, old, new, says):
    change(made / file, old, new)
    with pytest.raises(DataError, match=says) as told:
        deepfashion(made)
    assert "\n" not in str(told.value)


@pytest.mark.parametrize(
    "file", ["Anno/list_attr_img.txt", "Anno/list_bbox.txt", "Eval/list_eval_partition.txt"]
)
def test_a_list_that_is_missing_is_told(made, file):
    (made / file).unlink()
    with pytest.raises(DataError, match=Path(file).name):
        deepfashion(made)


def more(path: Path, row: str) -> None:
    count, *lines = path.read_text().splitlines()
    path.write_text("\n".join([str(int(count) + 1), *lines, row]) + "\n")


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("Eval/list_eval_partition.txt", "test"),
        ("Anno/list_category_img.txt", "1"),
        ("Anno/list_bbox.txt", "1 2 3 4"),
    ],
)
def test_a_picture_that_a_list_names_twice_is_refused(name, row, made):
    more(made / name, f"{NAMES[0]} {row}")
    with pytest.raises(DataError, match=rf"{Path(name).name}: it lists {NAMES[0]} twice"):
        deepfashion(made)


def test_boxes_with_nothing_inside_are_told_and_numbers_that_are_none_refused(made):
    assert deepfashion(made).notes == ()
    path = made / "Anno/list_bbox.txt"
    before = path.read_text()
    for box in ("100 240 0 20", "5 20 5 240"):
        path.write_text(before.replace(" 0 20 100 240", f" {box}"))
        assert deepfashion(made).notes == ("1 of 4 boxes have nothing inside",)
    for number in ("99999999999", "-3", "0.5"):
        path.write_text(before.replace(" 0 20 100 240", f" {number} 20 100 240"))
        with pytest.raises(DataError, match="expected a picture and four whole numbers"):
            deepfashion(made)
