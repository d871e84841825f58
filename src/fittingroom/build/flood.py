"""Background removal without any model: what has the colours of the border and is joined to it goes."""

import numpy as np

from fittingroom.build.component import at_edge, on_white, pieces_of

ROUNDS = 8
"""Rounds of k-means on the few hundred pixels of a border; it moves no more by then."""

TO_XYZ = np.array(
    [[0.412456, 0.357576, 0.180437], [0.212673, 0.715152, 0.072175], [0.019334, 0.119192, 0.950304]]
) / np.array([[0.950470], [1.0], [1.088830]])
"""Linear sRGB to XYZ, divided by the white point D65 (IEC 61966-2-1)."""


def flood(picture: np.ndarray, *, colours: int, within: float, least: float) -> np.ndarray | str:
    """Remove the background of a photo (h, w, 3), flooding it from the border; the rest stays on white.

    The border's pixels fall into `colours` clusters in CIE Lab (k-means); pixels nearer to one of them than
    `within` (Lab units; 2.3 is just noticeable) and joined to the border by such pixels are background. Of
    the rest the largest piece stays, if it covers the share `least` of the picture; else says why not.
    """
    lab = to_lab(picture)
    border = np.concatenate([lab[0], lab[-1], lab[:, 0], lab[:, -1]])
    centres = _clustered(border, colours)
    alike = np.zeros(lab.shape[:2], bool)
    for centre in centres:
        alike |= ((lab - centre) ** 2).sum(axis=2) < within**2
    pieces = pieces_of(alike)
    background = alike & np.isin(pieces, at_edge(pieces))
    return on_white(picture, ~background, least=least)


def to_lab(picture: np.ndarray) -> np.ndarray:
    """Colours (h, w, 3) uint8 sRGB as CIE L*a*b* (D65), in which distances are about as large as seen."""
    xyz = _LINEAR[picture] @ TO_XYZ.T.astype(np.float32)
    f = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    x, y, z = f[..., 0], f[..., 1], f[..., 2]
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=-1)


def _linear() -> np.ndarray:
    level = np.arange(256) / 255
    linear = np.where(level > 0.04045, ((level + 0.055) / 1.055) ** 2.4, level / 12.92)
    return linear.astype(np.float32)


_LINEAR = _linear()


def _clustered(points: np.ndarray, k: int) -> np.ndarray:
    """Centres (k, 3) by k-means, begun at even steps of lightness, so that nothing is left to chance."""
    ordered = points[np.argsort(points[:, 0], kind="stable")]
    centres = ordered[(2 * np.arange(k) + 1) * len(points) // (2 * k)]
    for _ in range(ROUNDS):
        nearest = ((points[:, None] - centres) ** 2).sum(axis=2).argmin(axis=1)
        sums = np.stack([np.bincount(nearest, points[:, axis], k) for axis in range(3)], axis=1)
        counts = np.bincount(nearest, minlength=k)[:, None]
        centres = np.where(counts > 0, sums / np.maximum(counts, 1), centres)
    return centres
