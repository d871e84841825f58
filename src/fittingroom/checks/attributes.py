"""The checks' questions asked of a model of many labels an image, under the same codes.

FR002 and FR003: pictures, and products, groups of copies or near copies, in two parts. FR005: models for
which test was opened. FR006: labels that the model doubts. FR008: F1@8 against always naming the most
frequent labels. FR009: F1@8 as high as if the truth were known. FR010: labels stated by labels present, group
by group.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from fittingroom.checks import fr002_duplicates_across_parts as fr002
from fittingroom.checks import fr003_near_duplicates_across_parts as fr003
from fittingroom.checks import fr005_test_opened_during_selection as fr005
from fittingroom.checks import fr006_label_suspects as fr006
from fittingroom.checks import fr008_no_better_than_a_baseline as fr008
from fittingroom.checks import fr009_result_above_the_ceiling as fr009
from fittingroom.checks import fr010_calibration as fr010
from fittingroom.checks.attribute_copies import NearCopies, near_numbers, near_sentence
from fittingroom.checks.evidence import NotApplicable
from fittingroom.measure.attributes import AttributePredictions, AttributeTruth
from fittingroom.measure.attributes.calibration import group_calibration
from fittingroom.measure.attributes.frequency import most_frequent
from fittingroom.measure.attributes.micro import count as counted_cells
from fittingroom.measure.attributes.micro import f1, f1_difference, f1_share
from fittingroom.measure.attributes.oracle import oracle_counts
from fittingroom.measure.attributes.suspects import attribute_suspects, suspects_precision
from fittingroom.measure.attributes.top_k import top_k
from fittingroom.reporting.format import count, counted, decimals, enumerated, measured, percent
from fittingroom.types import Finding, Opening

AS_IF_KNOWN = 0.99
"""The share of the oracle's F1@8 from which a result needs explaining."""

STATED_RIGHT = (0.9, 1.1)
"""Labels stated per label present within which a group's probabilities are called right."""

SHOWN = 48


@dataclass(frozen=True, slots=True)
class Crossing:
    """What stands both in the judged part and in another one: images of it whose bytes, or whose group (one
    product, or copies of each other), do. compared: the other parts; near: None where pictures were not
    compared by what they show."""

    images: int
    same_bytes: int
    same_group: int
    compared: tuple[str, ...]
    near: NearCopies | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeEvidence:
    """All that these checks look at. scenes: (n, L) bool, the true labels, where they are known beside the
    given ones; train_counts: (L,) images of each label in train; groups: (n,) products."""

    predictions: AttributePredictions
    truth: AttributeTruth
    train_counts: np.ndarray
    groups: np.ndarray
    crossing: Crossing
    openings: tuple[Opening, ...] = ()
    scenes: np.ndarray | None = None

    @property
    def part(self) -> str:
        return self.predictions.part


def check_attributes(evidence: AttributeEvidence, *, rng: np.random.Generator) -> tuple[Finding, ...]:
    """Ask all of them once, in the order of their codes; each has its own random numbers."""
    asked: tuple[tuple[Any, Callable[..., Finding]], ...] = (
        (fr002, same_pictures),
        (fr003, same_groups),
        (fr005, opened),
        (fr006, doubted),
        (fr008, better_than_frequencies),
        (fr009, as_if_known),
        (fr010, calibrated),
    )
    return tuple(
        _asked(module, ask, evidence, own) for (module, ask), own in zip(asked, rng.spawn(7), strict=True)
    )


def _asked(
    module: Any, ask: Callable[..., Finding], evidence: AttributeEvidence, rng: np.random.Generator
) -> Finding:
    try:
        return ask(evidence, rng=rng)
    except NotApplicable as reason:
        words = str(reason)
        return Finding(code=module.CODE, title=module.TITLE, status="not applicable", sentence=words)


def _finding(module: Any, found: bool, sentence: str, numbers: dict[str, Any]) -> Finding:
    status = "found" if found else "passed"
    return Finding(code=module.CODE, title=module.TITLE, status=status, sentence=sentence, numbers=numbers)


def same_pictures(evidence: AttributeEvidence, *, rng: np.random.Generator) -> Finding:  # noqa: ARG001
    """Found if a picture of the part stands, byte for byte, in another part."""
    return _crossed(fr002, evidence, evidence.crossing.same_bytes, "also stand, byte for byte, in")


def same_groups(evidence: AttributeEvidence, *, rng: np.random.Generator) -> Finding:  # noqa: ARG001
    """Found if a product, a group of copies that the set knows of, or a near copy stands in two parts."""
    words = "are of a product or of a known group of copies that is also in"
    known, near = _crossed(fr003, evidence, evidence.crossing.same_group, words), evidence.crossing.near
    if near is None:
        return known
    found = known.status == "found" or len(near.best) > 0
    sentence = f"{known.sentence} {near_sentence(near)}."
    return _finding(fr003, found, sentence, {**known.numbers, "near": near_numbers(near)})


def _crossed(module: Any, evidence: AttributeEvidence, found: int, words: str) -> Finding:
    crossing = evidence.crossing
    if not crossing.compared:
        raise NotApplicable(f"There is no other part to compare {evidence.part} with.")
    others = enumerated(crossing.compared)
    whole = counted(crossing.images, f"{evidence.part} image")
    sentence = f"{count(found)} of {whole} {words} {others}"
    sentence += ": a model can answer them from memory." if found else "."
    numbers = {"images": crossing.images, "crossing": found, "compared_with": list(crossing.compared)}
    return _finding(module, found > 0, sentence, numbers)


