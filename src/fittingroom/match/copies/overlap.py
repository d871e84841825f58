"""Whether two pictures that lie on each other are one: every part of what they share must look alike.

Shared points are not enough: two garments on one carpet, or two shirts of a series, share plenty. So one
thumbnail is laid on the other and both are compared block by block; a part that differs is excused only
along one edge, where a banner may lie.
"""

from dataclasses import dataclass

import numpy as np

from fittingroom.match.copies.alignment import Alignment
from fittingroom.match.copies.description import THUMB

PROMISING = 0.65
"""Score from which on the alignment is improved by the pixels: below it, of 1,939 planted copies one would be
lifted to more than .78 and none to .88."""

PLAIN = 0.97
"""How alike they are where no improvement is needed."""

STEPS = 20

BLUR = 0.6
"""Standard deviation in pixels of the thumbnail."""


@dataclass(frozen=True, slots=True)
class Overlap:
    """How the common part of two pictures compares, in fractions.

    alike: mean correlation over the blocks, weighted by how much there is to see, the best of all ways to
    leave out a strip; shared: area of the common part, of the smaller picture; seen: share of blocks with
    anything to compare; strip: one of STRIP_NAMES, the edge along which a strip was left out; kept: top,
    bottom, left, right of what was compared, in pixels of the thumbnail.
    """

    alike: float
    shared: float
    seen: float
    strip: str
    kept: tuple[int, int, int, int]


def overlap(a: np.ndarray, b: np.ndarray, found: Alignment) -> Overlap:
    """Compare record `a`, laid on record `b` as found, with `b`.

    Points lie a pixel off here and there: where the comparison is promising and not yet plain, the thumbnail
    is shifted into place by its pixels (Evangelidis & Psarakis 2008, PAMI 30, p. 1858) and compared again.
    """
    upper, lower, matrix = laid(a, b, found, "thumb")
    first = _compared(upper, lower, matrix)
    if first.alike >= PLAIN or first.alike - found.doubt < PROMISING:
        return first
    moved = _in_place(upper, lower, matrix)
    again = first if moved is None else _compared(upper, lower, moved)
    return again if again.alike > first.alike else first


def laid(
    a: np.ndarray, b: np.ndarray, found: Alignment, field: str
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The square thumbnails of two records, and how the first of those returned lies on the second, (2, 3).

    The one that shows things larger is laid on the other, blurred to its resolution, so that a crop is not
    compared with details that its original's thumbnail lost. Both are blurred a little besides: grain that
    falls between pixels says nothing.
    """
    import cv2

    upper = np.ascontiguousarray(a[field][:, ::-1] if found.mirrored else a[field])
    lower = np.ascontiguousarray(b[field])
    matrix = _on_square(a, b, found, len(lower))
    area = abs(np.linalg.det(matrix[:, :2]))
    if area > 1:
        upper, lower, matrix, area = lower, upper, cv2.invertAffineTransform(matrix), 1 / area
    upper = cv2.GaussianBlur(upper, (0, 0), float(np.hypot(BLUR, 0.5 * np.sqrt(1 / max(area, 1e-3) - 1))))
    return upper, cv2.GaussianBlur(lower, (0, 0), BLUR), matrix


def _compared(thumb: np.ndarray, other: np.ndarray, on_thumb: np.ndarray) -> Overlap:
    import cv2

    from fittingroom.match.copies.blocks import BLOCK, STRIP_NAMES, compare_blocks

    size = (THUMB, THUMB)
    moved = cv2.warpAffine(thumb, on_thumb, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    inside = cv2.warpAffine(np.ones(size, np.float32), on_thumb, size, flags=cv2.INTER_LINEAR) > 0.99
    area = abs(np.linalg.det(on_thumb[:, :2]))
    shared = float(inside.mean() / min(1.0, area))
    alike, seen, strip, kept = compare_blocks(moved, other, inside)
    top, bottom, left, right = (BLOCK * int(edge) for edge in kept)
    return Overlap(alike, shared, seen, STRIP_NAMES[strip], (top, bottom, left, right))


def _in_place(thumb: np.ndarray, other: np.ndarray, on_thumb: np.ndarray) -> np.ndarray | None:
    """The alignment of thumbnails, improved; None where the pixels lead nowhere."""
    import cv2

    back = cv2.invertAffineTransform(on_thumb).astype(np.float32)
    stop = (cv2.TERM_CRITERIA_COUNT | cv2.TERM_CRITERIA_EPS, STEPS, 1e-4)
    everywhere = np.full((THUMB, THUMB), 255, np.uint8)
    try:
        _, back = cv2.findTransformECC(other, thumb, back, cv2.MOTION_AFFINE, stop, everywhere, 3)
    except cv2.error:  # raised where the two have nothing in common
        return None
    if abs(np.linalg.det(back[:, :2])) < 1e-3:
        return None
    return cv2.invertAffineTransform(back)


def _on_square(a: np.ndarray, b: np.ndarray, found: Alignment, edge: int) -> np.ndarray:
    """The alignment between pictures that are stretched to squares of `edge` pixels; (2, 3) float64."""
    to_work = np.eye(3)
    h, w = a["work"] / edge
    to_work[:2] = [[w, 0, 0.5 * w - 0.5], [0, h, 0.5 * h - 0.5]]
    full = np.vstack([found.matrix, [0, 0, 1]])
    h, w = b["work"] / edge
    to_square = np.array([[1 / w, 0, 0.5 / w - 0.5], [0, 1 / h, 0.5 / h - 0.5], [0, 0, 1]])
    return (to_square @ full @ to_work)[:2]
