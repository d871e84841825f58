"""Small made data that a user might bring, shared by the tests of this room."""

from pathlib import Path

import numpy as np
from PIL import Image

from fittingroom.data.arrays import from_arrays
from fittingroom.types import Card, Dataset, LabelNoise

CLASSES = ("T-shirt/top", "Été", "b|c")
"""Names that file systems, CSV and Markdown all trip over."""

CARD = Card(
    name="made",
    classes=CLASSES,
    counts={"train": 9, "test": 6},
    version="1.2",
    licence="CC BY 4.0",
    source="https://example.org/made",
    citation="Nobody 2021: nothing",
    chance={"accuracy": 1 / 3},
    label_noise=LabelNoise(low=0.01, high=0.02, source="made up"),
    notes=("a note with | and : in it",),
)


def made(*, colour: bool = False, groups: bool = True, test: bool = True) -> Dataset:
    """15 random images of 5 x 4 pixels in three classes, the last 6 of them test."""
    rng = np.random.default_rng(3)
    images = rng.integers(0, 256, (15, 5, 4, 3) if colour else (15, 5, 4)).astype(np.uint8)
    labels = np.arange(15) % 3
    return from_arrays(
        images[:9],
        labels[:9],
        test=(images[9:], labels[9:]) if test else None,
        ids=[f"shop/{place} item.jpg" for place in range(15 if test else 9)],
        groups=np.array([0, 1, 1, 2, 0, 3, 4, 5, 6, 2, 1, 0, 7, 8, 9][: 15 if test else 9])
        if groups
        else None,
        card=CARD,
    )


def same(one: Dataset, other: Dataset) -> bool:
    """Whether two data sets hold the same images, labels, class names, ids, groups and parts."""
    groups = (one.groups is None and other.groups is None) or (
        one.groups is not None and other.groups is not None and np.array_equal(one.groups, other.groups)
    )
    return (
        one.fingerprint == other.fingerprint
        and one.card.classes == other.card.classes
        and one.ids.tolist() == other.ids.tolist()
        and groups
        and {part: rows.tolist() for part, rows in one.parts.items()}
        == {part: rows.tolist() for part, rows in other.parts.items()}
    )


def save(path: Path, pixels: np.ndarray) -> None:
    """Write one picture, making its folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(pixels).save(path)
