"""Groups joined pair by pair: those that a search from every row finds."""

import numpy as np

from fittingroom.match.groups import first_of_group, join


def test_groups_are_the_chains_of_pairs_whatever_their_order(rng):
    pairs = rng.integers(0, 200, (130, 2))
    reached = np.eye(200, dtype=bool)
    reached[pairs[:, 0], pairs[:, 1]] = reached[pairs[:, 1], pairs[:, 0]] = True
    for _ in range(8):
        reached = reached @ reached
    for parts in (1, 7, 130):
        parents = np.arange(200)
        for some in np.array_split(rng.permutation(pairs), parts):
            join(parents, *some.T)
        assert np.array_equal(first_of_group(parents, np.arange(200)), reached.argmax(axis=1))


def test_a_long_chain_is_one_group():
    parents = np.arange(1000)
    for row in range(999, 0, -1):  # every join puts a new parent above all others
        join(parents, np.array([row]), np.array([row - 1]))
    assert (first_of_group(parents, np.arange(1000)) == 0).all()
    assert (parents == 0).all()


def test_without_pairs_all_stay_apart():
    parents = np.arange(5)
    join(parents, np.zeros(0, np.int64), np.zeros(0, np.int64))
    assert parents.tolist() == [0, 1, 2, 3, 4]
