"""What a trained recipe is familiar with: learned once, kept in the run's folder, asked about any picture.

Reference pictures come from train and what is usual from val, the very images that the model learned
and was chosen on: that is what new pictures shall be compared with.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from fittingroom.errors import InputError
from fittingroom.files import fingerprint
from fittingroom.measure.familiarity import (
    MOST_REFERENCE,
    NEIGHBOURS,
    Familiar,
    Familiarity,
    Yardstick,
    become_familiar,
    energy,
)
from fittingroom.models.checkpoint import read_checkpoint, write_checkpoint
from fittingroom.models.features import look_inside
from fittingroom.models.fitted import Fitted
from fittingroom.types import Part

FAMILIARITY = "familiarity.safetensors"

MOST_NUMBERS = 1 << 24
"""Numbers in all reference features (64 MB): a network without a dense layer has thousands for a picture."""

CHUNK = 2000
"""Pictures whose features are held at a time."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Unlikeness:
    """How unlike the training data n pictures are: by neighbours and by energy, (n,) each, and in words."""

    neighbours: np.ndarray
    energy: np.ndarray
    verdicts: list[Familiar]


def familiarise(
    fitted: Fitted, train: Part, val: Part, *, folder: Path | None = None, rng: np.random.Generator
) -> Familiarity:
    """Learn what `fitted` is familiar with, from train and val as it was fitted on them.

    rng: chooses the reference pictures where train has more than MOST_REFERENCE, or where features are so
    wide that fewer must do. folder: where the result is
    kept, and found again by the same call. Raises InputError for other parts than the model's own,
    and for a network of the user's own, whose features are not known.
    """
    if not fitted_on(fitted, train, val):
        raise InputError(
            f"{fitted.name} was fitted on other train and val parts than these: what it is familiar with is "
            "learned from its own"
        )
    return kept_familiarity(folder, fitted.fingerprint, lambda: _learned(fitted, train, val, rng))


def kept_familiarity(
    folder: Path | None, model: str, learn: Callable[[], Familiarity], **more: object
) -> Familiarity:
    """What the model of that fingerprint is familiar with: as kept in `folder`, or learned and kept now.

    more: what else must be the same for what is kept to be used again.
    """
    facts = {"familiarity": 1, "model": model, **more}
    path = folder / FAMILIARITY if folder else None
    if path and path.is_file():
        kept, known = read_checkpoint(path)
        if known == facts:
            return _of_arrays(kept)
    familiarity = learn()
    if path:
        write_checkpoint(path, _as_arrays(familiarity), facts)
    return familiarity


def _learned(fitted: Fitted, train: Part, val: Part, rng: np.random.Generator) -> Familiarity:
    seen = look_inside(fitted, val.images)
    rows, most = (
        np.arange(len(train)),
        min(MOST_REFERENCE, max(NEIGHBOURS, MOST_NUMBERS // seen.features.shape[1])),
    )
    if len(rows) > most:
        rows = np.sort(rng.choice(len(rows), most, replace=False))
    return become_familiar(
        look_inside(fitted, train.images[rows]).features, seen.features, seen.logits, rows=rows
    )


def fitted_on(fitted: Fitted, train: Part, val: Part) -> bool:
    """Whether these are the very parts that the model was fitted on."""
    return (fitted.run["train"], fitted.run["val"]) == tuple(
        fingerprint(part.images, part.labels) for part in (train, val)
    )


def unlikeness(familiarity: Familiarity, fitted: Fitted, images: np.ndarray) -> Unlikeness:
    """How unlike the training data uint8 images (n, h, w[, c]) are to the model."""
    neighbours, energies = [], []
    for start in range(0, max(1, len(images)), CHUNK):
        seen = look_inside(fitted, images[start : start + CHUNK])
        neighbours.append(familiarity.unlikeness(seen.features))
        energies.append(energy(seen.logits))
    far = np.concatenate(neighbours)
    return Unlikeness(
        neighbours=far, energy=np.concatenate(energies), verdicts=familiarity.neighbours.verdicts(far)
    )


def _as_arrays(familiarity: Familiarity) -> dict[str, np.ndarray]:
    return {
        "reference": familiarity.reference,
        "rows": familiarity.rows,
        "neighbours": familiarity.neighbours.usual,
        "energy": familiarity.energy.usual,
    }


def _of_arrays(arrays: dict[str, np.ndarray]) -> Familiarity:
    return Familiarity(
        reference=arrays["reference"],
        rows=arrays["rows"],
        neighbours=Yardstick(arrays["neighbours"]),
        energy=Yardstick(arrays["energy"]),
    )
