"""Pieces of a mask: which of them is the object, and which touch the edge of the picture."""

import numpy as np

BY_EDGES, BY_CORNERS = np.array([[0, 1, 0], [1, 1, 1], [0, 1, 0]]), np.ones((3, 3))
"""Pixels of a piece touch by their edges, or by corners too."""


def pieces_of(mask: np.ndarray, touching: np.ndarray = BY_EDGES) -> np.ndarray:
    """Number the pieces of a mask (h, w) from 1 in reading order; 0 outside. Returns (h, w) int32."""
    from scipy.ndimage import label

    numbers = np.empty(mask.shape, np.int32)
    label(mask, touching, numbers)
    return numbers


def at_edge(pieces: np.ndarray) -> np.ndarray:
    """The numbers of the pieces that touch the edge of the picture; 0 where the outside does."""
    return np.unique(np.concatenate([pieces[0], pieces[-1], pieces[:, 0], pieces[:, -1]]))


def largest(mask: np.ndarray) -> np.ndarray:
    """The largest piece of a mask (h, w) bool; of equal ones the first."""
    pieces = pieces_of(mask)
    sizes = np.bincount(pieces.ravel())
    return mask if len(sizes) < 2 else pieces == 1 + sizes[1:].argmax()


def on_white(picture: np.ndarray, mask: np.ndarray, *, least: float) -> np.ndarray | str:
    """The picture inside the largest piece of `mask`, white outside.

    Says why not where that piece covers less than the share `least` of the picture.
    """
    kept = largest(mask)
    if kept.sum() < least * kept.size:
        return "no object was left beside the background"
    shown = np.full_like(picture, 255)
    shown[kept] = picture[kept]
    return shown
