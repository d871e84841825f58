"""Something on the picture, or over it, that does not belong to it."""

import numpy as np

from fittingroom.measure.defects.canvas import (
    away_from,
    changed,
    each,
    grid,
    laid_over,
    paper,
    side,
    strength,
)

STAIN = (0.06, 0.09, 0.13, 0.18, 0.25)
SMEAR = (0.08, 0.14, 0.2, 0.27, 0.35)
LINES = ((1, 0.03), (2, 0.03), (3, 0.035), (4, 0.045), (4, 0.08))
COVERED = (0.15, 0.25, 0.35, 0.45, 0.55)
SPOTS = 3


def stain(images: np.ndarray, severity: int | None, *, rng: np.random.Generator) -> np.ndarray:
    """A spot of 6 to 25 % of the side in radius, and two smaller ones, that hide what they cover."""
    radius = strength(severity, STAIN)

    def change(planes: np.ndarray, draws: np.ndarray) -> np.ndarray:
        (y, x), edge = grid(planes), side(planes)
        height, width = planes.shape[-2:]
        down, right = (each(draws, 0) - 0.5) * (0.8 * height), (each(draws, 1) - 0.5) * (0.8 * width)
        wet = np.zeros((len(planes), height, width), np.float32)
        for spot in range(SPOTS):
            size = radius * edge * (1 if spot == 0 else 0.3 + 0.4 * each(draws, 4 * spot))
            off = 0 if spot == 0 else 2 * radius * edge
            away = (y - down - off * (each(draws, 4 * spot + 1) - 0.5)) ** 2 + (
                x - right - off * (each(draws, 4 * spot + 2) - 0.5)
            ) ** 2
            np.maximum(wet, 1.5 - away / (2 * size**2), out=wet)
        shade = away_from(paper(planes), 0.5 + 0.5 * each(draws, 3)[:, None])
        return laid_over(planes, shade, np.minimum(wet, 0.9))

    return changed(images, change, draws=4 * SPOTS, rng=rng)


def smear(images: np.ndarray, severity: int | None, *, rng: np.random.Generator) -> np.ndarray:
    """Wiped over while wet: a band across the picture, 16 to 70 % of the side wide, dragged along itself."""
    reach = strength(severity, SMEAR)

    def change(planes: np.ndarray, draws: np.ndarray) -> np.ndarray:
        out, way = planes.astype(np.float32), np.minimum((4 * draws[:, 0]).astype(int), 3)
        for turn in range(4):
            rows = np.flatnonzero(way == turn)
            upright = out[rows].swapaxes(2, 3) if turn % 2 else out[rows]
            band, length = upright.shape[2:]
            tail = _tail(length, reach * length)
            dragged = upright @ (tail if turn < 2 else np.ascontiguousarray(tail[::-1, ::-1]))
            middle = (0.2 + 0.6 * each(draws[rows], 1)) * (band - 1)
            edge = reach * band - np.abs(np.arange(band)[:, None] - middle)
            wiped = upright + (dragged - upright) * np.clip(edge + 0.5, 0, 1)[:, None]
            out[rows] = wiped.swapaxes(2, 3) if turn % 2 else wiped
        return out

    return changed(images, change, draws=2, rng=rng)


def _tail(size: int, length_px: float) -> np.ndarray:
    """The (size, size) mixture in which every pixel is dragged on, fading over `length_px`."""
    behind = np.arange(size)[:, None] - np.arange(size)
    weights = np.where(behind >= 0, np.exp(-np.abs(behind) / length_px), 0)
    return (weights / weights.sum(axis=1, keepdims=True)).T.astype(np.float32)


def border_lines(images: np.ndarray, severity: int | None, *, rng: np.random.Generator) -> np.ndarray:
    """Lines along one to four sides, as from a scan or a form's cell, 3 to 8 % of the side thick."""
    count, thickness = LINES[int(strength(severity, range(5)))]

    def change(planes: np.ndarray, draws: np.ndarray) -> np.ndarray:
        height, width = planes.shape[-2:]
        thick, inset = max(1, round(thickness * side(planes))), 0.08 * side(planes)
        first = (4 * each(draws, 0)).astype(int)
        cover = np.zeros((len(planes), height, width), np.float32)
        y, x = np.arange(height)[:, None], np.arange(width)[None, :]
        for number, from_edge in enumerate((y, x, height - 1 - y, width - 1 - x)):
            depth = from_edge - np.floor(inset * each(draws, 2 + number))
            there = (number - first) % 4 < count
            np.maximum(cover, there & (depth >= 0) & (depth < thick), out=cover)
        shade = away_from(paper(planes), 0.5 + 0.5 * each(draws, 1)[:, None])
        return laid_over(planes, shade, cover)

    return changed(images, change, draws=6, rng=rng)


def occlusion(images: np.ndarray, severity: int | None, *, rng: np.random.Generator) -> np.ndarray:
    """A square of one grey, 15 to 55 % of the side, somewhere in front of the picture."""
    share = strength(severity, COVERED)

    def change(planes: np.ndarray, draws: np.ndarray) -> np.ndarray:
        height, width = planes.shape[-2:]
        edge = max(1, round(share * side(planes)))
        top = np.floor(each(draws, 0) * (height - edge + 1))
        left = np.floor(each(draws, 1) * (width - edge + 1))
        y, x = np.arange(height)[:, None], np.arange(width)[None, :]
        inside = (y >= top) & (y < top + edge) & (x >= left) & (x < left + edge)
        grey = (256 * each(draws, 2)).astype(np.uint8)[:, None]
        return np.where(inside[:, None], grey, planes)

    return changed(images, change, draws=3, rng=rng)
