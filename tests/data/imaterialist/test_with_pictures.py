"""The competition's JSON beside a folder of pictures: what is there, what is not, what is unknown."""

from pathlib import Path

import numpy as np
import pytest

from fittingroom.data.attributes import imaterialist
from fittingroom.data.imaterialist.official_json import write_official
from fittingroom.data.imaterialist.with_pictures import groups_with_a_label, with_pictures
from fittingroom.errors import DataError

IDS = ("1", "2", "3")
LABELS = ((1, 62), (66,), ())


@pytest.fixture
def made(tmp_path) -> Path:
    write_official(tmp_path / "train.json", IDS, ["http://shop/1.jpg", "http://shop/2.jpg", ""], LABELS)
    folder = tmp_path / "pictures"
    for name in ("1.jpg", "below/3.PNG", "notes.txt", "99.jpg"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"a picture")
    (folder / "2.jpg").write_bytes(b"")  # what a download that failed leaves
    return tmp_path


def test_pictures_are_found_by_their_ids_and_dead_addresses_are_counted(made):
    data = with_pictures(made / "train.json", made / "pictures")
    assert data.ids == ["1", "3"]
    assert [file.name for file in data.files] == ["1.jpg", "3.PNG"]
    assert data.present[0].nonzero()[0].tolist() == [0, 61]
    assert data.notes == ("1 of 3 images are not in the folder, or empty",)
    assert data.rows("train").tolist() == []


def test_a_group_that_nobody_labelled_is_unknown(made):
    labels = imaterialist()
    data = with_pictures(made / "train.json", made / "pictures")
    group = np.array([label.group for label in labels.labels])
    named = {labels.labels[0].group, labels.labels[61].group}
    assert set(group[data.known[0]]) == named
    assert data.known[0].sum() == np.isin(group, list(named)).sum()
    assert not data.known[1].any()
    assert (groups_with_a_label(data.present, labels) == data.known).all()


def test_a_file_without_annotations_knows_nothing(made):
    write_official(made / "test.json", IDS, [""] * 3)
    data = with_pictures(made / "test.json", made / "pictures")
    assert len(data) == 2
    assert not data.known.any()


def test_a_folder_without_any_of_them_is_refused(made):
    write_official(made / "other.json", ["7"], [""], [()])
    with pytest.raises(DataError, match=r"none of the 1 images of .*other.json is there.* 7.jpg"):
        with_pictures(made / "other.json", made / "pictures")
    with pytest.raises(DataError, match="no such folder"):
        with_pictures(made / "other.json", made / "nowhere")


def test_what_could_be_two_images_is_refused(made):
    (made / "pictures/below/1.png").write_bytes(b"")
    with pytest.raises(DataError, match="could both be the image 1"):
        with_pictures(made / "train.json", made / "pictures")
    write_official(made / "twice.json", ["5", "5"], ["", ""], [(), ()])
    with pytest.raises(DataError, match="listed twice: 5"):
        with_pictures(made / "twice.json", made / "pictures")
