"""Dividing by people, taking shares, and making labels wrong by a known rule."""

import numpy as np
import pytest

from fittingroom.errors import InputError
from fittingroom.studies.transfer.divisions import FLIPPED, TEST_SHARE, divide, flip_rates, flipped


@pytest.fixture
def photos(rng):
    groups = np.repeat(np.arange(30), rng.integers(1, 40, 30))
    return rng.integers(0, 4, len(groups)), groups


def test_nobody_stands_on_both_sides_and_every_photo_on_one(photos, rng):
    labels, groups = photos
    for _ in range(20):
        at = divide(labels, groups, classes=4, rng=rng)
        assert not set(groups[at.train]) & set(groups[at.test])
        assert sorted([*at.train, *at.test]) == list(range(len(labels)))
        assert 0 < len(at.test) <= TEST_SHARE * len(labels)


def test_shares_are_nested_and_have_every_class(photos, rng):
    labels, groups = photos
    at = divide(labels, groups, classes=4, rng=rng)
    small, large = at.share(0.05), at.share(0.5)
    assert list(large[: len(small)]) == list(small)
    assert set(labels[at.share(4 / len(at.train))]) == {0, 1, 2, 3}
    assert len(at.share(1)) == len(at.train)
    assert len(large) == round(0.5 * len(at.train))


def test_what_cannot_be_divided_is_refused(rng):
    labels = np.array([0] * 10 + [1] * 10)
    with pytest.raises(InputError, match="leave rare classes out"):
        divide(labels, labels, classes=2, rng=rng)


def test_labels_are_made_wrong_as_often_as_their_rates_say(rng):
    truth = rng.integers(0, 5, 200_000)
    given = flipped(truth, classes=5, rng=rng)
    counts = np.zeros((5, 5))
    np.add.at(counts, (truth, given), 1)
    rates = flip_rates(5)
    assert np.allclose(counts / counts.sum(1, keepdims=True), rates, atol=0.01)
    assert np.allclose(rates.sum(1), 1)
    assert abs((given != truth).mean() - FLIPPED) < 0.005
