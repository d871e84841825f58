"""Numbers by address: equal wherever they are asked for, and as good as independent."""

import numpy as np

from fittingroom.simulate.world.counted import choices, uniforms


def test_a_row_has_its_numbers_whatever_is_asked_beside_it():
    rows = np.array([7, 3, 7, 10**9])
    found = uniforms(5, "a", rows, 6)
    assert np.array_equal(found[0], found[2])
    assert np.array_equal(found[1], uniforms(5, "a", np.array([3]), 9)[0, :6])
    assert found.min() >= 0
    assert found.max() < 1


def test_the_numbers_are_the_same_for_ever():
    assert uniforms(5, "a", np.array([7, 10**9]), 2).tolist() == [
        [0.12717249927381447, 0.865981866279731],
        [0.9355526468305548, 0.6551563504245813],
    ]


def test_seed_stream_row_and_place_all_matter():
    rows = np.arange(100)
    base = uniforms(0, "a", rows, 4)
    others = [
        uniforms(1, "a", rows, 4),
        uniforms(0, "b", rows, 4),
        uniforms(0, "a", rows + 100, 4),
        base[:, ::-1],
    ]
    for other in others:
        assert not (base == other).any()


def test_the_numbers_are_uniform_and_uncorrelated():
    found = uniforms(3, "test", np.arange(20_000), 8)
    counts = np.stack([np.bincount((column * 50).astype(int), minlength=50) for column in found.T])
    spread = ((counts - 400) ** 2 / 400).sum(axis=1)  # chi squared with 49 degrees of freedom, sd 10
    assert abs(spread.mean() - 49) < 12
    assert spread.max() < 100
    shifted = np.concatenate([found[:-1], found[1:]], axis=1)
    correlation = np.corrcoef(shifted.T) - np.eye(16)
    assert np.abs(correlation).max() < 5 / np.sqrt(20_000)


def test_choices_follow_the_shares(rng: np.random.Generator):
    shares = np.array([0.0, 3.0, 1.0, 0.0])
    found = choices(rng.random(20_000), shares)
    counts = np.bincount(found, minlength=4)
    assert counts[0] == counts[3] == 0
    assert abs(counts[1] - 15_000) < 5 * np.sqrt(20_000 * 0.75 * 0.25)
    assert choices(np.array([1 - 1e-16]), shares)[0] == 2
