"""Everything that is measured of one model on one part, each number with the baseline beside it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from fittingroom.checks.evidence import Evidence, Judged, judged
from fittingroom.measure.accuracy import accuracy, per_class
from fittingroom.measure.baselines import chance, majority
from fittingroom.measure.calibration import (
    Bin,
    brier,
    ece,
    ece_floor,
    mean_confidence,
    nll,
    overconfidence,
    reliability,
)
from fittingroom.measure.gap import accuracy_gap, loss_gap
from fittingroom.reporting import place
from fittingroom.studies.knowing import Knowing, Noticed, know
from fittingroom.types import Measurement, Part, Predictions


@dataclass(frozen=True, slots=True, kw_only=True)
class Confidence:
    """What a model's probabilities are worth.

    excess: mean confidence less accuracy; floor: the ECE of a perfectly calibrated model; bins: of the
    reliability diagram.
    """

    mean: Measurement
    excess: Measurement
    ece: Measurement
    floor: Measurement
    nll: Measurement
    brier: Measurement
    bins: tuple[Bin, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """The measurements of one report.

    classes: recall and precision of every class; confidence: None for a model that states none;
    others: accuracy on the other parts, each with the majority baseline there; gaps: train against val;
    knowing: sets of answers, answering less, refusing.
    """

    accuracy: Measurement
    majority: Measurement
    chance: Measurement
    classes: tuple[Measurement, ...]
    confidence: Confidence | None
    others: tuple[tuple[Measurement, Measurement], ...]
    gaps: tuple[Measurement, ...]
    knowing: Knowing

    @property
    def listed(self) -> tuple[Measurement, ...]:
        """Every measurement, the headline first."""
        c = self.confidence
        stated = (c.mean, c.excess, c.ece, c.floor, c.nll, c.brier) if c else ()
        others = (accuracy for accuracy, _ in self.others)
        known = self.knowing.listed
        return (
            *(self.accuracy, self.majority, self.chance, *stated, *known),
            *(*others, *self.gaps, *self.classes),
        )

    def baselines(self, k: int) -> dict[str, Measurement]:
        """The baseline to print beside each measurement, by its place; `k` classes."""
        beside = [(self.accuracy, self.majority), *self.others, *self.knowing.beside]
        beside += [(m, self.chance) for m in self.classes]
        if c := self.confidence:
            beside += [
                (c.mean, self.accuracy),
                (c.ece, c.floor),
                (c.nll, self._blind("NLL", np.log(k))),
                (c.brier, self._blind("Brier score", 1 - 1 / k)),
            ]
        return {place(m): baseline for m, baseline in beside}

    def _blind(self, name: str, value: float) -> Measurement:
        return Measurement(
            name=f"{name} of equal probabilities",
            value=float(value),
            n=self.accuracy.n,
            method="exact",
            part=self.accuracy.part,
            unit="number",
        )


def measure(
    evidence: Evidence,
    part: Part,
    said: Predictions,
    *,
    noticed: tuple[Noticed, ...] = (),
    rng: np.random.Generator,
) -> Scores:
    """Measure what the model said about `part`, and about the other parts as far as it spoke of them.

    noticed: how unlike the training data the part's pictures are, where the model's features are known.
    """
    data = evidence.data
    train_labels = data.labels[data.rows("train")]
    parts = {name: judged(evidence, name) for name in evidence.predictions if name != part.name}
    return Scores(
        accuracy=accuracy(said, part.labels, groups=part.groups, rng=rng),
        majority=majority(train_labels, part.labels, part.name, groups=part.groups, rng=rng),
        chance=chance(data.card, len(part), part.name),
        classes=per_class(said, part.labels, data.card.classes, groups=part.groups, rng=rng),
        confidence=measure_confidence(said, part.labels, groups=part.groups, rng=rng)
        if said.kind == "probabilities"
        else None,
        others=tuple(
            (
                accuracy(other.predictions, other.labels, groups=other.groups, rng=rng),
                majority(train_labels, other.labels, name, groups=other.groups, rng=rng),
            )
            for name, other in parts.items()
        ),
        gaps=gaps(parts["train"], parts["val"], rng=rng) if {"train", "val"} <= set(parts) else (),
        knowing=know(evidence, part, said, noticed=noticed, rng=rng),
    )


def measure_confidence(
    said: Predictions, labels: np.ndarray, *, groups: np.ndarray | None, rng: np.random.Generator
) -> Confidence:
    """The measurements that need probabilities; whole groups (n,) are resampled, where there are any."""
    of: dict[str, Any] = {"groups": groups, "rng": rng}
    return Confidence(
        mean=mean_confidence(said, **of),
        ece=ece(said, labels, **of),
        floor=ece_floor(said, labels, **of),
        nll=nll(said, labels, **of),
        brier=brier(said, labels, **of),
        excess=overconfidence(said, labels, **of),
        bins=reliability(said, labels, **of),
    )


def gaps(train: Judged, val: Judged, *, rng: np.random.Generator) -> tuple[Measurement, ...]:
    """How much better the model is on what it has seen: in accuracy, and in loss where there is one."""

    def on(measured: Callable[..., Measurement], part: Judged) -> Measurement:
        return measured(part.predictions, part.labels, groups=part.groups, rng=rng)

    in_accuracy = accuracy_gap(on(accuracy, train), on(accuracy, val))
    if not train.predictions.kind == val.predictions.kind == "probabilities":
        return (in_accuracy,)
    return (in_accuracy, loss_gap(on(nll, train), on(nll, val)))
