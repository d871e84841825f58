"""Baselines: equal to scikit-learn's dummy, and chosen on train."""

import numpy as np
import pytest
from sklearn.dummy import DummyClassifier

from fittingroom.errors import InputError
from fittingroom.measure.baselines import chance, majority
from fittingroom.measure.intervals import wilson
from fittingroom.types import Card


def test_majority_equals_scikit_learns_dummy(rng):
    train, test = rng.choice(5, 300, p=[0.1, 0.2, 0.4, 0.2, 0.1]), rng.integers(0, 5, 200)
    dummy = DummyClassifier(strategy="most_frequent").fit(np.zeros((300, 1)), train)
    measured = majority(train, test, "test")
    assert measured.value == dummy.score(np.zeros((200, 1)), test)
    assert (measured.low, measured.high) == wilson((test == 2).sum(), 200)
    assert (measured.name, measured.n, measured.part) == ("majority baseline", 200, "test")


def test_the_class_is_chosen_on_train():
    assert majority(np.array([1, 1, 0]), np.array([0, 0, 0, 1]), "val").value == 0.25


def test_chance_is_what_the_card_says():
    card = Card(name="made", classes=("a", "b", "c", "d"), counts={})
    told = Card(name="made", classes=("a", "b", "c", "d"), counts={}, chance={"accuracy": 0.1})
    assert (chance(card, 50, "test").value, chance(told, 50, "test").value) == (0.25, 0.1)
    assert (chance(card, 50, "test").low, chance(card, 50, "test").method) == (None, "exact")


def test_a_baseline_of_nothing_is_refused():
    with pytest.raises(InputError, match="needs labels in train and in val, found 0 and 2"):
        majority(np.array([], int), np.array([0, 1]), "val")
