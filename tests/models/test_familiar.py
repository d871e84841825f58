"""What a run is familiar with is learned once, read back the same, and notices what was never learned."""

import dataclasses

import numpy as np
import pytest

from fittingroom.errors import InputError
from fittingroom.models import convnet
from fittingroom.models.familiar import FAMILIARITY, familiarise, unlikeness
from fittingroom.types import Dataset


@pytest.fixture
def fitted(squares: Dataset):
    params = convnet.Params(widths=(8, 12), epochs=3, evaluated=40)
    parts = squares.part("train"), squares.part("val")
    return convnet.fit(*parts, params, classes=3, seed=0, device="cpu", threads=1)


def parts(squares: Dataset):
    return squares.part("train"), squares.part("val")


def test_pictures_of_the_test_part_are_alike_and_plain_ones_are_not(fitted, squares: Dataset, rng):
    known = familiarise(fitted, *parts(squares), rng=rng)
    alike = unlikeness(known, fitted, squares.take("test").images)
    foreign = unlikeness(known, fitted, np.full((5, 12, 12), 255, np.uint8))
    assert np.median(alike.neighbours) < foreign.neighbours.min()
    assert alike.verdicts.count("like its training data") > 50
    assert alike.energy.shape == (60,)


def test_it_is_kept_in_the_folder_and_found_again(fitted, squares: Dataset, tmp_path, rng):
    first = familiarise(fitted, *parts(squares), folder=tmp_path, rng=rng)
    before = (tmp_path / FAMILIARITY).stat().st_mtime_ns
    second = familiarise(fitted, *parts(squares), folder=tmp_path, rng=rng)
    assert (tmp_path / FAMILIARITY).stat().st_mtime_ns == before
    for name in ("reference", "rows"):
        np.testing.assert_array_equal(getattr(first, name), getattr(second, name))
    images = squares.take("test").images
    a, b = (unlikeness(known, fitted, images) for known in (first, second))
    np.testing.assert_array_equal(a.neighbours, b.neighbours)
    assert a.verdicts == b.verdicts


def test_that_of_another_model_in_the_folder_is_replaced(fitted, squares: Dataset, tmp_path, rng):
    familiarise(fitted, *parts(squares), folder=tmp_path, rng=rng)
    other = dataclasses.replace(fitted, weights={name: 2 * w for name, w in fitted.weights.items()})
    kept = familiarise(other, *parts(squares), folder=tmp_path, rng=rng)
    fresh = familiarise(other, *parts(squares), rng=rng)
    np.testing.assert_array_equal(kept.reference, fresh.reference)


def test_of_many_training_pictures_some_are_chosen(fitted, squares: Dataset, rng, monkeypatch):
    monkeypatch.setattr("fittingroom.models.familiar.MOST_REFERENCE", 50)
    known = familiarise(fitted, *parts(squares), rng=rng)
    assert len(known.reference) == len(np.unique(known.rows)) == 50
    assert (np.diff(known.rows) > 0).all()
    own = unlikeness(known, fitted, squares.part("train").images[known.rows])
    assert own.neighbours.shape == (50,)


def test_wide_features_take_fewer_pictures_and_many_images_come_in_chunks(
    fitted, squares: Dataset, rng, monkeypatch
):
    images = squares.take("test").images
    at_once = unlikeness(familiarise(fitted, *parts(squares), rng=rng), fitted, images)
    monkeypatch.setattr("fittingroom.models.familiar.CHUNK", 7)
    in_chunks = unlikeness(familiarise(fitted, *parts(squares), rng=rng), fitted, images)
    np.testing.assert_allclose(at_once.neighbours, in_chunks.neighbours, atol=1e-5)
    np.testing.assert_allclose(at_once.energy, in_chunks.energy, atol=1e-4)
    assert unlikeness(familiarise(fitted, *parts(squares), rng=rng), fitted, images[:0]).verdicts == []
    monkeypatch.setattr("fittingroom.models.familiar.MOST_NUMBERS", 12 * 33)
    assert familiarise(fitted, *parts(squares), rng=rng).reference.shape == (33, 12)


def test_other_parts_than_its_own_are_refused(fitted, squares: Dataset, rng):
    train, val = parts(squares)
    with pytest.raises(InputError, match="convnet was fitted on other train and val parts"):
        familiarise(fitted, train, dataclasses.replace(val, images=255 - val.images), rng=rng)
