"""Everything that is measured of one model on one part, each number with the baseline beside it."""

from dataclasses import dataclass

import numpy as np

from fittingroom.checks.evidence import Evidence, Judged, judged
from fittingroom.measure.accuracy import accuracy, per_class
from fittingroom.measure.baselines import chance, majority
from fittingroom.measure.calibration import brier, ece, ece_floor, mean_confidence, nll, nll_values
from fittingroom.measure.gap import accuracy_gap, loss_gap
from fittingroom.reporting import place
from fittingroom.studies.knowing import Knowing, Noticed, know
from fittingroom.types import Measurement, Part, Predictions


@dataclass(frozen=True, slots=True, kw_only=True)
class Confidence:
    """What a model's probabilities are worth; `floor` is the ECE of a perfectly calibrated model."""

    mean: Measurement
    ece: Measurement
    floor: Measurement
    nll: Measurement
    brier: Measurement


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
        stated = (c.mean, c.ece, c.floor, c.nll, c.brier) if c else ()
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
        majority=majority(train_labels, part.labels, part.name),
        chance=chance(data.card, len(part), part.name),
        classes=per_class(said, part.labels, data.card.classes),
        confidence=measure_confidence(said, part.labels, rng=rng) if said.kind == "probabilities" else None,
        others=tuple(
            (
                accuracy(other.predictions, other.labels, groups=other.groups, rng=rng),
                majority(train_labels, other.labels, name),
            )
            for name, other in parts.items()
        ),
        gaps=gaps(parts["train"], parts["val"], rng=rng) if {"train", "val"} <= set(parts) else (),
        knowing=know(evidence, part, said, noticed=noticed, rng=rng),
    )


def measure_confidence(said: Predictions, labels: np.ndarray, *, rng: np.random.Generator) -> Confidence:
    """The measurements that need probabilities."""
    return Confidence(
        mean=mean_confidence(said),
        ece=ece(said, labels, rng=rng),
        floor=ece_floor(said, rng=rng),
        nll=nll(said, labels, rng=rng),
        brier=brier(said, labels, rng=rng),
    )


def gaps(train: Judged, val: Judged, *, rng: np.random.Generator) -> tuple[Measurement, ...]:
    """How much better the model is on what it has seen: in accuracy, and in loss where there is one."""
    in_accuracy = accuracy_gap(train.correct, val.correct)
    if not train.predictions.kind == val.predictions.kind == "probabilities":
        return (in_accuracy,)
    losses = (nll_values(part.predictions, part.labels) for part in (train, val))
    return (in_accuracy, loss_gap(*losses, rng=rng))
