"""The checks of a model of attributes find what was planted, and pass where it was not."""

import dataclasses

import numpy as np
import pytest

from fittingroom.checks.attributes import AttributeEvidence, Crossing, check_attributes
from fittingroom.data.attributes import Group, Label, LabelMap
from fittingroom.measure.attributes import AttributePredictions, AttributeTruth
from fittingroom.measure.attributes.suspects import attribute_suspects

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
