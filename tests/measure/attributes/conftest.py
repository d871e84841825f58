"""Made images with attributes whose truth is known."""

from collections.abc import Callable

import numpy as np
import pytest

from fittingroom.data.attributes import Group, Label, LabelMap
from fittingroom.measure.attributes import AttributePredictions, AttributeTruth

SIZES = {"category": 9, "color": 5, "sleeve": 4}


@pytest.fixture(scope="session")
def garments() -> LabelMap:
    """18 labels in three groups, ids not in the order of columns; of colours an image may have several."""
    names = [(f"{group} {at}", group) for group, size in SIZES.items() for at in range(size)]
    labels = tuple(Label(101 - at, name, group) for at, (name, group) in enumerate(names))
    return LabelMap(labels, tuple(Group(group, group != "color") for group in SIZES))


@pytest.fixture
def made(rng, garments) -> Callable[..., tuple[AttributePredictions, AttributeTruth]]:
    """Calibrated logits of n images and truth drawn from just these probabilities, all of it known."""

    def make(n: int, spread: float = 1.5, mean: float = -1.0) -> tuple[AttributePredictions, AttributeTruth]:
        k = len(garments.labels)
        logits = (mean + np.linspace(1, -1.5, k) + spread * rng.normal(size=(n, k))).astype(np.float32)
        present = rng.random((n, k)) < 1 / (1 + np.exp(-logits))
        return predicted(logits), AttributeTruth(
            label_map=garments, present=present, known=np.ones_like(present)
        )

    return make


def predicted(logits: np.ndarray, part: str = "val") -> AttributePredictions:
    ids = np.array([f"image-{row}" for row in range(len(logits))])
    return AttributePredictions(ids=ids, logits=logits.astype(np.float32), model="made", part=part)


def hide_groups(truth: AttributeTruth, rng: np.random.Generator, share: float = 0.4) -> AttributeTruth:
    """The same truth where of each image whole groups were never labelled, by chance."""
    group = np.array([label.group for label in truth.label_map.labels])
    known = np.ones_like(truth.known)
    for name in SIZES:
        known[np.ix_(rng.random(len(truth)) < share, group == name)] = False
    return AttributeTruth(label_map=truth.label_map, present=truth.present & known, known=known)
