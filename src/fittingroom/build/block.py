"""A stretch of a source, from bytes to prepared pictures: the piece of work that runs anywhere."""

from dataclasses import dataclass

import numpy as np

from fittingroom.build.quality import quality
from fittingroom.build.recipe import Recipe, converted
from fittingroom.build.refusal import Refusal
from fittingroom.build.sources import Content, Listing, read
from fittingroom.data.photo import HANDLED, Unreadable, read_photo
from fittingroom.data.pictures import bombs_refused
from fittingroom.errors import InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What all blocks of a build share. wanted: (n,) bool, the records whose pictures are asked for."""

    listing: Listing
    recipe: Recipe
    size_px: int
    wanted: np.ndarray
    least_contrast: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """What became of m records that follow one another.

    pictures: (m, size, size) uint8, black where there is none; refusals: by place in the block; contrast,
    fill, sharpness: (m,) float32; handled: (m,) uint16, a bit for each of HANDLED.
    """

    pictures: np.ndarray
    refusals: dict[int, Refusal]
    contrast: np.ndarray
    fill: np.ndarray
    sharpness: np.ndarray
    handled: np.ndarray


def convert(task: Task, start: int, stop: int) -> Block:
    """Prepare the records start ... stop - 1. One bad picture stops no other; nothing is lost silently.

    Raises InputError where the recipe does not end in a grey picture of the size that was asked for.
    """
    pictures = np.zeros((stop - start, task.size_px, task.size_px), np.uint8)
    handled = np.zeros(stop - start, np.uint16)
    refusals: dict[int, Refusal] = {}
    rows = np.flatnonzero(task.wanted[start:stop])
    with bombs_refused():
        for first, last in _runs(rows):
            contents = read(task.listing, start + first, start + last)
            for place, content in zip(range(first, last), contents, strict=True):
                found = _one(content, task.recipe)
                if isinstance(found, Refusal):
                    refusals[place] = found
                    continue
                picture, done = found
                _check(picture, task)
                pictures[place] = picture
                handled[place] = sum(1 << HANDLED.index(words) for words in done)
    measured = quality(pictures)
    for place in np.flatnonzero(task.wanted[start:stop] & (measured.contrast < task.least_contrast)):
        if place not in refusals:
            refusals[int(place)] = _too_flat(float(measured.contrast[place]))
    return Block(
        pictures=pictures,
        refusals=refusals,
        contrast=measured.contrast,
        fill=measured.fill,
        sharpness=measured.sharpness,
        handled=handled,
    )


def _one(content: Content, recipe: Recipe) -> tuple[np.ndarray, tuple[str, ...]] | Refusal:
    if isinstance(content, str):
        return Refusal("missing", content)
    photo = read_photo(content, grey=recipe.begins_grey, least_px=recipe.least_px)
    if isinstance(photo, Unreadable):
        return Refusal(photo.fault, photo.why)
    picture = converted(photo.pixels, recipe)
    if isinstance(picture, str):
        return Refusal("empty" if picture.startswith("trim:") else "not-prepared", picture)
    return picture, photo.handled


def _too_flat(contrast: float) -> Refusal:
    if contrast == 0:
        return Refusal("blank", "the picture has one grey level", 0.0)
    return Refusal("low-contrast", f"contrast {contrast:.3f}", contrast)


def _check(picture: np.ndarray, task: Task) -> None:
    if picture.shape != (task.size_px, task.size_px):
        raise InputError(
            f"recipe {task.recipe.name}: it must end in a grey picture of {task.size_px} x {task.size_px} "
            f"pixels, found shape {picture.shape}; change its sizes, or ask for another --size"
        )


def _runs(rows: np.ndarray) -> list[tuple[int, int]]:
    """Stretches of rows without a gap: (first, one after the last) of each."""
    if not len(rows):
        return []
    breaks = np.flatnonzero(np.diff(rows) > 1)
    firsts, lasts = rows[[0, *(breaks + 1)]], rows[[*breaks, len(rows) - 1]]
    return [(int(first), int(last) + 1) for first, last in zip(firsts, lasts, strict=True)]
