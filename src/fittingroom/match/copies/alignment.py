"""How one picture lies on another: the turn, scale and shift under which most of their points agree.

Random sample consensus (Fischler & Bolles 1981, CACM 24, p. 381), but over all pairs of the best matches
instead of random ones, so that nothing depends on chance. Planes are complex numbers here: a similarity is
z -> a z + b.
"""

from dataclasses import dataclass

import numpy as np

from fittingroom.match.copies.features import CIRCLE, MIRROR, OCTAVE, SUBPIXEL

LIKE_BITS = 44
"""Bits that may differ between matching points: of unrelated points 1 % do so."""

LIKE_DIRECTION = 15
LIKE_SIZE = 1.7 * OCTAVE

BEST = 24
"""Matches of which every two are tried as a similarity."""

NEAR_PX = 3.0
"""How far a point may lie from where the similarity puts it."""

MOST_TURN = np.deg2rad(15)
MOST_SCALE = 3.2


@dataclass(frozen=True, slots=True)
class Alignment:
    """Where one picture's points lie on another: x' = matrix @ (x, y, 1), (2, 3) float64, working pixels.

    `mirrored`: the first picture is mirrored beforehand (its x counts from the right). agreeing: matches
    that say so; of: matches there are.
    """

    matrix: np.ndarray
    mirrored: bool
    agreeing: int
    of: int


def align(a: np.ndarray, b: np.ndarray, *, mirrored: bool) -> Alignment | None:
    """Lay record `a` on record `b`, None where no three points agree."""
    here, there = matches(a, b, mirrored=mirrored)
    if len(here) < 3:
        return None
    matrix, close = _similarity(here, there)
    if close.sum() < 3:
        return None
    for least, fit in ((3, _fitted_similarity), (8, _fitted_affine)):
        if close.sum() >= least:
            better = fit(here[close], there[close])
            near = np.abs(_moved(better, here) - there) <= NEAR_PX
            if _is_plausible(better) and near.sum() >= close.sum() - 1:
                matrix, close = better, near
    return Alignment(matrix, mirrored, int(close.sum()), len(here))


def matches(a: np.ndarray, b: np.ndarray, *, mirrored: bool) -> tuple[np.ndarray, np.ndarray]:
    """Points of two records that are each other's nearest, closest first: two (m,) complex, in pixels."""
    n, m = int(a["points"]), int(b["points"])
    bits = a["bits"][:n] ^ (MIRROR if mirrored else np.uint8(0))
    places, others = a["places"][:n].astype(np.int32), b["places"][:m].astype(np.int32)
    x, direction = places[:, 0], places[:, 3]
    if mirrored:
        # pixel centres are whole numbers: the mirror image of x is width - 1 - x
        x, direction = (int(a["work"][1]) - 1) * SUBPIXEL - x, CIRCLE // 2 - direction
    differing = _differing(np.ascontiguousarray(bits), np.ascontiguousarray(b["bits"][:m]))
    turn = (direction[:, None] - others[:, 3] + CIRCLE // 2) % CIRCLE - CIRCLE // 2
    fits = (np.abs(turn) <= LIKE_DIRECTION) & (np.abs(places[:, 2, None] - others[:, 2]) <= LIKE_SIZE)
    differing[~fits] = 128
    if not differing.size:
        return np.empty(0, complex), np.empty(0, complex)
    nearest = differing.argmin(axis=1)
    rows = np.arange(n)
    mutual = (differing.argmin(axis=0)[nearest] == rows) & (differing[rows, nearest] <= LIKE_BITS)
    rows = rows[mutual]
    rows = rows[np.argsort(differing[rows, nearest[rows]], kind="stable")]
    here = (x[rows] + 1j * places[rows, 1]) / SUBPIXEL
    there = others[nearest[rows], 0] + 1j * others[nearest[rows], 1]
    return here, there / SUBPIXEL


def _differing(bits: np.ndarray, others: np.ndarray) -> np.ndarray:
    """How many bits each of `bits` (n, 16) and each of `others` (m, 16) differ in, (n, m) uint8."""
    x, y = bits.view(np.uint64), others.view(np.uint64)
    return np.bitwise_count(x[:, :1] ^ y[:, 0]) + np.bitwise_count(x[:, 1:] ^ y[:, 1])


def _similarity(here: np.ndarray, there: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    p, q = np.triu_indices(min(len(here), BEST), 1)
    run = here[p] - here[q]
    apart = np.abs(run) > 8
    p, q, run = p[apart], q[apart], run[apart]
    a = (there[p] - there[q]) / run
    sane = (np.abs(np.angle(a)) <= MOST_TURN) & (
        np.abs(np.log(np.maximum(np.abs(a), 1e-9))) <= np.log(MOST_SCALE)
    )
    a, p = a[sane], p[sane]
    if not len(a):
        return np.eye(2, 3), np.zeros(len(here), bool)
    b = there[p] - a * here[p]
    near = np.abs(a[:, None] * here + b[:, None] - there) <= NEAR_PX
    best = near.sum(axis=1).argmax()
    return _matrix(complex(a[best]), complex(b[best])), near[best]


def _matrix(a: complex, b: complex) -> np.ndarray:
    return np.array([[a.real, -a.imag, b.real], [a.imag, a.real, b.imag]])


def _moved(matrix: np.ndarray, z: np.ndarray) -> np.ndarray:
    x, y = matrix @ np.stack([np.real(z), np.imag(z), np.ones(len(z))])
    return x + 1j * y


def _fitted_similarity(here: np.ndarray, there: np.ndarray) -> np.ndarray:
    u, v = here - here.mean(), there - there.mean()
    a = complex((v * u.conj()).sum() / max(float((np.abs(u) ** 2).sum()), 1e-9))
    return _matrix(a, complex(there.mean()) - a * complex(here.mean()))


def _fitted_affine(here: np.ndarray, there: np.ndarray) -> np.ndarray:
    known = np.stack([np.real(here), np.imag(here), np.ones(len(here))], axis=1)
    return np.linalg.lstsq(known, np.stack([np.real(there), np.imag(there)], axis=1), rcond=None)[0].T


def _is_plausible(matrix: np.ndarray) -> bool:
    """A picture that was squeezed by more than a quarter or slanted is not taken for a copy."""
    scales = np.linalg.svd(matrix[:, :2], compute_uv=False)
    return bool(scales[1] > 0 and scales[0] / scales[1] < 1.3 and 1 / MOST_SCALE < scales[1] < MOST_SCALE)
