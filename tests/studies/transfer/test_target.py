"""Reading photos of people: which classes remain, whose photos they are."""

import csv

import numpy as np
import pytest

from fittingroom.errors import DataError, InputError
from fittingroom.studies.transfer.target import read_target
from tests.studies.transfer.made import write_photos


def test_photos_keep_their_class_and_person_and_what_is_no_class_is_left_out(tmp_path):
    target = read_target(write_photos(tmp_path / "photos"), size_px=16, group="person")
    assert target.classes == ("coat", "hat", "shoe")
    assert target.images.shape == (90, 16, 16, 3)
    assert target.grouped
    assert len(set(target.groups.tolist())) == 10
    assert target.notes == ("Not sure: 1 photos left out, it names no garment",)
    brightest = target.images.mean((1, 2)).argmax(1)
    assert np.array_equal(brightest, np.array([2, 0, 1])[target.labels])
    for at, file in enumerate(target.files):
        assert file.name.split("-")[0] == target.classes[target.labels[at]]


def test_without_people_each_photo_is_one(tmp_path):
    target = read_target(write_photos(tmp_path / "photos"), size_px=16)
    assert not target.grouped
    assert len(set(target.groups.tolist())) == 90


def test_rare_classes_are_left_out_and_two_must_remain(tmp_path):
    folder = write_photos(tmp_path / "photos")
    with (folder / "labels.csv").open() as stream:
        rows = list(csv.reader(stream))
    rows = [row for row in rows if not (row[1] == "hat" and row[2] in ("p0", "p1", "p2", "p3", "p4", "p5"))]
    with (folder / "labels.csv").open("w", newline="") as stream:
        csv.writer(stream).writerows(rows)
    target = read_target(folder, size_px=16, group="person", drop=())
    assert target.classes == ("coat", "shoe")
    assert any("hat: 12 photos of 4 groups" in note for note in target.notes)
    with pytest.raises(InputError, match="1 classes"):
        read_target(folder, size_px=16, group="person", drop=("coat",))


def test_a_missing_folder_and_a_column_that_is_not_there_are_told(tmp_path):
    with pytest.raises(DataError, match="no such folder"):
        read_target(tmp_path / "nothing", size_px=16)
    with pytest.raises(DataError, match="no column 'who'"):
        read_target(write_photos(tmp_path / "photos"), size_px=16, group="who")
