"""A finished training on disk, opened again: the model with its temperature, and the data it was made for."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fittingroom.data import load, names
from fittingroom.errors import InputError
from fittingroom.files import fingerprint, write_text
from fittingroom.models.calibrated import Calibrated, calibrate
from fittingroom.types import Dataset, Part

RUN = "run.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """The model of a run, calibrated on the cal part of `data`, and the folder that it came from."""

    folder: Path
    model: Calibrated
    data: Dataset


def remember(data: Dataset, model: Calibrated, folder: Path) -> None:
    """Write into a run's folder what `open_run` needs beside the weights: which data, which temperature."""
    facts = {"data": data.card.name, "cal": _identity(data.part("cal")), "temperature": model.temperature}
    write_text(folder / RUN, json.dumps(facts, indent=2) + "\n")


def open_run(folder: str | Path, data: Dataset | None = None) -> Run:
    """Open the run that `fittingroom report` wrote into a folder; nothing is trained.

    data: only needed where the run was trained on data of one's own, which have no known name.
    Raises InputError where there is no run, or where `data` are not those it was trained on.
    """
    from fittingroom.models.fitted import MODEL
    from fittingroom.models.fitted import load as load_fitted

    folder = Path(folder)
    if not (folder / MODEL).is_file():
        raise InputError(
            f"{folder}: there is no trained model here (no {MODEL}); `fittingroom report DATA` makes one, "
            "by default in runs/DATA/convnet-seed0"
        )
    fitted, known = load_fitted(folder), _facts(folder)
    if data is None:
        data = load(_known_name(folder, known))
    if _identity(data.part("train")) != fitted.run["train"]:
        raise InputError(
            f"{folder}: its {fitted.name} was trained on other images than the train part of {data.card.name}"
        )
    cal = data.part("cal")
    if known.get("cal") == _identity(cal):
        return Run(folder=folder, model=Calibrated(fitted, known["temperature"]), data=data)
    return Run(folder=folder, model=calibrate(fitted, cal), data=data)


def _identity(part: Part) -> str:
    return fingerprint(part.images, part.labels)


def _facts(folder: Path) -> dict[str, Any]:
    path = folder / RUN
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def _known_name(folder: Path, known: dict[str, Any]) -> str:
    name = known.get("data", "an unknown data set")
    if name not in names():
        raise InputError(f"{folder}: this run was trained on {name}, which has no known name: give --data")
    return name
