"""What a training of attributes returns, and keeps in its folder: weights, labels, settings, history."""

import dataclasses
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from fittingroom.data.attributes import Group, Label, LabelMap
from fittingroom.errors import DataError
from fittingroom.files import fingerprint, write_text
from fittingroom.models.attributes.recipes import Recipe
from fittingroom.models.checkpoint import read_checkpoint, write_checkpoint
from fittingroom.models.fitted import MODEL

KIND = "attributes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What decides the result of a training, beside the images. size_px: what the network sees.

    unknown: "masked" leaves labels out of which nothing is known, "absent" takes them for absent, as the
    paper does.
    """

    network: str
    head: str
    loss: str
    recipe: Recipe
    size_px: int
    epochs: int
    seed: int
    unknown: str = "masked"

    @property
    def name(self) -> str:
        """A short name for a report."""
        return f"{self.network} {self.head} {self.loss} {self.recipe.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeEpoch:
    """One pass over train. train_loss is the running mean while learning, val_* come from an evaluation pass.

    Losses are summed over the labels of an image. images_per_s counts learning alone.
    """

    epoch: int
    train_loss: float
    val_loss: float | None
    val_f1_at_8: float | None
    images_per_s: float
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """A trained model of attributes: everything that predicting needs, and how it came about.

    run: what decided the result, equal for two runs that must agree; notes: what may differ between them;
    train_counts: (k,) images of train that have each label, of train_n.
    """

    settings: Settings
    labels: LabelMap
    weights: Mapping[str, np.ndarray]
    history: tuple[AttributeEpoch, ...]
    train_counts: np.ndarray
    train_n: int
    run: Mapping[str, Any]
    notes: Mapping[str, Any]

    @property
    def fingerprint(self) -> str:
        """Identifies the weights."""
        return fingerprint(*(self.weights[name] for name in sorted(self.weights)))


def save(learned: Learned, folder: Path) -> None:
    """Write model.json, to read and grep, and model.safetensors, which holds everything, last."""
    facts = {
        "kind": KIND,
        "settings": dataclasses.asdict(learned.settings),
        "labels": [dataclasses.asdict(label) for label in learned.labels.labels],
        "groups": [dataclasses.asdict(group) for group in learned.labels.groups],
        "history": [dataclasses.asdict(row) for row in learned.history],
        "train_counts": learned.train_counts.tolist(),
        "train_n": learned.train_n,
        "run": learned.run,
        "notes": learned.notes,
        "fingerprint": learned.fingerprint,
    }
    write_text(folder / "model.json", json.dumps(facts, indent=2) + "\n")
    write_checkpoint(folder / MODEL, learned.weights, facts)


def is_learned(folder: Path) -> bool:
    """Whether a folder says that a model of attributes is in it; nothing but its facts is read."""
    try:
        facts = json.loads((folder / "model.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(facts, dict) and facts.get("kind") == KIND


def load(folder: Path) -> Learned:
    """Read back what `save` wrote. Raises DataError for a folder without a model of attributes."""
    if not (folder / MODEL).is_file():
        raise DataError(
            f"{folder} holds no {MODEL}: give the folder that `fittingroom train attributes` wrote"
        )
    weights, facts = read_checkpoint(folder / MODEL)
    if facts.get("kind") != KIND:
        raise DataError(
            f"{folder / MODEL} is not a model of attributes; `fittingroom report` knows what it is"
        )
    settings = facts["settings"]
    return Learned(
        settings=Settings(**{**settings, "recipe": Recipe(**settings["recipe"])}),
        labels=LabelMap(
            tuple(Label(**label) for label in facts["labels"]),
            tuple(Group(**group) for group in facts["groups"]),
        ),
        weights=weights,
        history=tuple(AttributeEpoch(**row) for row in facts["history"]),
        train_counts=np.array(facts["train_counts"], np.int64),
        train_n=facts["train_n"],
        run=facts["run"],
        notes=facts["notes"],
    )
