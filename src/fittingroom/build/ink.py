"""A photographed digit as MNIST shows digits: ink alone, in a box, centred by its mass.

LeCun, Cortes & Burges (http://yann.lecun.com/exdb/mnist/): the bilevel digits of NIST were "size normalized
to fit in a 20x20 pixel box while preserving their aspect ratio"; grey levels come from the anti-aliasing of
that; they were "centered in a 28x28 image by computing the center of mass of the pixels, and translating
the image so as to position this point at the center". A photo must be made bilevel first: that is `ink`.
"""

import numpy as np

from fittingroom.build.component import BY_CORNERS, at_edge, pieces_of
from fittingroom.build.framing import area, limit

LEAST_CONTRAST = 8
"""Grey levels between ink and paper below which there is no ink to speak of: 20 were too many for a third of
the digits cut from phone photos, looked at, not scored."""


def ink(picture: np.ndarray, *, reach: float) -> np.ndarray | str:
    """Tell ink from paper: (h, w) grey -> (h, w) uint8, 255 where there is ink, 0 elsewhere.

    Each pixel is compared with the mean of its surroundings, `reach` times the longest edge wide, so that
    a shadow across the page does no harm; Otsu's threshold (1979, IEEE Trans. SMC 9, p. 62) parts the
    differences. Ink may be darker or lighter than its paper: it is the rarer of the two, so the side with
    the longer tail. Says why not where no ink stands out.
    """
    from scipy.ndimage import uniform_filter

    height, width = picture.shape
    width_px = max(3, round(reach * max(height, width)))
    grey = picture.astype(np.float32)
    darker = uniform_filter(grey, width_px, mode="nearest") - grey
    if (darker**3).sum() < 0:
        darker = -darker
    difference = np.clip(darker, 0, 255).astype(np.uint8)
    threshold, apart = otsu(difference)
    if apart < LEAST_CONTRAST:
        return "no ink stands out from the paper"
    return np.where(difference > threshold, 255, 0).astype(np.uint8)


def otsu(levels: np.ndarray) -> tuple[int, float]:
    """The level that parts uint8 `levels` best (up to and including it, and above), and how far apart the
    means of both sides are."""
    counts = np.bincount(levels.ravel(), minlength=256).astype(float)
    below, sums = counts.cumsum()[:-1], (counts * np.arange(256)).cumsum()
    above = levels.size - below
    with np.errstate(divide="ignore", invalid="ignore"):
        apart = np.nan_to_num((sums[-1] - sums[:-1]) / above - sums[:-1] / below)
    best = int((below * above * apart**2).argmax())
    return best, float(apart[best])


def clear(picture: np.ndarray, *, least: float) -> np.ndarray | str:
    """Remove ink that touches the edge of the picture, as frames and neighbours do; specks go too.

    Of the rest, pieces of less than the share `least` of the largest one are specks. Says why not where
    nothing is left.
    """
    pieces = pieces_of(picture > 0, BY_CORNERS)
    sizes = np.bincount(pieces.ravel())
    sizes[0] = 0
    sizes[at_edge(pieces)] = 0
    if not sizes.any():
        return "all ink touches the edge"
    return np.where((sizes >= max(1, least * sizes.max()))[pieces], picture, 0).astype(np.uint8)


def box(picture: np.ndarray, *, longest_px: int) -> np.ndarray | str:
    """Cut the picture to its ink and resize that so that its longest edge has `longest_px` pixels."""
    y, x = np.nonzero(picture)
    if not len(y):
        return "there is no ink"
    return area(picture[y.min() : y.max() + 1, x.min() : x.max() + 1], longest_px=longest_px)


def centre(picture: np.ndarray, *, size_px: int) -> np.ndarray:
    """Put ink on a black square of `size_px` with its centre of mass in the middle, as far as it has room.

    What is larger than the square, because no box was found, is reduced to it.
    """
    picture = limit(picture, longest_px=size_px)
    height, width = picture.shape
    mass = max(float(picture.sum()), 1e-9)
    middle = (
        float(picture.sum(axis=1) @ np.arange(height)) / mass,
        float(picture.sum(axis=0) @ np.arange(width)) / mass,
    )
    y, x = (
        min(max(round(size_px / 2 - at), 0), size_px - length)
        for at, length in zip(middle, (height, width), strict=True)
    )
    page = np.zeros((size_px, size_px), np.uint8)
    page[y : y + height, x : x + width] = picture
    return page
