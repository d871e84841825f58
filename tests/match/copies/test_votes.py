"""The work is bounded: of each picture only the best pairs count."""

import numpy as np

from fittingroom.match.copies.votes import best_of_each


def test_a_pair_counts_where_it_is_among_the_best_of_one_end(rng):
    i, j = np.triu_indices(30, 1)
    worth = rng.integers(0, 5, len(i))
    kept = best_of_each(i, j, worth, 3)
    for row in range(30):
        mine = np.flatnonzero((i == row) | (j == row))
        best = mine[np.lexsort((mine, -worth[mine]))][:3]
        assert kept[best].all()
    assert kept.sum() <= 3 * 30


def test_all_pairs_count_where_there_are_few():
    i, j = np.array([0, 0, 4]), np.array([1, 2, 7])
    assert best_of_each(i, j, np.ones(3), 2).all()
    assert len(best_of_each(i[:0], j[:0], np.ones(0), 2)) == 0
