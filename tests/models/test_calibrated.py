"""One temperature: no answer changes, and the confidence on cal becomes as good as it can be."""

from dataclasses import replace

import numpy as np
import pytest

from fittingroom.measure.calibration import nll_values
from fittingroom.models.calibrated import Calibrated, calibrate
from fittingroom.models.predictor import Predictor, predict_part
from fittingroom.types import Dataset, Part


class Timid:
    """Right nearly always, and always a third less sure than it should be."""

    name, kind, settings = "timid", "probabilities", {"trained": "never"}

    def predict(self, images: np.ndarray) -> np.ndarray:
        bright = np.stack(
            [images[:, y : y + 4, x : x + 4].mean((1, 2)) for y, x in ((1, 1), (1, 7), (7, 4))], 1
        )
        logits = (bright - bright.mean(1, keepdims=True)) / 60
        return (np.exp(logits) / np.exp(logits).sum(1, keepdims=True)).astype(np.float32)


def doubtful(data: Dataset, name: str) -> Part:
    """A part of which every tenth label is wrong, so that full confidence would be punished."""
    part = data.part(name)
    labels = part.labels.copy()
    labels[::10] = (labels[::10] + 1) % 3
    return replace(part, labels=labels)


def test_answers_stay_and_losses_fall_where_it_was_not_fitted(squares: Dataset):
    cal, val = doubtful(squares, "cal"), doubtful(squares, "val")
    model = calibrate(Timid(), cal)
    assert isinstance(model, Predictor)
    assert 0.1 < model.temperature < 0.8
    before, after = (predict_part(m, val, data="") for m in (Timid(), model))
    np.testing.assert_array_equal(before.answers, after.answers)
    assert nll_values(after, val.labels).mean() < 0.95 * nll_values(before, val.labels).mean()
    assert after.settings == {"trained": "never", "temperature": round(model.temperature, 4)}


def test_no_other_temperature_does_better_on_cal(squares: Dataset):
    cal = doubtful(squares, "cal")
    best = calibrate(Timid(), cal)
    losses = [
        nll_values(predict_part(Calibrated(Timid(), best.temperature * f), cal, data=""), cal.labels).mean()
        for f in (0.9, 1.0, 1.1)
    ]
    assert losses[1] == min(losses)


def test_labels_have_no_temperature(squares: Dataset):
    from fittingroom.errors import InputError

    class Blunt(Timid):
        kind = "labels"

        def predict(self, images: np.ndarray) -> np.ndarray:
            return np.eye(3, dtype=np.float32)[super().predict(images).argmax(1)]

    with pytest.raises(InputError, match="calibration needs probabilities"):
        calibrate(Blunt(), squares.part("cal"))
