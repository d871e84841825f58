"""Rare labels: each method does what it is for on made data, and is what a simpler computation says."""

import numpy as np
import pytest

from fittingroom.models.attributes.few_shot import (
    logit_adjusted,
    neighbours,
    prototypes,
    repeat_factors,
    repeated_rows,
)


@pytest.fixture
def clouds(rng):
    """Three labels as clouds in 6 dimensions; the third on 3 of 303 training images."""
    label = np.repeat([0, 1, 2], [200, 100, 3])
    centres = np.eye(6)[:3] * 4

    def drawn(labels):
        return (centres[labels] + rng.normal(size=(len(labels), 6))).astype(np.float32)

    asked = np.repeat([0, 1, 2], 50)
    return drawn(label), np.eye(3, dtype=bool)[label], drawn(asked), asked


def test_prototypes_find_a_label_of_three_pictures_and_shrink_that_of_one(clouds):
    features, present, asked, label = clouds
    known = np.ones_like(present)
    said = prototypes(features, present, known).logits(asked)
    best = (said - said.mean(axis=0)).argmax(axis=1)
    assert (best[label == 2] == 2).mean() > 0.9
    less, more = (
        np.linalg.norm(prototypes(features, present, known, shrunk=s).weight[:, 2]) for s in (1.0, 50.0)
    )
    assert more < less


def test_prototypes_of_two_balanced_normal_classes_give_their_log_odds(rng):
    y = np.arange(4000) % 2
    x = rng.normal(size=(4000, 2)) + y[:, None] * [2.0, 0.0]
    present = np.stack([y == 1, y == 0], axis=1)
    found = prototypes(x, present, np.ones_like(present), shrunk=0.0)
    said = found.logits(np.array([[0.0, 0], [1, 0], [2, 0]], np.float32))
    np.testing.assert_allclose(said[1], 0, atol=0.2)  # halfway: even odds
    assert said[0, 0] < 0 < said[2, 0]
    np.testing.assert_allclose(said[:, 0], -said[:, 1], atol=0.05)


def test_neighbours_are_those_of_brute_force(rng):
    stored, asked = rng.normal(size=(40, 5)), rng.normal(size=(7, 5))
    present = rng.random((40, 4)) < 0.3
    known = present | (rng.random((40, 4)) < 0.7)
    said = neighbours(stored, present, known, asked, nearest=6)
    share = (present.sum(0) + 1) / (known.sum(0) + 2)
    for row, one in enumerate(asked):
        alike = stored @ one / np.linalg.norm(stored, axis=1)
        near = np.argsort(-alike)[:6]
        p = (present[near].sum(0) + share) / (known[near].sum(0) + 1)
        np.testing.assert_allclose(said[row], np.log(p / (1 - p)), rtol=1e-4)


def test_the_adjustment_takes_frequency_out():
    share = np.array([0.5, 0.01])
    logits = np.log(share / (1 - share))[None] + np.array([[0.0, 1.0]])
    moved = logit_adjusted(logits, share)
    np.testing.assert_allclose(moved, [[0.0, 1.0]], atol=1e-6)
    np.testing.assert_allclose(logit_adjusted(logits, share, 0.0), logits, rtol=1e-6)


def test_rare_images_are_repeated_at_the_same_budget(rng):
    present = np.zeros((1000, 2), bool)
    present[:, 0] = True
    present[:4, 1] = True  # .4 %: the root of .01 / .004
    factors = repeat_factors(present)
    np.testing.assert_allclose(factors[:4], (0.01 / 0.004) ** 0.5)
    np.testing.assert_allclose(factors[4:], 1)
    rows = repeated_rows(factors, rng=rng)
    assert len(rows) == 1000
    times = np.bincount(rows, minlength=1000)
    assert np.abs(times - factors * 1000 / factors.sum()).max() < 1
    drawn = np.mean(
        [np.bincount(repeated_rows(factors, rng=rng), minlength=1000) for _ in range(300)], axis=0
    )
    np.testing.assert_allclose(drawn[:4], factors[:4] * 1000 / factors.sum(), atol=0.1)
