"""Everything that is measured of one model on one part, each number with the baseline beside it."""

from dataclasses import dataclass

import numpy as np

from fittingroom.checks.evidence import Evidence, Judged, judged
from fittingroom.measure.accuracy import accuracy, per_class
from fittingroom.measure.baselines import chance, majority
from fittingroom.measure.calibration import brier, ece, ece_floor, mean_confidence, nll, nll_values
from fittingroom.measure.gap import accuracy_gap, loss_gap
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
    """The measurements of one report. `classes` holds recall, then precision of every class; `others`
    the accuracy on the other parts and the gaps; `confidence` is None for a model that states none."""

    accuracy: Measurement
    majority: Measurement
    chance: Measurement
    classes: tuple[Measurement, ...]
    confidence: Confidence | None
    others: tuple[Measurement, ...]

    @property
    def listed(self) -> tuple[Measurement, ...]:
        """Every measurement, the headline first."""
        c = self.confidence
        stated = (c.mean, c.ece, c.floor, c.nll, c.brier) if c else ()
        return (self.accuracy, self.majority, self.chance, *stated, *self.others, *self.classes)

    def baselines(self, k: int) -> dict[str, Measurement]:
        """The baseline to print beside a measurement, by the measurement's name; `k` classes."""
        beside = {self.accuracy.name: self.majority} | {m.name: self.chance for m in self.classes}
        if c := self.confidence:
            beside |= {
                c.mean.name: self.accuracy,
                c.ece.name: c.floor,
                c.nll.name: self._blind("NLL", np.log(k)),
                c.brier.name: self._blind("Brier score", 1 - 1 / k),
            }
        return beside

    def _blind(self, name: str, value: float) -> Measurement:
        return Measurement(
            name=f"{name} of equal probabilities",
            value=float(value),
            n=self.accuracy.n,
            method="exact",
            part=self.accuracy.part,
        )


def measure(evidence: Evidence, part: Part, said: Predictions, *, rng: np.random.Generator) -> Scores:
    """Measure what the model said about `part`, and about the other parts as far as it spoke of them."""
    data = evidence.data
    return Scores(
        accuracy=accuracy(said, part.labels, groups=part.groups, rng=rng),
        majority=majority(data.labels[data.rows("train")], part.labels, part.name),
        chance=chance(data.card, len(part), part.name),
        classes=per_class(said, part.labels, data.card.classes),
        confidence=measure_confidence(said, part.labels, rng=rng) if said.kind == "probabilities" else None,
        others=measure_others(evidence, part.name, rng=rng),
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


def measure_others(evidence: Evidence, headline: str, *, rng: np.random.Generator) -> tuple[Measurement, ...]:
    """Accuracy on the parts beside the headline's, and the gaps between train and val."""
    parts = {part: judged(evidence, part) for part in evidence.predictions if part != headline}
    found = [accuracy(p.predictions, p.labels, groups=p.groups, rng=rng) for p in parts.values()]
    if {"train", "val"} <= set(parts):
        found += gaps(parts["train"], parts["val"], rng=rng)
    return tuple(found)


def gaps(train: Judged, val: Judged, *, rng: np.random.Generator) -> list[Measurement]:
    """How much better the model is on what it has seen: in accuracy, and in loss where there is one."""
    found = [accuracy_gap(train.correct, val.correct)]
    if train.predictions.kind == val.predictions.kind == "probabilities":
        losses = (nll_values(part.predictions, part.labels) for part in (train, val))
        found.append(loss_gap(*losses, rng=rng))
    return found
