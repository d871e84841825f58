"""Thumbnails are compared block by block; one strip along an edge may differ."""

import numpy as np
import pytest

from fittingroom.match.copies.blocks import STRIP_NAMES, compare_blocks


@pytest.fixture
def thumb(rng):
    return np.clip(rng.normal(128, 40, (64, 64)), 0, 255).astype(np.uint8)


EVERYWHERE = np.ones((64, 64), bool)


def test_equal_pictures_are_alike_and_brightness_and_contrast_say_nothing(thumb):
    alike, seen, strip, kept = compare_blocks(thumb, thumb, EVERYWHERE)
    assert alike == pytest.approx(1)
    assert (seen, strip, kept.tolist()) == (1, 0, [0, 8, 0, 8])
    dimmed = (thumb * 0.5 + 40).astype(np.uint8)
    assert compare_blocks(thumb, dimmed, EVERYWHERE)[0] > 0.99
    assert compare_blocks(thumb, 255 - thumb, EVERYWHERE)[0] == 0


def test_it_is_the_weighted_mean_of_correlations(thumb, rng):
    other = np.clip(thumb + rng.normal(0, 20, thumb.shape), 0, 255).astype(np.uint8)
    blocks = [image.reshape(8, 8, 8, 8).swapaxes(1, 2).reshape(64, 64) for image in (thumb, other)]
    correlations = np.array([np.corrcoef(x, y)[0, 1] for x, y in zip(*blocks, strict=True)])
    weights = np.sqrt(np.minimum(np.maximum(blocks[0].std(axis=1), blocks[1].std(axis=1)), 24))
    assert compare_blocks(thumb, other, EVERYWHERE)[0] == pytest.approx(
        np.average(correlations, weights=weights)
    )


@pytest.mark.parametrize(("name", "where"), [("top", np.s_[:16]), ("right", np.s_[:, 48:])])
def test_a_strip_along_an_edge_is_excused_and_named(thumb, rng, name, where):
    other = thumb.copy()
    other[where] = rng.integers(0, 256, other[where].shape)
    alike, _, strip, kept = compare_blocks(thumb, other, EVERYWHERE)
    assert STRIP_NAMES[strip] == name
    assert alike == pytest.approx(1)
    assert np.prod(np.diff(kept)[::2]) == 48
    other[24:40, 24:40] = rng.integers(0, 256, (16, 16))
    assert compare_blocks(thumb, other, EVERYWHERE)[0] < 0.95


def test_what_only_one_shows_and_what_is_flat_does_not_count(thumb, rng):
    inside = EVERYWHERE.copy()
    inside[:, 32:] = False
    other = thumb.copy()
    other[:, 32:] = rng.integers(0, 256, (64, 32))
    alike, seen, _, kept = compare_blocks(thumb, other, inside)
    assert alike == pytest.approx(1)
    assert seen == 0.5
    assert kept.tolist() == [0, 8, 0, 4]
    flat = np.full((64, 64), 90, np.uint8)
    assert compare_blocks(flat, flat, EVERYWHERE)[:2] == (0, 0)
    # a flat block against a full one is unlike, not nothing
    assert compare_blocks(flat, thumb, EVERYWHERE)[:2] == (0, 1)
