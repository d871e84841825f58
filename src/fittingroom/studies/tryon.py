"""Trying one model on one data set: predict, write down, open the test part, measure, check, report.

The order is the point. What the model says is on disk before anything is scored, and the test part
is opened last, once, through the ledger, when nothing is left to choose.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from fittingroom.data.ledger import open_test, openings
from fittingroom.data.predictions import read_predictions, write_predictions
from fittingroom.errors import InputError
from fittingroom.files import slug
from fittingroom.models.adapter import as_predictor, fit_if_needed, predict_part
from fittingroom.reporting import Report
from fittingroom.studies.judgement import judge
from fittingroom.studies.noticing import noticing
from fittingroom.studies.provenance import circumstances
from fittingroom.types import Dataset, Epoch, Predictions

IDENTITY = "fingerprint on val"
"""The setting by which predictions on test name the model that made them, so that it is counted once."""


def report(
    model: Any,
    data: Dataset,
    *,
    name: str | None = None,
    preprocess: Callable[[np.ndarray], Any] | None = None,
    settings: Mapping[str, Any] | None = None,
    curves: Sequence[Epoch] = (),
    folder: str | Path | None = None,
    why: str = "report",
    seed: int = 0,
) -> Report:
    """Find out what `model` is worth on `data`, and what may be claimed of it.

    model: a scikit-learn estimator or pipeline (fitted on train here if it is not yet fitted), a
    torch module or Keras model (trained), a fittingroom recipe's result, or any function from
    uint8 images (n, h, w[, c]) to scores (n, k) or labels (n,). By default estimators get pixels
    (n, h*w*c) / 255, torch modules (n, c, h, w) / 255, Keras models what their input shape asks
    for, functions the images as they are; `preprocess` replaces that. `curves` are the epochs of
    the training, if known. `seed` draws the bootstrap samples, and the training images that others are
    compared with to see whether they are alike.

    Predictions are written to `folder` (default runs/DATA/MODEL-FINGERPRINT) before they are
    scored; opening the test part is written to the ledger with `why`. Returns a Report: look at
    `.verdict`, or `.save("report.html")`. Raises InputError when the model or its answers do not fit.
    """
    started = time.perf_counter()
    model, fitted_here = fit_if_needed(model, data.part("train"), preprocess=preprocess)
    predictor = as_predictor(
        model,
        classes=len(data.card.classes),
        examples=data.part("val").images,
        name=name,
        preprocess=preprocess,
        settings={"fitted_here": fitted_here, **(settings or {})},
    )
    known = {
        part: predict_part(predictor, data.part(part), data=data.fingerprint)
        for part in ("train", "val", "cal")
    }
    identity = known["val"].fingerprint
    folder = Path(folder) if folder else run_folder(data, f"{predictor.name}-{identity[:8]}")
    for part, predictions in known.items():
        write_predictions(folder / f"predictions-{part}.npz", predictions)
    notice = noticing(model, data, folder=folder, rng=np.random.default_rng((seed, 1)))
    test = open_test(data, model=predictor.name, model_fingerprint=identity, why=why)
    said = predict_part(predictor, test, data=data.fingerprint)
    known["test"] = replace(said, settings={**said.settings, IDENTITY: identity})
    write_predictions(folder / "predictions-test.npz", known["test"])
    return judge(
        data,
        known,
        curves=tuple(curves),
        openings=openings(data),
        provenance=provenance(data, known["test"], folder=folder, seconds=time.perf_counter() - started),
        noticed=notice(test.images),
        rng=np.random.default_rng(seed),
    )


def score(
    predictions: str | Path | Predictions,
    data: Dataset,
    *,
    part: str = "test",
    why: str = "score",
    seed: int = 0,
) -> Report:
    """Judge predictions that somebody made elsewhere, in any language.

    predictions: a file (see `fittingroom.data.predictions` for its columns) or a Predictions value.
    What needs the model or other parts (the train/val gap, a temperature) is reported as not
    applicable, never guessed. Raises InputError for a file that does not fit the part.
    """
    started = time.perf_counter()
    if not isinstance(predictions, Predictions):
        predictions = read_predictions(Path(predictions), data, part=part)
    if predictions.data not in ("", data.fingerprint):
        raise InputError(
            f"{predictions.model}: these predictions were made on other data ({predictions.data[:12]}) "
            f"than {data.card.name} ({data.fingerprint[:12]})"
        )
    if predictions.part == "test":
        identity = predictions.settings.get(IDENTITY, predictions.fingerprint)
        open_test(data, model=predictions.model, model_fingerprint=identity, why=why)
    return judge(
        data,
        {predictions.part: predictions},
        curves=(),
        openings=openings(data),
        provenance=provenance(data, predictions, folder=None, seconds=time.perf_counter() - started),
        rng=np.random.default_rng(seed),
    )


def run_folder(data: Dataset, name: str) -> Path:
    """Where a run on `data` is written by default: runs/DATA/NAME, both in letters, digits and dashes."""
    return Path("runs", slug(data.card.name), slug(name))


def provenance(
    data: Dataset, predictions: Predictions, *, folder: Path | None, seconds: float
) -> dict[str, str]:
    """Where the numbers come from: enough to make them again."""
    known = {
        **circumstances(),
        "seconds to predict": f"{seconds:.1f}",
        "data": data.fingerprint,
        "split": data.split,
        "predictions": predictions.fingerprint,
        "written to": str(folder) if folder else "",
    }
    known |= {f"model: {key}": str(value) for key, value in predictions.settings.items()}
    return {key: value for key, value in known.items() if value}
