"""Average precision: scikit-learn's, ties and all, and an interval that resampling confirms."""

import numpy as np
import pytest
from sklearn.metrics import average_precision_score

from fittingroom.errors import InputError
from fittingroom.measure.attributes import AttributeTruth
from fittingroom.measure.attributes.average_precision import (
    _at_least,
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


AWKWARD = {
    "normal": lambda rng: rng.normal(size=3000),
    "ties": lambda rng: rng.normal(size=3000).round(1),
    "two values": lambda rng: rng.integers(0, 2, 3000).astype(float),
    "one value": lambda rng: np.full(3000, -3.5),
    "one far off": lambda rng: np.append(rng.normal(size=2999), 1e30),
    "as far as can be": lambda rng: np.append(rng.normal(size=2998), [-3e38, 3e38]),
    "hardly apart": lambda rng: 1 + rng.integers(0, 9, 3000) * np.spacing(np.float32(1)),
    "smallest of all": lambda rng: rng.integers(0, 9, 3000) * 1e-45,
    "probabilities": lambda rng: 1 / (1 + np.exp(9 * rng.normal(size=3000))),
    "few": lambda rng: rng.normal(size=5),
}


@pytest.mark.parametrize("kind", [np.float32, np.float64])
@pytest.mark.parametrize("some", AWKWARD)
def test_counting_by_steps_is_counting_one_by_one(some, kind, rng):
    scores = AWKWARD[some](rng).astype(kind)
    for share in (0.0, 0.01, 0.2, 0.9):
        chosen = rng.random(len(scores)) < share
        chosen[rng.integers(len(scores))] = True
        of_present = np.sort(scores[chosen])
        expected = (scores >= of_present[:, None]).sum(axis=1)
        np.testing.assert_array_equal(_at_least(scores, of_present), expected)


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
