"""Ready figures: captions say what the numbers say."""

import dataclasses
from xml.etree import ElementTree

import numpy as np
import pytest

from fittingroom.errors import InputError
from fittingroom.measure.accuracy import per_class
from fittingroom.measure.calibration import Bin
from fittingroom.measure.gap import epoch_gap
from fittingroom.reporting import figures
from fittingroom.reporting.format import measured
from tests.reporting.demo import CLASSES, EPOCHS, dataset, measurement, predictions, report
from tests.reporting.test_format import plain


def test_the_learning_caption_speaks_of_the_kept_epoch():
    figure = figures.learning(EPOCHS)
    assert "epoch 6 the model is right on 95.7 %" in plain(figure.caption)
    assert "a gap of +2.8 points in accuracy and 0.079 in loss" in plain(figure.caption)
    assert [row[0] for row in figure.table.rows] == ["1", "2", "3", "4", "5", "6, kept", "7"]


def test_learning_needs_an_epoch():
    with pytest.raises(InputError, match="at least one epoch"):
        figures.learning([])


def test_classes_are_sorted_by_recall_and_the_extremes_are_named(rng):
    data = dataset(rng)
    answers = predictions(data, "test", rng)
    measured = per_class(answers, data.take("test").labels, CLASSES, rng=rng)
    figure = figures.per_class(measured)
    recalls = [row[2] for row in figure.table.rows]
    assert recalls == sorted(recalls)
    assert len(recalls) == 10
    assert f"labelled {figure.table.rows[0][0]}, " in figure.caption
    assert f"labelled {figure.table.rows[-1][0]}, " in figure.caption


def test_of_many_classes_the_weakest_are_shown_and_the_caption_says_so():
    measured = [measurement(f"recall of {i}", i / 1000, n=10) for i in range(500)]
    figure = figures.per_class(measured)
    assert [row[0] for row in figure.table.rows] == [str(i) for i in range(figures.MOST_ROWS)]
    assert "the 40 weakest of 500 classes" in figure.caption


def test_a_class_without_pictures_is_not_the_weakest():
    measured = [measurement("recall of Hat", 0, n=0), measurement("recall of Bag", 0.5, n=9)]
    assert [row[0] for row in figures.per_class(measured).table.rows] == ["Bag"]
    with pytest.raises(InputError, match="counts a picture"):
        figures.per_class(measured[:1])


def test_the_confusion_caption_names_the_largest_mistakes_and_their_share():
    matrix = np.array([[90, 10, 0], [5, 95, 0], [20, 0, 80]])
    figure = figures.confusion(matrix, ("Shirt", "Coat", "Bag"))
    assert figure.caption.startswith("Most often: Bag taken for Shirt (20), Shirt taken for Coat (10), ")
    assert "together 100\u202f% of all 35 mistakes" in figure.caption
    assert figure.table.rows[0] == ("Bag", "Shirt", 20, 0.2)
    assert len(figure.table.rows) == 3
    assert figures.confusion(np.diag([1, 2, 3]), ("a", "b", "c")).caption.startswith(
        "There is not one mistake"
    )


@pytest.mark.parametrize(("accuracy", "claim"), [(0.6, "10.0 points more"), (0.8, "10.0 points less")])
def test_the_reliability_caption_says_which_way_the_model_errs(accuracy, claim):
    bins = [Bin(0.7, accuracy, accuracy - 0.1, accuracy + 0.1, 50)] * 2
    figure = figures.reliability(
        bins, ece=measurement("ECE", 0.1, 0.02, unit="number"), confidence=np.full(100, 0.7)
    )
    assert f"it claims {claim} than it keeps" in figure.caption
    assert "by chance alone" not in figure.caption


def test_class_counts_add_up(rng):
    data = dataset(rng)
    figure = figures.class_counts(data)
    assert sum(sum(row[1:]) for row in figure.table.rows) == len(data.labels)
    even = dataclasses.replace(data, labels=np.arange(len(data.labels)) % 10, fingerprint="")
    assert "Every class has 120 pictures." in figures.class_counts(even).caption


def test_every_drawing_is_well_formed_and_told_in_words():
    for figure in report().figures:
        root = ElementTree.fromstring(figure.markup)
        assert figure.caption
        assert figure.description
        for svg in root.iter("svg"):
            assert svg.get("role") == "img"
            assert svg.find("title").text
            assert svg.find("desc").text


def test_every_epoch_shows_its_gaps_with_an_interval_for_accuracy():
    table = figures.learning(EPOCHS).table
    assert [name for name, _ in table.columns[-2:]] == ["gap in accuracy", "gap in loss"]
    for epoch, row in zip(EPOCHS, table.rows, strict=True):
        assert row[-2] == measured(epoch_gap(epoch))
        assert "[" in row[-2]
        assert row[-1] == epoch.val_loss - epoch.train_loss
