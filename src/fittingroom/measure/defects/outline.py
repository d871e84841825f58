"""What belongs to the thing in a picture, and what to its background."""

import numpy as np
from scipy import ndimage

from fittingroom.measure.defects.canvas import paper, side

LIKE = 32
"""A pixel this close to its picture's border colour, in its worst channel, may be background."""

OUTLINE = 1 / 75
"""How far a soft outline reaches, as a share of the side; at least a pixel."""

NEIGHBOURS = np.zeros((3, 3, 3), bool)
NEIGHBOURS[1] = True  # the eight around it, in the same picture


def thing(planes: np.ndarray) -> np.ndarray:
    """How much of each pixel is thing rather than background, (m, h, w) float32 in 0..1.

    Background is what the border reaches through pixels like it; what is enclosed is thing. Beside the
    background a pixel is a mixture, and as much thing as its distance from the border's colour is of the
    greatest nearby: soft outlines stay soft. A thing of its background's colour cannot be told from it.
    """
    colour = paper(planes)
    distance = (np.maximum(planes, colour) - np.minimum(planes, colour)).max(axis=1)
    background = _reached(distance < LIKE)
    size = 1 + 2 * max(1, round(OUTLINE * side(planes)))
    nearby = np.maximum(largest(distance, size), LIKE).astype(np.float32)
    return np.where(largest(background, size), distance / nearby, np.float32(1))


def largest(values: np.ndarray, size: int) -> np.ndarray:
    """The largest of size x size values (..., h, w) around each; the span doubles at each step."""
    before, after = (size - 1) // 2, size // 2
    out = np.pad(values, [(0, 0)] * (values.ndim - 2) + [(before, after)] * 2, mode="edge")
    reach = 1
    while reach < size:
        step = min(reach, size - reach)
        out = np.maximum(out[..., step:, :], out[..., :-step, :])
        out = np.maximum(out[..., step:], out[..., :-step])
        reach += step
    return out


def _reached(like: np.ndarray) -> np.ndarray:
    """Which of the pixels `like` the border (m, h, w) can be reached from it."""
    number = np.empty(like.shape, np.int32)
    ndimage.label(like, NEIGHBOURS, output=number)
    touching = np.zeros(int(number.max(initial=0)) + 1, bool)
    for border in (number[:, 0], number[:, -1], number[:, :, 0], number[:, :, -1]):
        touching[border] = True
    touching[0] = False
    return touching[number]
