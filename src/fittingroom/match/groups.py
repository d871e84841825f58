"""Rows that are joined into groups pair by pair, as a forest in one array (Galler & Fischer 1964).

`parents` (n,) int64: the first row of a group is its own parent, every other has one that stands before
it. It starts as np.arange(n); a million rows take 8 MB, and joining costs what the joined rows cost.
"""

import numpy as np


def first_of_group(parents: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """The first row of the group that each of `rows` (m,) is in; shortens the ways it went, in place."""
    first = parents[rows]
    while not np.array_equal(above := parents[first], first):
        first = above
    parents[rows] = first
    return first


def join(parents: np.ndarray, i: np.ndarray, j: np.ndarray) -> None:
    """Put row i[k] into one group with row j[k], for all k; changes `parents`."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    firsts, place = np.unique(first_of_group(parents, np.concatenate([i, j])), return_inverse=True)
    ones = np.ones(len(i), np.int8)
    edges = coo_array((ones, (place[: len(i)], place[len(i) :])), shape=(len(firsts), len(firsts)))
    _, component = connected_components(edges, directed=False)
    _, lowest = np.unique(component, return_index=True)  # firsts count up
    parents[firsts] = firsts[lowest[component]]
