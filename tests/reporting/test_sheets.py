"""Picture sheets: the right pictures in the right order, with what was said of them."""

import dataclasses
import re

import numpy as np
import pytest

from fittingroom.errors import InputError
from fittingroom.match.near import NearPairs
from fittingroom.reporting import sheets
from fittingroom.types import Part, Predictions

CLASSES = ("Shirt", "Coat")


def part(n: int = 6, name: str = "test") -> Part:
    images = np.arange(n, dtype=np.uint8)[:, None, None] * np.ones((1, 4, 4), np.uint8)
    return Part(name, images, np.zeros(n, np.int64), np.array([f"{name}-{i}" for i in range(n)]))


def said(*second: float, kind="probabilities") -> Predictions:
    """Predictions for `part`, whose labels are all Shirt, by the probability of Coat."""
    p = np.array(second)
    scores = np.stack([1 - p, p], axis=1).astype(np.float32)
    if kind == "labels":
        scores = np.eye(2, dtype=np.float32)[scores.argmax(axis=1)]
    ids = part(len(p)).ids
    return Predictions(ids=ids, scores=scores, kind=kind, model="made", part="test")


def shown(markup: str) -> list[str]:
    return re.findall(r'alt="(?:test )?picture (test-\d)', markup)


def test_the_surest_mistakes_come_first():
    figure = sheets.confidently_wrong(part(), said(0.1, 0.7, 0.99, 0.2, 0.8, 0.6), CLASSES, most=3)
    assert shown(figure.markup) == ["test-2", "test-4", "test-1"]
    assert figure.caption.startswith("3 of 4 wrong answers in test")
    assert "labelled Shirt, answered Coat 99.0\u202f%" in figure.markup


def test_answers_without_confidence_show_none():
    figure = sheets.confidently_wrong(part(2), said(0.9, 0.1, kind="labels"), CLASSES)
    assert "%" not in figure.markup
    assert "hold no confidence" in figure.caption


def test_no_mistake_no_picture():
    assert sheets.confidently_wrong(part(2), said(0.1, 0.2), CLASSES).caption.startswith("0 of 0 wrong")
    assert "<dt>" not in sheets.worst_by_class(part(2), said(0.1, 0.2), CLASSES).markup


def test_the_worst_of_a_class_are_those_whose_label_got_least():
    figure = sheets.worst_by_class(part(), said(0.1, 0.7, 0.99, 0.2, 0.8, 0.6), CLASSES, each=2)
    assert shown(figure.markup) == ["test-2", "test-4"]
    assert re.findall("<dt>([^<]*)</dt>", figure.markup) == ["Shirt"]


def test_of_many_classes_those_with_most_mistakes_are_shown():
    n = 100
    many = dataclasses.replace(part(n), labels=np.arange(n) % 50)
    scores = np.zeros((n, 50), np.float32)
    scores[np.arange(n), 0] = 1
    predictions = Predictions(ids=many.ids, scores=scores, kind="probabilities", model="made", part="test")
    figure = sheets.worst_by_class(many, predictions, [f"c{i}" for i in range(50)])
    assert figure.markup.count("<dt>") == sheets.MOST_CLASSES
    assert "(20 of 50 classes)" in figure.caption
    assert sheets.samples(many, [f"c{i}" for i in range(50)]).markup.count("<dt>") == sheets.MOST_CLASSES


def test_suspects_keep_their_order():
    figure = sheets.label_suspects(part(), said(*[0.7] * 6), np.array([4, 0, 5]), CLASSES, most=2)
    assert shown(figure.markup) == ["test-4", "test-0"]
    assert figure.caption.startswith("2 of 3 suspects")


def test_pairs_stand_side_by_side_closest_first():
    near = NearPairs(
        np.array([0, 1]), np.array([2, 3]), np.array([0.991, 0.9996], np.float32), np.array([False, True])
    )
    figure = sheets.close_pairs(part(), part(name="train"), near, CLASSES)
    alts = re.findall('alt="([^"]*)"', figure.markup)
    assert alts[0] == "test picture test-1, labelled Shirt"
    assert alts[1] == "train picture train-3, labelled Shirt, correlation 0.9996, mirrored"
    assert alts[2].startswith("test picture test-0")
    assert figure.title == "Almost the same in test and train"
    assert "2 closest of 2 pairs: left from test, right from train." in figure.caption


def test_pairs_within_one_part_have_no_sides():
    near = NearPairs(np.array([0]), np.array([2]), np.array([0.99], np.float32), np.array([False]))
    same = part()
    assert "1 closest of 1 pairs. " in sheets.close_pairs(same, same, near, CLASSES).caption


def test_samples_are_the_first_of_each_class():
    figure = sheets.samples(part(), CLASSES, each=2)
    assert re.findall('alt="([^"]*)"', figure.markup) == ["Shirt, test-0", "Shirt, test-1"]
    assert re.findall("<dt>([^<]*)</dt>", figure.markup) == ["Shirt", "Coat"]


@pytest.mark.parametrize("sheet", [sheets.confidently_wrong, sheets.worst_by_class])
def test_predictions_in_another_order_are_refused(sheet):
    other = dataclasses.replace(part(3), ids=np.array(["test-1", "test-0", "test-2"]))
    with pytest.raises(InputError, match="3 ids do not follow the 3 ids of test row by row"):
        sheet(other, said(0.1, 0.2, 0.3), CLASSES)
