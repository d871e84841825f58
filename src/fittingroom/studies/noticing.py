"""Whether a model's own features tell that a picture is unlike its training data; for a run, kept on disk."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from fittingroom.models.calibrated import Calibrated
from fittingroom.models.fitted import Fitted
from fittingroom.studies.knowing import Noticed
from fittingroom.types import Dataset

Notice = Callable[[np.ndarray], tuple[Noticed, ...]]
"""uint8 images (n, h, w[, c]) -> how unlike the training data each is, by neighbours and by energy."""


def noticing(model: Any, data: Dataset, *, folder: Path | None, rng: np.random.Generator) -> Notice:
    """What `model` notices, learned from train and val of `data` and kept in `folder`.

    Nothing, for a model whose features are not known: one that is no recipe of fittingroom, or was
    fitted on other parts than these.
    """
    fitted = model.model if isinstance(model, Calibrated) else model
    if not isinstance(fitted, Fitted):
        return _nothing
    from fittingroom.models.familiar import familiarise, fitted_on, unlikeness
    from fittingroom.models.features import has_features

    train, val = data.part("train"), data.part("val")
    if not has_features(fitted) or not fitted_on(fitted, train, val):
        return _nothing
    familiarity = familiarise(fitted, train, val, folder=folder, rng=rng)

    def notice(images: np.ndarray) -> tuple[Noticed, ...]:
        found = unlikeness(familiarity, fitted, images)
        return (
            Noticed(by="neighbours", usual=familiarity.neighbours, unlikeness=found.neighbours),
            Noticed(by="energy", usual=familiarity.energy, unlikeness=found.energy),
        )

    return notice


def _nothing(_: np.ndarray) -> tuple[Noticed, ...]:
    return ()
