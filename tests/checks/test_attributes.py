"""The checks of a model of attributes find what was planted, and pass where it was not."""

import dataclasses

import numpy as np
import pytest

from fittingroom.checks.attribute_copies import NearCopies
from fittingroom.checks.attributes import AttributeEvidence, Crossing, check_attributes
from fittingroom.data.attributes import Group, Label, LabelMap
from fittingroom.measure.attributes import AttributePredictions, AttributeTruth
from fittingroom.measure.attributes.suspects import attribute_suspects
from fittingroom.types import Finding

LABELS = LabelMap(
    tuple(Label(at, f"label {at}", "color" if at < 6 else "style") for at in range(12)),
    (Group("color", False, 1), Group("style", True, 2)),
)


def evidence(sure: float = 2.0, noise: float = 5.0, n: int = 400) -> AttributeEvidence:
    rng = np.random.default_rng(5)
    present = rng.random((n, 12)) < np.linspace(0.5, 0.1, 12)
    logits = np.where(present, sure, -sure) + rng.normal(0, noise, (n, 12))
    truth = AttributeTruth(label_map=LABELS, present=present, known=np.ones_like(present))
    said = AttributePredictions(
        ids=np.arange(n).astype(str), logits=logits.astype(np.float32), model="made", part="val"
    )
    return AttributeEvidence(
        predictions=said,
        truth=truth,
        train_counts=present.sum(axis=0),
        groups=np.arange(n),
        crossing=Crossing(n, 0, 0, ("train",)),
    )


def found(made: AttributeEvidence) -> dict[str, str]:
    return {f.code: f.status for f in check_attributes(made, rng=np.random.default_rng(0))}


def near(*pairs: tuple[int, str, float, bool]) -> NearCopies:
    """Pairs of (row, kind, score, known), each with row 0 of train."""
    row, kind, score, known = zip(*pairs, strict=True) if pairs else ((), (), (), ())
    n = len(pairs)
    return NearCopies(
        part="val",
        compared={"val": 200, "train": 300},
        of={"val": 400, "train": 300},
        row=np.array(row, np.int64),
        where=np.array(["train"] * n),
        other=np.zeros(n, np.int64),
        kind=np.array(kind, object),
        score=np.array(score),
        verified=np.array(score) >= 0.88,
        known=np.array(known, bool),
    )


def near_finding(*pairs: tuple[int, str, float, bool]) -> Finding:
    made = dataclasses.replace(evidence(), crossing=Crossing(400, 0, 0, ("train",), near(*pairs)))
    return next(f for f in check_attributes(made, rng=np.random.default_rng(0)) if f.code == "FR003")


def test_near_copies_are_found_and_counted_by_picture_with_their_kinds():
    finding = near_finding(
        (3, "mirrored", 0.95, False), (3, "cropped", 0.9, True), (8, "cropped+resized", 0.92, True)
    )
    assert finding.status == "found"
    numbers = finding.numbers["near"]
    assert numbers["kinds"] == {"mirrored": 1, "cropped+resized": 1}
    assert (numbers["with_a_near_copy"], numbers["not_known_to_the_set"]) == (2, 1)
    assert "2 have a near copy there, of 200 val images compared with 300 images of train" in finding.sentence
    assert "a sample" in finding.sentence


def test_pairs_of_a_low_score_or_of_many_changes_are_only_worth_a_look():
    finding = near_finding((3, "mirrored", 0.8, False), (4, "mirrored+cropped+recoloured", 0.95, False))
    assert finding.status == "passed"
    assert finding.numbers["near"]["worth_a_look"] == 2
    assert "2 pairs more are worth a look" in finding.sentence
    assert near_finding().status == "passed"


def test_a_fair_model_passes_and_each_planted_fault_is_found_alone():
    fair = found(evidence())
    assert fair["FR002"] == fair["FR003"] == fair["FR008"] == fair["FR009"] == "passed"
    assert fair["FR005"] == "not applicable"
    copied = dataclasses.replace(evidence(), crossing=Crossing(400, 3, 7, ("train",)))
    assert {code for code, status in found(copied).items() if status != fair[code]} == {"FR002", "FR003"}
    assert found(evidence(noise=0.01))["FR009"] == "found"
    assert found(evidence(sure=0.0))["FR008"] == "found"


@pytest.mark.parametrize(("shift", "status"), [(0.0, "passed"), (2.0, "found"), (-2.0, "found")])
def test_calibration_is_found_both_ways(shift, status):
    made = evidence()
    rng = np.random.default_rng(1)
    p = rng.random(made.truth.present.shape)
    drawn = rng.random(p.shape) < p
    logits = (np.log(p / (1 - p)) + shift).astype(np.float32)
    made = dataclasses.replace(
        made,
        truth=dataclasses.replace(made.truth, present=drawn),
        predictions=dataclasses.replace(made.predictions, logits=logits),
    )
    assert found(made)["FR010"] == status


def test_planted_wrong_labels_come_first_and_their_precision_is_exact():
    made = evidence(noise=0.5)
    rng = np.random.default_rng(2)
    flipped = rng.random(made.truth.present.shape) < 0.02
    scenes = made.truth.present
    truth = dataclasses.replace(made.truth, present=scenes ^ flipped)
    suspects = attribute_suspects(made.predictions, truth)
    top = int(flipped.sum()) // 2
    assert flipped[suspects.row[:top], suspects.column[:top]].all()
    made = dataclasses.replace(made, truth=truth, scenes=scenes)
    finding = next(f for f in check_attributes(made, rng=rng) if f.code == "FR006")
    expected = flipped[suspects.row, suspects.column].mean()
    assert finding.numbers["precision"] == pytest.approx(expected)
    assert finding.numbers["wrong_cells"] == pytest.approx(flipped.mean())


def test_what_is_unknown_is_never_suspect():
    made = evidence()
    known = np.ones_like(made.truth.known)
    known[:, 3] = made.truth.present[:, 3]
    truth = dataclasses.replace(made.truth, known=known)
    suspects = attribute_suspects(made.predictions, truth)
    assert truth.known[suspects.row, suspects.column].all()
    assert 3 not in suspects.column


def test_a_suspect_is_held_for_likelier_the_other_way_round():
    made = evidence(sure=1.0)
    low = dataclasses.replace(made.predictions, logits=made.predictions.logits - np.float32(6))
    suspects = attribute_suspects(low, made.truth)
    assert len(suspects)
    assert ((suspects.probability <= 0.5) == suspects.given).all()
