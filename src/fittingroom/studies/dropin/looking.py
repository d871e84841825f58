"""What of a built set is shown: photos step by step, refused ones, and pairs across the parts."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from fittingroom.build import steps_of
from fittingroom.build.built import Built
from fittingroom.build.framing import limit
from fittingroom.build.pool import CODES
from fittingroom.build.sources import read
from fittingroom.data.export import MNIST_PREFIX
from fittingroom.data.photo import Photo, read_photo
from fittingroom.data.pictures import bombs_refused
from fittingroom.match import nearest
from fittingroom.match.mapped import taken
from fittingroom.types import Part

SHOWN_PX = 256
"""Longest edge of a photo that is kept to be shown."""

SHOWN_EACH = 6
"""Refused pictures that are shown for each reason."""

TRIED_EACH = 40
"""Refused pictures that are opened for that, at most."""

READ_EACH = 300
"""Pictures of a class that are read for the page."""

ASKED = 1000
"""Test pictures whose nearest train picture is looked for."""

AMONG = 100_000
"""Train pictures among which it is looked for, at most."""


@dataclass(frozen=True, slots=True)
class Strip:
    """Pictures in a row, each with its words."""

    name: str
    stages: tuple[tuple[str, np.ndarray], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbours:
    """m test pictures, each beside the train picture that correlates most with it, directly or mirrored."""

    test: np.ndarray
    train: np.ndarray
    test_labels: np.ndarray
    train_labels: np.ndarray
    correlation: np.ndarray
    mirrored: np.ndarray


def strips(built: Built, *, rng: np.random.Generator) -> list[Strip]:
    """One photo of each class, drawn at random, and the picture after each step of the recipe."""
    found = []
    chosen = built.parts["train"]
    for number, name in enumerate(built.classes):
        own = chosen.rows[chosen.labels == number]
        if len(own):
            photo = _photo(built, int(built.pool.records[rng.choice(own)]))
            assert photo is not None
            first, *rest = steps_of(photo, built.recipe)
            found.append(Strip(name, ((first[0], limit(first[1], longest_px=SHOWN_PX)), *rest)))
    return found


def strips_of_refused(built: Built, *, rng: np.random.Generator) -> list[Strip]:
    """For each reason some of the refused that decode at all, drawn at random."""
    found = []
    for code in built.refused:
        rows = rng.permutation(np.flatnonzero(built.pool.reasons == CODES.index(code)))[:TRIED_EACH]
        shown = []
        for row in rows.tolist():
            photo = _photo(built, row)
            if photo is not None and len(shown) < SHOWN_EACH:
                words = built.pool.told[row].why if row in built.pool.told else _label(built, row)
                shown.append((words, limit(photo, longest_px=SHOWN_PX)))
        if shown:
            found.append(Strip(code, tuple(shown)))
    return found


def neighbours(built: Built, folder: Path, *, rng: np.random.Generator) -> Neighbours:
    """The nearest train picture of random test pictures, from the files in `folder`."""
    test, train = built.parts["test"], built.parts["train"]
    asked = np.sort(rng.permutation(len(test.rows))[:ASKED])
    among = np.sort(rng.permutation(len(train.rows))[:AMONG])
    of_test = taken(images_of(built, folder, "test"), asked)
    of_train = taken(images_of(built, folder, "train"), among)
    at, correlation, mirrored = nearest(of_test, of_train)
    return Neighbours(
        test=of_test,
        train=of_train[at],
        test_labels=test.labels[asked],
        train_labels=train.labels[among[at]],
        correlation=correlation,
        mirrored=mirrored,
    )


def part_of(built: Built, folder: Path) -> Part:
    """The train part, its pictures mapped from the file."""
    chosen = built.parts["train"]
    nameless = np.broadcast_to(np.array(""), len(chosen.rows))
    return Part("train", images_of(built, folder, "train"), chosen.labels, nameless)


def some_of(built: Built, folder: Path, *, rng: np.random.Generator) -> Part:
    """Some pictures of each class of train, drawn at random and read; more than a page shows."""
    labels = built.parts["train"].labels
    own = [
        rng.permutation(np.flatnonzero(labels == label))[:READ_EACH] for label in range(len(built.classes))
    ]
    rows = np.sort(np.concatenate(own))
    nameless = np.broadcast_to(np.array(""), len(rows))
    return Part("train", taken(images_of(built, folder, "train"), rows), labels[rows], nameless)


def images_of(built: Built, folder: Path, part: str) -> np.ndarray:
    """The pictures of a part (m, h, w) uint8, mapped from the plain file."""
    size = built.pool.size_px
    path = folder / "raw" / f"{MNIST_PREFIX[part]}-images-idx3-ubyte"
    return np.memmap(path, np.uint8, "r", offset=16, shape=(len(built.parts[part].rows), size, size))


def _photo(built: Built, record: int) -> np.ndarray | None:
    content = next(iter(read(built.listing, record, record + 1)))
    if isinstance(content, str):
        return None
    recipe = built.recipe
    with bombs_refused():
        photo = read_photo(content, grey=recipe.begins_grey, least_px=recipe.least_px)
    return photo.pixels if isinstance(photo, Photo) else None


def _label(built: Built, record: int) -> str:
    number = int(built.listing.labels[record])
    return built.listing.words[number] if number >= 0 else "no label"
