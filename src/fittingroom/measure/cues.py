"""Cues: what does a model look at? The same pictures with all but one clue taken away, or the side changed.

A person names a garment from its silhouette and cannot from a swatch of its cloth; nobody names it from the
background alone. Where a model can, its score rests on something else than it seems to (Geirhos et al. 2020,
Nature Machine Intelligence 2, p. 665). Functions (images uint8 (n, h, w[, c]), rng) -> the same shape.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from fittingroom.measure.defects.canvas import away_from, changed, paper, side
from fittingroom.measure.defects.orientation import mirror
from fittingroom.measure.defects.outline import largest, thing

SWATCH = 0.25
"""Edge of the piece of texture, as a share of the picture's side."""
SHEET = 0.7
"""Edge of the square that the texture is laid out in."""

TRACE = 0.1
"""A pixel that is more thing than this is painted over with it, and the pixels around it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """One way of asking what a model looks at; apply: images (n, h, w[, c]) uint8, rng= -> copies."""

    name: str
    title: str
    sentence: str
    apply: Callable[..., np.ndarray]


def mirrored(images: np.ndarray, *, rng: np.random.Generator) -> np.ndarray:
    """Left and right exchanged: what a thing is does not depend on it."""
    return mirror(images, rng=rng)


def silhouette_only(images: np.ndarray, *, rng: np.random.Generator) -> np.ndarray:
    """The outline, filled evenly with the black or white that is farther from the background's colour."""

    def change(planes: np.ndarray, _: np.ndarray) -> np.ndarray:
        colour = paper(planes)
        return colour + thing(planes)[:, None] * (away_from(colour, 1.0) - colour)

    return changed(images, change, rng=rng)


def texture_only(images: np.ndarray, *, rng: np.random.Generator) -> np.ndarray:
    """A swatch of the thing, the piece that holds most of it, repeated over a square on its background.

    Every other repetition is mirrored, so that the swatch's edges draw no lines.
    """

    def change(planes: np.ndarray, _: np.ndarray) -> np.ndarray:
        edge, square = max(1, round(SWATCH * side(planes))), round(SHEET * side(planes))
        top, left = _fullest(thing(planes), edge)
        place = np.arange(square) % (2 * edge)
        place = np.minimum(place, 2 * edge - 1 - place)
        rows, columns = top[:, None] + place, left[:, None] + place
        picture = np.arange(len(planes))[:, None, None]
        cloth = planes.transpose(0, 2, 3, 1)[picture, rows[:, :, None], columns[:, None, :]]
        out = np.broadcast_to(paper(planes), planes.shape).copy()
        y, x = ((size - square) // 2 for size in planes.shape[-2:])
        out[:, :, y : y + square, x : x + square] = cloth.transpose(0, 3, 1, 2)
        return out

    return changed(images, change, rng=rng)


def background_only(images: np.ndarray, *, rng: np.random.Generator) -> np.ndarray:
    """The thing and its soft outline painted over with the background's colour: no trace of it is left."""

    def change(planes: np.ndarray, _: np.ndarray) -> np.ndarray:
        covered = largest(thing(planes) > TRACE, 3)[:, None]
        return np.where(covered, paper(planes), planes)

    return changed(images, change, rng=rng)


def _fullest(share: np.ndarray, edge: int) -> tuple[np.ndarray, np.ndarray]:
    """Top and left of the edge x edge square that holds most of each thing; of equals the middle one."""
    summed = np.pad(share, ((0, 0), (1, 0), (1, 0))).cumsum(axis=1, dtype=np.float64).cumsum(axis=2)
    held = summed[:, edge:, edge:] - summed[:, :-edge, edge:] - summed[:, edge:, :-edge]
    held += summed[:, :-edge, :-edge]
    y, x = (np.arange(size) - (size - 1) / 2 for size in held.shape[1:])
    held = np.rint(held * 100) - np.hypot(y[:, None], x) / held.size
    return np.unravel_index(held.reshape(len(held), -1).argmax(axis=1), held.shape[1:])


CUES: tuple[Cue, ...] = (
    Cue(name="mirrored", title="mirrored", sentence="Left and right exchanged.", apply=mirrored),
    Cue(
        name="silhouette-only",
        title="silhouette only",
        sentence="The outline, filled evenly.",
        apply=silhouette_only,
    ),
    Cue(
        name="texture-only",
        title="texture only",
        sentence="A swatch of the thing, repeated over a square.",
        apply=texture_only,
    ),
    Cue(
        name="background-only",
        title="background only",
        sentence="The thing painted over with its background's colour.",
        apply=background_only,
    ),
)
"""Every cue, in the order of print."""
