"""What a recipe returns: weights, how they came about, and a `predict` like every other model's."""

import dataclasses
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from fittingroom.errors import InputError
from fittingroom.files import discard, fingerprint, write_text
from fittingroom.models import family
from fittingroom.models.checkpoint import CHECKPOINT, read_checkpoint, refuse_another_run, write_checkpoint
from fittingroom.types import Epoch, Part, ScoreKind

MODEL = "model.safetensors"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """A trained network, called `name` in reports; it is a Predictor.

    weights: name -> array, those of the epoch marked `chosen` in `history`; params: the recipe's
    Params; shape: (height, width, channels) of the images; run: what decided the result (recipe,
    params, seed, classes, fingerprints of train and val), equal for two runs that must agree;
    notes: what may differ between them (device, threads, precision, seconds, versions).
    """

    name: str
    params: Any
    weights: Mapping[str, np.ndarray]
    shape: tuple[int, int, int]
    classes: int
    seed: int
    history: tuple[Epoch, ...]
    run: Mapping[str, Any]
    notes: Mapping[str, Any]

    @property
    def kind(self) -> ScoreKind:
        return "probabilities"

    @property
    def settings(self) -> dict[str, Any]:
        """Everything there is to know about the run, as JSON values."""
        chosen = next(row.epoch for row in self.history if row.chosen)
        return {**self.run, **self.notes, "epochs run": len(self.history), "chosen epoch": chosen}

    @property
    def fingerprint(self) -> str:
        """Identifies the weights."""
        return fingerprint(*(self.weights[name] for name in sorted(self.weights)))

    def predict(self, images: np.ndarray) -> np.ndarray:
        """Probabilities (n, k) float32 of uint8 images (n, h, w[, c])."""
        return family(self.run["recipe"]).predict(self, images)


def save(fitted: Fitted, folder: Path) -> None:
    """Write model.safetensors, which holds everything, and model.json, the same facts to read and grep."""
    facts = {
        "name": fitted.name,
        "params": dataclasses.asdict(fitted.params),
        "shape": fitted.shape,
        "classes": fitted.classes,
        "seed": fitted.seed,
        "history": [dataclasses.asdict(row) for row in fitted.history],
        "run": fitted.run,
        "notes": fitted.notes,
        "fingerprint": fitted.fingerprint,
    }
    write_text(folder / "model.json", json.dumps(facts, indent=2) + "\n")
    write_checkpoint(folder / MODEL, fitted.weights, facts)


def load(folder: Path) -> Fitted:
    """Read back what `save` wrote. Raises DataError for a file that is no such model."""
    weights, facts = read_checkpoint(folder / MODEL)
    params = {name: tuple(v) if isinstance(v, list) else v for name, v in facts["params"].items()}
    return Fitted(
        name=facts["name"],
        params=family(facts["run"]["recipe"]).Params(**params),
        weights=weights,
        shape=tuple(facts["shape"]),
        classes=facts["classes"],
        seed=facts["seed"],
        history=tuple(Epoch(**row) for row in facts["history"]),
        run=complete(facts["run"]),
        notes=facts["notes"],
    )


def as_learned(fitted: Fitted, images: np.ndarray) -> np.ndarray:
    """Images (n, h, w[, c]) with their channel axis. Raises InputError for others than were learned."""
    images = images if images.ndim == 4 else images[..., None]
    if images.dtype != np.uint8 or images.shape[1:] != fitted.shape:
        raise InputError(
            f"this {fitted.name} was trained on uint8 images of shape {fitted.shape}, "
            f"asked about {images.dtype} of shape {images.shape[1:]}"
        )
    return images


def identify(recipe: str, params: Any, *, classes: int, seed: int, train: Part, val: Part) -> dict[str, Any]:
    """What decides the result of a training, as JSON values: the `run` of a Fitted."""
    return {
        "recipe": recipe,
        "params": dataclasses.asdict(params),
        "seed": seed,
        "classes": classes,
        "train": fingerprint(train.images, train.labels),
        "val": fingerprint(val.images, val.labels),
    }


def complete(run: Mapping[str, Any]) -> dict[str, Any]:
    """A run as read from a file; settings that its recipe did not have then stand at their defaults."""
    defaults = json.loads(json.dumps(dataclasses.asdict(family(run["recipe"]).Params())))
    return {**run, "params": defaults | run["params"]}


def once(folder: Path | None, run: Mapping[str, Any], make: Callable[[], Fitted]) -> Fitted:
    """The model of this run that lies in the folder; or the one that `make` trains, kept there.

    Raises InputError if the folder holds the model of another run.
    """
    if folder is None:
        return make()
    if (folder / MODEL).is_file():
        fitted = load(folder)
        refuse_another_run(fitted.run, run, folder / MODEL)
        return fitted
    fitted = make()
    save(fitted, folder)
    discard(folder / CHECKPOINT)
    return fitted
