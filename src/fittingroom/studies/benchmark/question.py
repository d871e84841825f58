"""What a fit learns and what it is asked: arrays alone, so that no engine ever holds the labels asked for."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from fittingroom.files import fingerprint
from fittingroom.studies.benchmark.result import Asked, Mode
from fittingroom.types import Dataset


@dataclass(frozen=True, slots=True)
class Material:
    """A data set as every process of the benchmark gets it: without the labels of the parts asked.

    images: (n, h, w[, c]) uint8; labels: asked part -> (m,) int64 of the images learned for it;
    learned, asked: asked part -> row numbers; second: images of a second test part, or none.
    """

    images: np.ndarray
    classes: int
    labels: Mapping[Asked, np.ndarray]
    learned: Mapping[Asked, np.ndarray]
    asked: Mapping[Asked, np.ndarray]
    second: np.ndarray | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One fit: images (n, h, w[, c]) uint8, labels (n,) int64 in the seed's order; images asked (m, ...)."""

    images: np.ndarray
    labels: np.ndarray
    asked: np.ndarray
    classes: int
    mode: Mode
    seed: int

    @property
    def pixels(self) -> np.ndarray:
        """(n, p) uint8."""
        return self.images.reshape(len(self.images), -1)

    @property
    def pixels_asked(self) -> np.ndarray:
        """(m, p) uint8."""
        return self.asked.reshape(len(self.asked), -1)

    def standardised(self, dtype: type = np.float64) -> tuple[np.ndarray, np.ndarray]:
        """Learned and asked pixels with the mean 0 and the deviation 1 of the learned ones, as in the paper.

        Computed in float64 whatever the result's precision; a constant pixel is 0 where it is as learned.
        """
        mean = self.pixels.mean(axis=0)
        deviation = self.pixels.std(axis=0)
        deviation[deviation == 0] = 1.0
        learned = _scaled(self.pixels, mean, deviation, dtype)
        return learned, _scaled(self.pixels_asked, mean, deviation, dtype)


def _scaled(pixels: np.ndarray, mean: np.ndarray, deviation: np.ndarray, dtype: type) -> np.ndarray:
    scaled = np.empty(pixels.shape, dtype)
    for start in range(0, len(pixels), 4096):  # float64 of all of them would be held twice
        scaled[start : start + 4096] = (pixels[start : start + 4096] - mean) / deviation
    return scaled


def material(data: Dataset, second: Dataset | None = None) -> Material:
    """What processes get of a data set: for test all else is learned, for val what is left of train.

    second: a data set whose test part is asked about too.
    """
    parts = [part for part in ("train", "val", "cal") if len(data.rows(part))]
    learned: dict[Asked, np.ndarray] = {"test": np.sort(np.concatenate([data.rows(part) for part in parts]))}
    asked: dict[Asked, np.ndarray] = {"test": data.rows("test")}
    if len(data.rows("val")):
        learned["val"] = np.sort(np.concatenate([data.rows(part) for part in parts if part != "val"]))
        asked["val"] = data.rows("val")
    return Material(
        images=data.images,
        classes=len(data.card.classes),
        labels={part: data.labels[rows] for part, rows in learned.items()},
        learned=learned,
        asked=asked,
        second=None if second is None else second.images[second.rows("test")],
    )


def question(material: Material, *, asked: Asked, mode: Mode, seed: int) -> Question:
    """One fit's arrays; the seed draws the order of what is learned, as each repetition of the paper did."""
    n = len(material.labels[asked])
    order = np.random.default_rng([seed, n]).permutation(n)
    images = material.images[material.asked[asked]]
    if asked == "test" and material.second is not None:
        images = np.concatenate([images, material.second])
    return Question(
        images=material.images[material.learned[asked][order]],
        labels=material.labels[asked][order],
        asked=images,
        classes=material.classes,
        mode=mode,
        seed=seed,
    )


def identity(data: Dataset) -> str:
    """Tells the data and their parts from all others: results for one are no results for another."""
    parts = [data.rows(part) for part in ("train", "val", "cal", "test")]
    return fingerprint(np.frombuffer(data.fingerprint.encode(), np.uint8), *parts)[:32]