def opened(evidence: AttributeEvidence, *, rng: np.random.Generator) -> Finding:  # noqa: ARG001
    """Found if the ledger names more than one model."""
    if not evidence.openings:
        raise NotApplicable("The ledger of the test part of these data holds no opening.")
    models = len({opening.model_fingerprint for opening in evidence.openings})
    numbers = {"openings": len(evidence.openings), "models": models}
    sentence = (
        f"The ledger counts {counted(len(evidence.openings), 'opening')} of the test part, for "
        f"{counted(models, 'model')}"
    )
    sentence += ": the best of them is too good by luck alone." if models > 1 else "."
    return _finding(fr005, models > 1, sentence, numbers)


def doubted(evidence: AttributeEvidence, *, rng: np.random.Generator) -> Finding:
    """Found if the model doubts any label; with the true labels beside them, how many suspects are wrong."""
    said, truth = evidence.predictions, evidence.truth
    suspects, names = attribute_suspects(said, truth), truth.label_map.labels
    cells = int(truth.known.sum())
    numbers: dict[str, Any] = {
        "suspects": len(suspects),
        "given": int(suspects.given.sum()),
        "cells": cells,
        "most_suspect": [
            {
                "id": str(said.ids[suspects.row[at]]),
                "label": names[suspects.column[at]].name,
                "given": bool(suspects.given[at]),
                "probability": float(suspects.probability[at]),
            }
            for at in range(min(SHOWN, len(suspects)))
        ],
    }
    sentence = (
        f"{count(len(suspects))} of {count(cells)} known cells are suspect to this model: "
        f"{count(numbers['given'])} given labels that it denies, {count(len(suspects) - numbers['given'])} "
        "absent ones that it is sure of"
    )
    if evidence.scenes is not None and len(suspects):
        precision = suspects_precision(
            suspects, evidence.scenes, part=evidence.part, groups=evidence.groups, rng=rng
        )
        wrong = float((evidence.scenes != truth.present)[truth.known].mean())
        numbers |= {"precision": precision.value, "low": precision.low, "high": precision.high}
        numbers["wrong_cells"] = wrong
        sentence += (
            f"; {measured(precision)} of them are wrong by the known truth, of all cells {percent(wrong)}"
        )
    return _finding(fr006, len(suspects) > 0, f"{sentence}.", numbers)


def better_than_frequencies(evidence: AttributeEvidence, *, rng: np.random.Generator) -> Finding:
    """Found if F1@8 is not shown to be above that of the eight most frequent labels, paired."""
    truth = evidence.truth
    own = counted_cells(top_k(evidence.predictions.logits), truth)
    blind = counted_cells(most_frequent(evidence.train_counts, len(truth)), truth)
    where = {"part": evidence.part, "groups": evidence.groups}
    better = f1_difference("F1@8 less that of label frequencies", own, blind, **where, rng=rng)
    shown = better.low is not None and better.low > 0
    numbers = {"f1": f1(own), "baseline": f1(blind), "difference": better.value}
    numbers |= {"difference_low": better.low, "difference_high": better.high}
    sentence = (
        f"The model is {'' if shown else 'not shown to be '}better than always naming the eight labels most "
        f"frequent in train: F1@8 {percent(f1(own))} and {percent(f1(blind))}, difference {measured(better)}."
    )
    return _finding(fr008, not shown, sentence, numbers)


def as_if_known(evidence: AttributeEvidence, *, rng: np.random.Generator) -> Finding:
    """Found if even the low end of F1@8 by the oracle's reaches AS_IF_KNOWN."""
    own, ceiling = (
        counted_cells(top_k(evidence.predictions.logits), evidence.truth),
        oracle_counts(evidence.truth),
    )
    if not f1(ceiling):
        raise NotApplicable(f"No image of {evidence.part} has a label, so that there is no ceiling.")
    of_it = f1_share(
        "F1@8 by the oracle's", own, ceiling, part=evidence.part, groups=evidence.groups, rng=rng
    )
    found = (of_it.value if of_it.low is None else of_it.low) >= AS_IF_KNOWN
    numbers = {"share": of_it.value, "low": of_it.low, "high": of_it.high, "oracle": f1(ceiling)}
    sentence = f"F1@8 is {measured(of_it)} of what one who knows every label would reach"
    sentence += ": explain it before quoting it, as if test labels had been seen." if found else "."
    return _finding(fr009, found, sentence, numbers)


def calibrated(evidence: AttributeEvidence, *, rng: np.random.Generator) -> Finding:
    """Found if a group states more or fewer labels than there are, all its interval outside STATED_RIGHT."""
    low, high = STATED_RIGHT
    said, numbers, off = evidence.predictions, {}, []
    for group in evidence.truth.label_map.groups:
        measures = group_calibration(
            said, evidence.truth, group.name, part=evidence.part, groups=evidence.groups, rng=rng
        )
        for m in measures:
            if not m.name.startswith("labels stated") or m.low is None or m.high is None:
                continue
            numbers[group.name] = {"stated": m.value, "low": m.low, "high": m.high}
            if m.high < low or m.low > high:
                off.append(f"{group.name} {decimals(m.value, 2)}")
    if not numbers:
        raise NotApplicable("No group has labels on images of two products.")
    if not off:
        sentence = (
            f"No group is shown to state more than {decimals(high)} or fewer than {decimals(low)} labels "
            "for each label present."
        )
        return _finding(fr010, False, sentence, numbers)
    sentence = f"Labels stated per label present are off for {enumerated(off)}, where 1 is right."
    return _finding(fr010, True, sentence, numbers)
