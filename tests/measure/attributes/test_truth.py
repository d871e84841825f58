"""Four states of truth: what is listed, what is not, what nobody asked, what does not apply."""

import numpy as np
import pytest

from fittingroom.errors import DataError, InputError
from fittingroom.measure.attributes import (
    AttributePredictions,
    AttributeTruth,
    as_labelled,
    truth_from_tables,
)
from fittingroom.measure.attributes.truth import group_columns


def test_tables_become_cells(garments):
    truth = truth_from_tables(
        garments, [[101, 92], [], [100]], [["sleeve"], [], ["color"]], [[], ["sleeve"], []]
    )
    columns = {name: group_columns(garments, name) for name in ("category", "color", "sleeve")}
    assert truth.present.sum() == 3
    assert truth.present[0, [0, 9]].all()
    assert not truth.known[0, columns["sleeve"]].any()
    assert truth.known[0, columns["category"]].all()
    assert not truth.known[1, columns["sleeve"]].any()
    assert not truth.known[2, columns["color"]].any()
    assert truth.known.sum() == 3 * 18 - 4 - 4 - 5


def test_a_label_listed_in_an_unknown_group_is_known_and_the_rest_of_its_group_is_not(garments):
    truth = truth_from_tables(garments, [[92]], [["color"]], [[]])
    assert truth.known[0, 9:14].tolist() == [True, False, False, False, False]
    assert truth.present[0, 9]


def test_the_papers_reading_knows_every_cell(garments):
    truth = as_labelled(truth_from_tables(garments, [[101]], [["color"]], [["sleeve"]]))
    assert truth.known.all()
    assert truth.present.sum() == 1


@pytest.mark.parametrize(
    ("labels", "unknown", "says"),
    [([[7]], [[]], "label 7"), ([[101]], [["colour"]], "did you mean color"), ([[], []], [[]], "one entry")],
)
def test_what_is_not_in_the_label_map_is_refused(garments, labels, unknown, says):
    with pytest.raises((DataError, InputError), match=says):
        truth_from_tables(garments, labels, unknown, [[]])


def test_truth_checks_itself(garments):
    cells = np.zeros((2, 18), bool)
    with pytest.raises(InputError, match="shape"):
        AttributeTruth(label_map=garments, present=cells[:, :4], known=cells)
    stray = cells.copy()
    stray[1, 4] = True
    with pytest.raises(InputError, match="1 cells are present and not known"):
        AttributeTruth(label_map=garments, present=stray, known=cells)


def test_predictions_check_themselves():
    good = np.zeros((2, 3), np.float32)
    ids = np.array(["a", "b"])
    assert (AttributePredictions(ids=ids, logits=good, model="m", part="val").probabilities == 0.5).all()
    for bad, says in (
        (good.astype(float), "float64"),
        (good[:1], "n = 2"),
        (good * np.float32("nan"), "NaN"),
    ):
        with pytest.raises(InputError, match=says):
            AttributePredictions(ids=ids, logits=bad, model="m", part="val")
