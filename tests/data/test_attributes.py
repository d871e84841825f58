"""A label map comes back as it was written, and says what is wrong with a file that is none."""

from pathlib import Path

import numpy as np
import pytest

from fittingroom.data.attributes import (
    Group,
    Label,
    LabelMap,
    imaterialist,
    label_map_csv,
    read_label_map,
)
from fittingroom.errors import DataError

SHOES = LabelMap(
    (Label(7, "Boots, high", "kind"), Label(2, "Flats", "kind"), Label(5, "Red", "colour")),
    (Group("kind", True, 1), Group("colour", False, 3)),
)


def test_the_published_map_has_eight_groups_of_the_published_sizes():
    sizes = {
        group.name: (len(imaterialist().of_group(group.name)), group.exclusive)
        for group in imaterialist().groups
    }
    assert sizes == {
        "category": (105, True),
        "color": (21, False),
        "gender": (3, False),
        "material": (34, False),
        "neckline": (11, True),
        "pattern": (28, False),
        "sleeve": (5, True),
        "style": (21, True),
    }
    assert [label.id for label in imaterialist().labels] == list(range(1, 229))
    assert imaterialist().by_id[89].name == "Hosiery, Stockings, Tights"


def test_the_published_map_is_the_reference(shared: Path):
    reference = shared.parent / "reference" / "imaterialist_labels.csv"
    assert read_label_map(reference) == imaterialist()


@pytest.mark.parametrize("labels", [SHOES, imaterialist()])
def test_a_map_comes_back(labels: LabelMap, tmp_path: Path):
    (tmp_path / "labels.csv").write_text(label_map_csv(labels), encoding="utf-8")
    assert read_label_map(tmp_path / "labels.csv") == labels


def test_which_groups_are_exclusive_can_be_said(tmp_path: Path):
    (tmp_path / "labels.csv").write_text("labelId,taskId,labelName,taskName\n1,1,A,style\n2,2,B,mood\n")
    assert [group.exclusive for group in read_label_map(tmp_path / "labels.csv").groups] == [True, False]
    told = read_label_map(tmp_path / "labels.csv", exclusive=["mood"])
    assert [group.exclusive for group in told.groups] == [False, True]


def test_columns_and_ids_are_each_others_way_back():
    assert SHOES.columns() == {7: 0, 2: 1, 5: 2}
    assert all(SHOES.labels[column].id == number for number, column in SHOES.columns().items())
    hot = SHOES.multi_hot([[5, 7], [], [2]])
    assert [SHOES.ids[row].tolist() for row in hot] == [[7, 5], [], [2]]
    assert hot.dtype == bool
    assert np.array_equal(hot.sum(axis=1), [2, 0, 1])


def test_an_unknown_id_group_or_name_is_refused():
    with pytest.raises(DataError, match="row 1 has the label 9"):
        SHOES.multi_hot([[5], [9]])
    with pytest.raises(DataError, match=r"'color' \(did you mean colour\?\)"):
        SHOES.of_group("color")
    with pytest.raises(DataError, match=r"'Flat' \(did you mean Flats\?\)"):
        SHOES.named(["Red", "Flat"])
    assert SHOES.named(["Red", "Flats"]) == (SHOES.labels[2], SHOES.labels[1])


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("labelId,taskId,labelName\n1,1,A\n", "found no taskName"),
        ("labelId,taskId,labelName,taskName\n1,1,A,kind\n1,1,B,kind\n", "names each id once, found 1"),
        ("labelId,taskId,labelName,taskName\n1,1,A,kind\n2,1,A,kind\n", "names each name once, found 'A'"),
        ("labelId,taskId,labelName,taskName\nx,1,A,kind\n", "labelId must be a whole number .* found 'x'"),
        ("labelId,taskId,labelName,taskName\n70000,1,A,kind\n", "below 32,768, found '70000'"),
        ("labelId,taskId,labelName,taskName\n1,1,A,kind\n2,2,B,kind\n", "rows of the group kind differ"),
        ("labelId,taskId,labelName,taskName,exclusive\n1,1,A,kind,perhaps\n", "yes or no, found 'perhaps'"),
    ],
)
def test_a_file_that_is_no_label_map_is_refused(text: str, complaint: str, tmp_path: Path):
    (tmp_path / "labels.csv").write_text(text)
    with pytest.raises(DataError, match=complaint):
        read_label_map(tmp_path / "labels.csv")


def test_a_label_of_no_group_is_refused():
    with pytest.raises(DataError, match="'colour', which the label map does not list"):
        LabelMap(SHOES.labels, SHOES.groups[:1])
    with pytest.raises(DataError, match="at least one label"):
        LabelMap((), ())
