"""Train a recipe, calibrate it, then try it on: what `fittingroom report DATA` does."""

import dataclasses
from pathlib import Path
from typing import Any

from fittingroom.errors import InputError
from fittingroom.measure.defects import in_short
from fittingroom.models import recipe as find_recipe
from fittingroom.models.calibrated import calibrate
from fittingroom.reporting import Report
from fittingroom.studies.run import remember
from fittingroom.studies.tryon import report, run_folder
from fittingroom.types import Dataset


def train_and_report(
    data: Dataset,
    *,
    recipe: str,
    epochs: int | None,
    seed: int,
    folder: Path | None,
    defects: tuple[str, ...] = (),
    photographed: bool = False,
) -> tuple[Report, Path]:
    """Fit `recipe` on train, choosing on val, its temperature on cal; returns the report and its folder.

    The folder holds the checkpoint while training, then the model, the predictions of every part
    and the report. The same call goes on after an interruption, and does not train twice. defects:
    families of defects to train with as well (fittingroom.measure.defects), for a recipe that can.
    photographed: train the convnet for photos of garments instead (fittingroom.models.photographed).
    """
    if epochs is not None and epochs < 1:
        raise InputError(f"a training needs at least 1 epoch, asked for {epochs}")
    found = find_recipe(recipe)
    params = _for_photos(recipe, data.card.classes) if photographed else found.params
    params = params if epochs is None else dataclasses.replace(params, epochs=epochs)
    name = f"{recipe}-seed{seed}" + (f"-epochs{epochs}" if epochs is not None else "")
    name += "-photographed" if photographed else ""
    if defects:
        params = _damaging(params, recipe, defects)
        name += f"-{in_short(defects)}"
    folder = folder or run_folder(data, name)
    folder.mkdir(parents=True, exist_ok=True)  # so that a place that cannot be written is told at once
    fitted = found.module.fit(
        data.part("train"),
        data.part("val"),
        params,
        name=", ".join(
            [recipe, *(["photographed"] if photographed else []), *([in_short(defects)] if defects else [])]
        ),
        classes=len(data.card.classes),
        seed=seed,
        folder=folder,
    )
    model = calibrate(fitted, data.part("cal"))
    remember(data, model, folder)
    judged = report(
        model,
        data,
        curves=fitted.history,
        folder=folder,
        seed=seed,
        why=f"report on {fitted.name}, seed {seed}",
    )
    return judged, folder


def _damaging(params: Any, recipe: str, defects: tuple[str, ...]) -> Any:
    if "defects" not in {field.name for field in dataclasses.fields(params)}:
        raise InputError(f"{recipe} cannot be trained on defects; convnet can")
    return dataclasses.replace(params, defects=defects)


def _for_photos(recipe: str, classes: tuple[str, ...]) -> Any:
    from fittingroom.models.convnet import NAME, PHOTOGRAPHED
    from fittingroom.models.photographed import poses_of

    if recipe != NAME:
        raise InputError(f"{recipe} cannot be trained on photographed looks; {NAME} can")
    footwear, sleeved = poses_of(classes)
    return dataclasses.replace(PHOTOGRAPHED, footwear=footwear, sleeved=sleeved)
