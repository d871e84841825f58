"""A border of one colour is no part of the picture: it is left out before anything is compared."""

import numpy as np

EVEN = 5.0
"""Standard deviation in levels up to which a line counts as one colour: JPEG adds a few."""

LIKE = 10.0
"""Levels by which a line's mean may differ from the outermost line's."""

LEAST = 0.3
"""Share of an edge that is never trimmed away."""


def trimmed(value: np.ndarray) -> tuple[int, int, int, int]:
    """Find what is left of a grey picture without its border: top, bottom, left, right, as for a slice.

    value: (h, w) uint8. A border is a run of rows or columns from the edge inward, each of one level, all of
    the same. At least LEAST of each edge stays, and a picture of one level stays whole.
    """
    levels = value.astype(np.float32)
    top, bottom = _inner(levels)
    left, right = _inner(levels[top:bottom].T)
    return top, bottom, left, right


def _inner(levels: np.ndarray) -> tuple[int, int]:
    """The first row that is no border, and the one after the last."""
    mean, n = levels.mean(axis=1), len(levels)
    spread = np.sqrt(np.maximum(np.einsum("hw,hw->h", levels, levels) / levels.shape[1] - mean**2, 0))
    first = _run((spread <= EVEN) & (np.abs(mean - mean[0]) <= LIKE))
    last = _run(((spread <= EVEN) & (np.abs(mean - mean[-1]) <= LIKE))[::-1])
    if n in (first, last):
        return 0, n
    # the line beside a border is half border, blurred by resizing and JPEG
    first, last = (run + 1 if run else 0 for run in (first, last))
    spare = n - int(np.ceil(LEAST * n))
    if first + last > spare:
        first, last = first * spare // (first + last), last * spare // (first + last)
    return first, n - last


def _run(border: np.ndarray) -> int:
    """How many lines from the start on are border."""
    return len(border) if border.all() else int(np.argmin(border))
