"""A finished training on disk, opened again: the model with its temperature, and the data it was made for."""

import json
from dataclasses import dataclass
from pathlib import Path

from fittingroom.data import load, names
from fittingroom.errors import InputError
from fittingroom.files import fingerprint, write_text
from fittingroom.models.calibrated import Calibrated, calibrate
from fittingroom.types import Dataset

RUN = "run.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """The model of a run, calibrated on the cal part of `data`, and the folder that it came from."""

    folder: Path
    model: Calibrated
    data: Dataset


def remember(data: Dataset, folder: Path) -> None:
    """Write into a run's folder which data it was trained on, so that `open_run` finds them again."""
    facts = {"data": data.card.name, "fingerprint": data.fingerprint}
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
    fitted = load_fitted(folder)
    if data is None:
        data = load(_known_name(folder))
    learned = data.part("train")
    if fingerprint(learned.images, learned.labels) != fitted.run["train"]:
        raise InputError(
            f"{folder}: its {fitted.name} was trained on other images than the train part of {data.card.name}"
        )
    return Run(folder=folder, model=calibrate(fitted, data.part("cal")), data=data)


def _known_name(folder: Path) -> str:
    path = folder / RUN
    name = json.loads(path.read_text(encoding="utf-8"))["data"] if path.is_file() else "an unknown data set"
    if name not in names():
        raise InputError(f"{folder}: this run was trained on {name}, which has no known name: give --data")
    return name
