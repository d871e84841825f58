"""A model whose confidence was corrected by one number, the temperature, fitted on the cal part.

Label smoothing and early stopping leave a network less (or more) sure than it should be. Dividing
its logits by one temperature repairs the average and changes no answer (Guo et al. 2017, ICML,
section 4.2). It is fitted on images that chose nothing else: that is what the cal part is for.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from fittingroom.measure.calibration import fit_temperature, tempered
from fittingroom.models.predictor import Predictor, predict_part
from fittingroom.types import Part, ScoreKind


@dataclass(frozen=True, slots=True)
class Calibrated:
    """`model` with every probability softened (temperature above 1) or sharpened (below 1)."""

    model: Predictor
    temperature: float

    @property
    def name(self) -> str:
        return self.model.name

    @property
    def kind(self) -> ScoreKind:
        return "probabilities"

    @property
    def settings(self) -> Mapping[str, Any]:
        return {**self.model.settings, "temperature": round(self.temperature, 4)}

    def predict(self, images: np.ndarray) -> np.ndarray:
        return tempered(self.model.predict(images), self.temperature).astype(np.float32)


def calibrate(model: Predictor, cal: Part) -> Calibrated:
    """Fit the temperature of `model`, which must give probabilities, on the cal part."""
    return Calibrated(model, fit_temperature(predict_part(model, cal, data=""), cal.labels))
