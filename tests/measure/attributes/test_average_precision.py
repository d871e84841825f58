"""Average precision: scikit-learn's, ties and all, and an interval that resampling confirms."""

import numpy as np
import pytest
from sklearn.metrics import average_precision_score

from fittingroom.errors import InputError
from fittingroom.measure.attributes import AttributeTruth
from fittingroom.measure.attributes.average_precision import (
    average_precision,
    average_precision_influence,
    macro_average_precision,
)
from fittingroom.measure.intervals import bootstrap
from tests.measure.attributes.conftest import hide_groups


def test_it_is_scikit_learns_on_the_known_images_whatever_ties(made, rng):
    predictions, truth = made(300)
    truth = hide_groups(truth, rng)
    for scores in (predictions.logits, predictions.logits.round()):
        values = average_precision(scores, truth)
        for column in range(18):
            known = truth.known[:, column]
            theirs = average_precision_score(truth.present[known, column], scores[known, column])
            assert values[column] == pytest.approx(theirs, abs=1e-12)
        assert average_precision_influence(scores, truth)[0] == pytest.approx(values, abs=1e-12)


def test_a_label_on_no_image_is_undefined_and_left_out_of_the_mean(made):
    predictions, truth = made(100)
    present = truth.present.copy()
    present[:, 2] = False
    truth = AttributeTruth(label_map=truth.label_map, present=present, known=truth.known)
    values, influence = average_precision_influence(predictions.logits, truth)
    assert np.isnan(values[2])
    m = macro_average_precision("macro AP", values, influence, part="val")
    assert m.value == pytest.approx(np.delete(values, 2).mean())
    assert macro_average_precision("none", values, influence, part="val", among=np.arange(18) == 2) is None


def test_the_influence_is_what_a_little_more_weight_does(made):
    predictions, truth = made(60)
    scores = predictions.logits.round(1)
    values, influence = average_precision_influence(scores, truth)
    more = 0.001
    for row in (0, 7, 31):
        weight = np.ones(60)
        weight[row] += more
        for column in (0, 5, 17):
            y = truth.present[:, column]
            moved = average_precision_score(y, scores[:, column], sample_weight=weight) - values[column]
            assert moved / more == pytest.approx(influence[row, column], abs=1e-4)


def test_the_interval_is_the_bootstraps_also_of_products(made, rng):
    predictions, truth = made(150)
    three = np.repeat(np.arange(150), 3)
    scores, truth = predictions.logits[three], truth.of_rows(three)
    values, influence = average_precision_influence(scores, truth)
    m = macro_average_precision("macro AP", values, influence, part="val", groups=three)

    def again(rows: np.ndarray) -> float:
        return float(np.nanmean(average_precision(scores[rows], truth.of_rows(rows))))

    low, high = bootstrap(again, np.arange(450), groups=three, draws=300, rng=rng)
    assert m.high - m.low == pytest.approx(high - low, rel=0.2)


def test_the_interval_holds_the_truth(made):
    predictions, truth = made(40_000)
    whole, held = np.nanmean(average_precision(predictions.logits, truth)), 0
    for start in range(0, 40_000, 400):
        rows = np.arange(start, start + 400)
        values, influence = average_precision_influence(predictions.logits[rows], truth.of_rows(rows))
        m = macro_average_precision("macro AP", values, influence, part="val")
        held += m.low <= whole <= m.high
    assert held >= 86


def test_scores_must_be_finite(made):
    predictions, truth = made(5)
    with pytest.raises(InputError, match="finite"):
        average_precision(np.full_like(predictions.logits, np.inf), truth)
