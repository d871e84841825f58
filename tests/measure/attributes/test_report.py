"""What is printed of one model: all of it, on planted numbers, and nothing that the images cannot say."""

import numpy as np
import pytest

from fittingroom.data.attributes import LabelMap
from fittingroom.errors import InputError
from fittingroom.measure.attributes import AttributeTruth, report_numbers
from fittingroom.measure.attributes.micro import count, f1
from fittingroom.measure.attributes.top_k import top_k
from tests.measure.attributes.conftest import hide_groups, predicted

COUNTS = np.array([20_000] * 3 + [1000] * 9 + [50] * 6)


def by_name(measured):
    names = [m.name for m in measured]
    assert len(set(names)) == len(names)
    return {m.name: m for m in measured}


def test_the_report_of_calibrated_logits(made, rng):
    predictions, truth = made(600)
    numbers = by_name(report_numbers(predictions, truth, train_counts=COUNTS, rng=rng))
    assert numbers["F1@8"].value == f1(count(top_k(predictions.logits), truth))
    ratio = numbers["precision@8"].value / numbers["recall@8"].value
    assert ratio == pytest.approx(numbers["labels per image"].value / 8, rel=1e-12)
    share = numbers["F1@8"].value / numbers["F1@8 of the oracle"].value
    assert numbers["F1@8 by the oracle's"].value == pytest.approx(share)
    assert numbers["F1@8 of label frequencies"].high < numbers["F1@8"].low
    assert numbers["F1, one threshold"].value > numbers["F1@8"].value
    assert "F1@8, unlisted as absent" not in numbers
    for name in ("head", "middle", "tail"):
        assert 0 < numbers[f"macro AP, {name}"].low < 1
        assert 0 < numbers[f"macro recall@8, {name}"].low < 1
    for group in ("category", "color", "sleeve"):
        assert numbers[f"ECE of {group}, first answer"].low == 0
        assert {f"hit rate of {group}", f"hits per label of {group}"} <= set(numbers)
    assert {m.part for m in numbers.values()} == {"val"}


def test_unknown_labels_are_masked_and_the_papers_reading_stands_beside(made, rng):
    predictions, truth = made(2000)
    full = by_name(report_numbers(predictions, truth, train_counts=COUNTS, rng=rng))
    masked = by_name(report_numbers(predictions, hide_groups(truth, rng), train_counts=COUNTS, rng=rng))
    for name in ("F1@8", "precision@8", "recall@8", "macro AP", "F1, one threshold", "hit rate of color"):
        assert masked[name].value == pytest.approx(full[name].value, abs=0.03), name
    assert masked["F1@8, unlisted as absent"].high < masked["F1@8"].low


def test_what_the_images_cannot_say_is_left_out(made, rng):
    predictions, truth = made(60)
    present = truth.present.copy()
    present[:, 14:] = False
    known = truth.known.copy()
    known[:, 14:] = False
    numbers = by_name(
        report_numbers(
            predictions,
            AttributeTruth(label_map=truth.label_map, present=present, known=known),
            train_counts=np.full(18, 50),
            groups=np.arange(60) // 3,
            rng=rng,
        )
    )
    assert "macro AP, head" not in numbers
    assert "hit rate of sleeve" not in numbers
    assert "ECE of sleeve, first answer" not in numbers
    assert numbers["labels on no image"].value == 4
    assert "20 groups" in numbers["F1@8"].method


def test_counts_of_other_labels_are_refused(made, rng):
    predictions, truth = made(10)
    with pytest.raises(InputError, match="18 labels"):
        report_numbers(predictions, truth, train_counts=np.ones(3), rng=rng)
    with pytest.raises(InputError, match="same images and labels"):
        report_numbers(predicted(predictions.logits[:5]), truth, train_counts=COUNTS, rng=rng)


def test_too_few_labels_and_images_without_any_are_told_what_to_do(made, garments, rng):
    predictions, truth = made(30)
    known = np.zeros_like(truth.known)
    blank = AttributeTruth(label_map=garments, present=known, known=known)
    with pytest.raises(InputError, match=r"no image of val has a known label.*give a part with labels"):
        report_numbers(predictions, blank, train_counts=COUNTS, rng=rng)
    five = LabelMap(garments.labels[:5], garments.groups)
    few = AttributeTruth(label_map=five, present=truth.present[:, :5], known=truth.known[:, :5])
    with pytest.raises(InputError, match="of 5 in all that says nothing; `fittingroom app RUN`"):
        report_numbers(predicted(predictions.logits[:, :5]), few, train_counts=COUNTS[:5], rng=rng)
