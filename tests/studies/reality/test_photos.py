"""A probe's photos are prepared once: kept whole, told apart by what decides them, fewer drawn at random."""

from dataclasses import replace

import numpy as np
import pytest

from fittingroom.errors import DataError, InputError
from fittingroom.studies.reality import photos as under_test
from fittingroom.studies.reality.photos import prepared, question
from tests.studies.reality.probed import chart, photo_folder


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
