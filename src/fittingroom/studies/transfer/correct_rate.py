"""The paper's "correct rate" of 72.7 %, taken apart where truth is known: on simulated images.

The paper fine-tunes on a million labels of which some four in ten are wrong, and calls the share of images
on which the network says what their label says its correct rate. That is agreement with noisy labels. Here
labels are made wrong by a known rule, a head learns them, and four numbers stand side by side.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from fittingroom.measure.repeated import repeated_mean
from fittingroom.measure.seeds import OverSeeds
from fittingroom.models.attributes.learned import load
from fittingroom.models.attributes.pixels import decoded
from fittingroom.models.attributes.probe import probe
from fittingroom.models.attributes.shards import Source, read_source
from fittingroom.models.processor import choose_processor, running_on
from fittingroom.studies.kept import kept
from fittingroom.studies.side_by_side import digest
from fittingroom.studies.transfer.divisions import FLIPPED, flipped
from fittingroom.studies.transfer.features import of_model
from fittingroom.studies.transfer.held import class_map, class_truth
from fittingroom.studies.transfer.simulated import CATEGORY, only

CLASSES = 14
"""As many as Clothing1M has: the most frequent categories."""

CLEAN_SHARE = 0.1
"""Of the images that teach, with both their labels known: how often which label is given is counted there."""

MOST_CONDITION = 100.0
"""Condition number of the counted rates; above, an estimate by their inverse is mostly chance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectRate:
    """Shares of the judged images. agreement: the network says what the noisy label says (the paper's
    number); accuracy: it says the truth; labels: the noisy label is the truth; uniform: accuracy, estimated
    from agreement as if every wrong label were equally likely (it is not); counted: the same by the rates
    counted on `clean` clean images; None where these are too few to tell the classes apart.
    """

    agreement: OverSeeds
    accuracy: OverSeeds
    labels: OverSeeds
    uniform: OverSeeds
    counted: OverSeeds | None
    clean: int


def correct_rate(
    world: Path, pixels: Path, models: Sequence[Path], size_px: int, folder: Path
) -> CorrectRate:
    """Take the rate apart on the world's test part, which none of the models (one for each seed) has learned.

    Half of its products teach a linear head noisy labels, the other half are judged.
    """
    source, answers = _frequent(read_source(world, "test"))
    teach = np.random.default_rng(13).random(source.groups.max() + 1)[source.groups] < 0.5
    rows = []
    for seed, model in enumerate(models):
        key = digest([model.parent.name, seed, len(source), size_px, MOST_CONDITION])

        def make(model: Path = model, seed: int = seed) -> dict[str, np.ndarray]:
            return _judged(decoded(source, size_px, pixels), answers, teach, model, seed)

        rows.append(kept(folder / f"correct-rate-{seed}-{key}.npz", make))
    groups = source.groups[~teach]

    def share(name: str) -> OverSeeds:
        return _share(name, np.stack([row[name] for row in rows]), groups)

    return CorrectRate(
        agreement=share("agreement"),
        accuracy=share("accuracy"),
        labels=share("labels"),
        uniform=share("uniform"),
        counted=share("counted") if all(np.isfinite(row["counted"]).all() for row in rows) else None,
        clean=round(float(np.mean([row["clean"] for row in rows]))),
    )


def _share(name: str, values: np.ndarray, groups: np.ndarray) -> OverSeeds:
    """The mean of values (s, n) as a rate: an estimate of one may stray outside 0..1, where no rate lies."""
    found = repeated_mean(name, values, part="test", unit="number", groups=groups)
    m = found.measurement
    ends = {
        end: None if value is None else min(1.0, max(0.0, value))
        for end, value in (("low", m.low), ("high", m.high))
    }
    inside = replace(m, value=min(1.0, max(0.0, m.value)), unit="rate", **ends)
    return replace(found, measurement=inside)


def _frequent(source: Source) -> tuple[Source, np.ndarray]:
    """The images of the most frequent categories, and which each has, (n,) int64."""
    truth = only(source.truth, CATEGORY)
    present = np.unpackbits(truth.present, axis=1, count=len(truth.labels.labels)).astype(bool)
    most = np.sort(np.argsort(-present.sum(0), kind="stable")[:CLASSES])
    chosen = np.flatnonzero(present[:, most].sum(1) == 1)
    return source.take(chosen), present[np.ix_(chosen, most)].argmax(1)


def _judged(images, answers: np.ndarray, teach: np.ndarray, model: Path, seed: int) -> dict[str, np.ndarray]:
    rng = np.random.default_rng((seed, 14))
    noisy = flipped(answers, classes=CLASSES, rng=rng)
    processor = choose_processor("cpu", 1)
    with running_on(processor):
        known = of_model(load(model), images, processor)
        truth = class_truth(noisy[teach], class_map([str(at) for at in range(CLASSES)]))
        said = probe(known[teach], truth, seed=seed).logits(known[~teach]).argmax(1)
    clean = rng.random(int(teach.sum())) < CLEAN_SHARE
    rates = counted_rates(answers[teach][clean], noisy[teach][clean], CLASSES)
    return taken_apart(said, answers[~teach], noisy[~teach], rates) | {"clean": clean.sum()}


def counted_rates(truth: np.ndarray, given: np.ndarray, classes: int) -> np.ndarray:
    """P(given j | true i), (classes, classes), counted on clean images, and one right label of each."""
    counts = np.eye(classes)
    np.add.at(counts, (truth, given), 1)
    return counts / counts.sum(1, keepdims=True)


def taken_apart(
    said: np.ndarray, truth: np.ndarray, given: np.ndarray, rates: np.ndarray
) -> dict[str, np.ndarray]:
    """Of each image (n,), what it adds to the numbers of `CorrectRate`.

    If a label is wrong independently of what the network says, given the truth, then the joint counts of
    said and given are those of said and true times `rates`; so each image adds its cell of the inverse.
    "counted" is NaN where the rates cannot be inverted: two classes are given alike.
    """
    k = len(rates)
    known = np.linalg.cond(rates) < MOST_CONDITION
    agrees = (said == given).astype(float)
    by_luck = FLIPPED / (k - 1)
    return {
        "agreement": agrees,
        "accuracy": (said == truth).astype(float),
        "labels": (given == truth).astype(float),
        "uniform": (agrees - by_luck) / (1 - FLIPPED - by_luck),
        "counted": np.linalg.inv(rates)[given, said] if known else np.full(len(said), np.nan),
    }
