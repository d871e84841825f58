"""A probe's photos are prepared once: kept whole, told apart by what decides them, fewer drawn at random."""

import os
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from fittingroom.errors import DataError, InputError
from fittingroom.studies.reality import photos as under_test
from fittingroom.studies.reality.class_map import Reading
from fittingroom.studies.reality.photos import prepared, question
from tests.studies.reality.probed import chart, photo, photo_folder


@pytest.fixture
def folder(tmp_path, rng):
    return photo_folder(tmp_path / "snaps", rng, each=6)


def test_what_is_kept_is_what_was_prepared(squares, folder, tmp_path, monkeypatch):
    asked = question(folder, replace(chart(), group="who"), squares)
    first = prepared(asked, tmp_path)
    monkeypatch.setattr(under_test, "prepare_photos", lambda *_, **__: 1 / 0)
    again = prepared(asked, tmp_path)
    np.testing.assert_array_equal(first.labels, again.labels)
    np.testing.assert_array_equal(first.groups, again.groups)
    assert set(first.pictures) == set(again.pictures) == {"stretch", "stretch-negate"}
    for name, pictures in first.pictures.items():
        np.testing.assert_array_equal(pictures, again.pictures[name])
    assert (first.ignored, first.copies, first.failures) == (again.ignored, again.copies, again.failures)
    assert first.ignored == 6
    assert first.groups is not None
    assert len(np.unique(first.groups)) == 4


def test_another_label_preparation_or_photo_is_another_question(squares, folder):
    def key(**changes) -> str:
        return question(folder, replace(chart(), **changes), squares).key

    one = key()
    assert one == key()
    assert one != key(prepare=("stretch",))
    assert one != key(group="who")
    table = folder / "labels.csv"
    table.write_text(table.read_text().replace("oben-0.png,oben", "oben-0.png,rechts"))
    assert one != key()


def test_a_rough_look_takes_some_photos_always_the_same(squares, folder):
    few, again = (question(folder, chart(), squares, most=9) for _ in range(2))
    assert len(few.listing.files) == 9
    assert few.key == again.key
    assert question(folder, chart(), squares, most=500).key == question(folder, chart(), squares).key


def test_a_kept_file_that_is_broken_is_told(squares, folder, tmp_path):
    asked = question(folder, chart(), squares)
    (tmp_path / f"photos-snaps-{asked.key}.npz").write_bytes(b"nothing")
    with pytest.raises(DataError, match="remove it, and the same command makes it anew"):
        prepared(asked, tmp_path)


def test_a_map_that_does_not_fit_is_refused_before_a_photo_is_opened(squares, folder):
    with pytest.raises(InputError, match="says nothing of"):
        question(folder, replace(chart(), unknown=()), squares)


def test_a_photo_that_was_exchanged_for_one_of_the_same_size_is_prepared_anew(squares, folder, tmp_path, rng):
    file = folder / "images" / "oben-0.bmp"
    (folder / "images" / "oben-0.png").unlink()
    table = folder / "labels.csv"
    table.write_text(table.read_text().replace("oben-0.png", "oben-0.bmp"))
    Image.fromarray(photo("oben", rng)).save(file)
    times, before = file.stat(), question(folder, chart(), squares)
    key, first = before.key, prepared(before, tmp_path)
    Image.fromarray(photo("oben", rng)).save(file)
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns + 1))
    after = question(folder, chart(), squares)
    assert file.stat().st_size == times.st_size
    assert after.key != key == before.key
    assert (prepared(after, tmp_path).pictures["stretch"] != first.pictures["stretch"]).any()


def test_the_first_reading_must_know_a_photo_even_among_the_few_of_a_rough_look(squares, folder):
    strict, coarse = chart().readings
    elsewhere = replace(chart(), readings=(Reading(name="strict", right={"hinten": ("left",)}), coarse))
    with pytest.raises(InputError, match=r"none of the 30 photos .* of the strict reading \(hinten\), which"):
        question(folder, elsewhere, squares)
    drawn = question(folder, chart(), squares, most=1).listing.labels
    label = next(label for label in strict.right if label not in drawn)
    rare = Reading(name="strict", right={label: strict.right[label]})
    rarely = replace(chart(), readings=(rare, coarse))
    assert question(folder, rarely, squares).name == "snaps"
    with pytest.raises(
        InputError, match=r"none of the 1 photos that are asked about has a label of the strict"
    ):
        question(folder, rarely, squares, most=1)


def test_photos_that_cannot_be_read_leave_the_first_reading_none(squares, folder, tmp_path):
    for file in (folder / "images").glob("oben-*"):
        file.write_bytes(b"nothing")
    strict, coarse = chart().readings
    only = replace(chart(), readings=(Reading(name="strict", right={"oben": strict.right["oben"]}), coarse))
    asked = question(folder, only, squares)
    with pytest.raises(
        InputError, match=r"none of the 18 photos .* has a label of the strict reading \(oben\)"
    ):
        prepared(asked, tmp_path)


def test_photos_of_which_nothing_is_said_are_not_of_one_sender(squares, folder, tmp_path):
    table = folder / "labels.csv"
    lines = table.read_text().splitlines()
    blank = [lines[0], *(line.rpartition(",")[0] + "," for line in lines[1:9]), *lines[9:]]
    table.write_text("\n".join(blank) + "\n")
    found = prepared(question(folder, replace(chart(), group="who"), squares), tmp_path)
    sizes = dict(zip(*np.unique(found.groups, return_counts=True), strict=True))
    assert sum(n == 1 for n in sizes.values()) == 8
    assert set(sizes) >= set("abcd")
    table.write_text("\n".join([lines[0], *(line.rpartition(",")[0] + ", " for line in lines[1:])]) + "\n")
    assert prepared(question(folder, replace(chart(), group="who"), squares), tmp_path).groups is None
