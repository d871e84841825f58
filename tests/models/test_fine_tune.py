"""A trained network learns a few pictures of another kind, and forgets nothing."""

import dataclasses

import numpy as np
import pytest

from fittingroom.errors import InputError
from fittingroom.models import plain
from fittingroom.models.convnet import Params, fit
from fittingroom.models.fine_tune import Tuning, fine_tune
from fittingroom.models.fitted import Fitted, load, save
from fittingroom.types import Dataset, Part

SMALL = Params(widths=(8, 12), epochs=4, evaluated=60, shift=1)
QUICKLY = Tuning(steps=80)


@pytest.fixture
def trained(squares: Dataset) -> Fitted:
    parts = squares.part("train"), squares.part("val")
    return fit(*parts, SMALL, classes=3, seed=0, device="cpu", threads=1)


def negative(part: Part) -> Part:
    """The same pictures as a negative: to a network that knows bright squares, another world."""
    return dataclasses.replace(part, images=255 - part.images)


def some_of_each(part: Part, n: int) -> Part:
    rows = np.concatenate([np.flatnonzero(part.labels == k)[:n] for k in np.unique(part.labels)])
    return Part(part.name, part.images[rows], part.labels[rows], part.ids[rows])


def tune(trained: Fitted, own: Part, replay: Part, tuning: Tuning = QUICKLY, *, seed: int = 0) -> Fitted:
    return fine_tune(trained, own, replay, tuning, seed=seed, device="cpu", threads=1)


def right(fitted: Fitted, part: Part) -> float:
    return float((fitted.predict(part.images).argmax(axis=1) == part.labels).mean())


def test_ten_pictures_of_each_class_are_learned_and_the_benchmark_is_not_forgotten(trained, squares):
    own, asked = some_of_each(negative(squares.part("cal")), 10), negative(squares.part("val"))
    assert right(trained, squares.part("val")) > 0.9
    assert right(trained, asked) < 0.5
    tuned = tune(trained, own, squares.part("train"))
    assert right(tuned, asked) > 0.75
    assert right(tuned, squares.part("val")) > 0.9


def test_the_same_seed_gives_the_same_weights_and_another_gives_others(trained, squares):
    own, train = some_of_each(squares.part("cal"), 3), squares.part("train")
    few = Tuning(steps=3)
    one, again, other = (tune(trained, own, train, few, seed=seed) for seed in (0, 0, 1))
    assert one.fingerprint == again.fingerprint
    assert one.fingerprint != other.fingerprint
    assert one.fingerprint != trained.fingerprint


def test_it_learns_from_defects_if_its_recipe_does(squares, trained):
    damaging = dataclasses.replace(trained, params=dataclasses.replace(SMALL, defects=("light",)))
    own, few = some_of_each(squares.part("cal"), 3), Tuning(steps=3)
    plainly, damaged = (tune(one, own, squares.part("train"), few) for one in (trained, damaging))
    assert plainly.fingerprint != damaged.fingerprint


def test_what_it_learned_is_told_and_kept_with_the_weights(trained, squares, tmp_path):
    tuned = tune(trained, some_of_each(squares.part("cal"), 2), squares.part("train"), Tuning(steps=2))
    assert tuned.name == "convnet, fine-tuned"
    assert tuned.run["fine-tuned"]["steps"] == 2
    assert tuned.run["train"] == trained.run["train"]
    save(tuned, tmp_path)
    assert load(tmp_path).fingerprint == tuned.fingerprint
    assert load(tmp_path).run["fine-tuned"] == tuned.run["fine-tuned"]


def test_a_class_of_which_there_is_no_own_picture_is_rehearsed(trained, squares):
    own = some_of_each(squares.part("cal"), 5)
    only = Part("own", own.images[:5], own.labels[:5], own.ids[:5])
    assert right(tune(trained, only, squares.part("train"), Tuning(steps=20)), squares.part("val")) > 0.9


def test_pictures_that_do_not_fit_are_refused(trained, squares):
    own = Part("own", np.zeros((2, 12, 12), np.uint8), np.zeros(2, np.int64), np.array(["a", "b"]))
    for change, said in (
        ({"labels": np.array([0, 3])}, r"must lie in 0..2, found 0..3"),
        ({"images": np.zeros((2, 9, 9), np.uint8)}, r"asked about uint8 of shape \(9, 9, 1\)"),
        ({"labels": np.zeros(0, int), "images": np.zeros((0, 12, 12), np.uint8)}, "at least 1 picture"),
    ):
        with pytest.raises(InputError, match=said):
            tune(trained, dataclasses.replace(own, **change), squares.part("train"))


def test_only_a_convnet_can_be_fine_tuned(squares):
    params = dataclasses.replace(plain.PROGRAM_1, widths=(), epochs=1)
    other = plain.fit(squares.part("train"), squares.part("val"), params, classes=3, seed=0, threads=1)
    with pytest.raises(InputError, match="only a convnet can be fine-tuned, this is a plain"):
        tune(other, squares.part("cal"), squares.part("train"))


@pytest.mark.parametrize("wrong", [{"steps": 0}, {"scale": 0.0}, {"own": 1.0}])
def test_a_tuning_that_cannot_be_is_refused(wrong):
    with pytest.raises(InputError, match="fine-tuning needs steps of at least 1"):
        Tuning(**wrong)
