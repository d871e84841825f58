"""A picture's best pairs are those in which most of its points agree on how the other lies on it."""

import numpy as np

from fittingroom.match.copies.features import SUBPIXEL
from fittingroom.match.copies.nearest import NEAREST, NOBODY
from fittingroom.match.copies.votes import best_pairs

WIDTH = 120


def pairs(places, owner, nearest, unlike, *, shared=2, most=3):
    """The pairs of picture 0, whose points come first."""
    first = np.searchsorted(owner, np.arange(owner.max() + 2))
    width = np.full(len(first) - 1, WIDTH)
    found = np.zeros((1, most, 3), np.int64)
    best_pairs(0, 1, first, width, (owner.astype(np.int32), places), nearest, unlike, shared, found)
    return [tuple(row) for row in found[0].tolist() if row[2]]


def scene(rng, moves, n=8):
    """Points of picture 0 and of one more picture for each move, and that each finds its own there."""
    own = np.column_stack([rng.permutation(WIDTH)[:n], rng.permutation(WIDTH)[:n]]) * 1.0
    own[:, 0] = np.linspace(5, WIDTH - 6, n)  # apart
    everyone = [own, *(move(own) for move in moves)]
    places = np.zeros((n * len(everyone), 4), np.int16)
    places[:, :2] = np.rint(np.concatenate(everyone) * SUBPIXEL)
    nearest, unlike = np.zeros((n, NEAREST), np.uint32), np.full((n, NEAREST), NOBODY, np.uint8)
    for k in range(len(moves)):
        nearest[:, k], unlike[:, k] = np.arange(n) + n * (k + 1), 20
    return places, np.repeat(np.arange(len(everyone)), n), nearest, unlike


def shifted(points):
    return points + np.array([7, -3])


def shuffled(points):
    return points[::-1] * [1, 0.2] + np.arange(len(points))[:, None] % 3 * 35


def test_a_shifted_picture_agrees_in_all_points_and_comes_first(rng):
    found = pairs(*scene(rng, [shuffled, shifted]))
    assert found[0] == (2, 0, 8)
    assert all(count < 8 for _, _, count in found[1:])


def test_a_mirrored_picture_agrees_when_it_is_laid_on_mirrored(rng):
    places, owner, nearest, unlike = scene(rng, [lambda points: points * [-1, 1] + [WIDTH - 1, 0]])
    assert not any(count == 8 for _, _, count in pairs(places, owner, nearest, unlike))
    unlike[unlike != NOBODY] += 1
    assert pairs(places, owner, nearest, unlike) == [(1, 1, 8)]


def test_pairs_of_fewer_shared_points_are_none_and_the_rest_are_bounded(rng):
    places, owner, nearest, unlike = scene(rng, [shifted] * 5)
    unlike[3:, 4] = NOBODY  # picture 5 meets in three points only
    counts = [count for *_, count in pairs(places, owner, nearest, unlike, most=5)]
    assert counts == [8, 8, 8, 8, 3]
    assert [who for who, *_ in pairs(places, owner, nearest, unlike, most=2)] == [1, 2]
    assert len(pairs(places, owner, nearest, unlike, shared=4, most=5)) == 4


def test_of_equal_counts_the_more_alike_comes_first(rng):
    places, owner, nearest, unlike = scene(rng, [shifted, shifted])
    unlike[:, 1] = 4
    assert [who for who, *_ in pairs(places, owner, nearest, unlike)] == [2, 1]


def test_points_in_one_place_count_once(rng):
    places, owner, nearest, unlike = scene(rng, [shifted])
    places[:8, :2], places[8:, :2] = 100, 200
    assert pairs(places, owner, nearest, unlike) == []
