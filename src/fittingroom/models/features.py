"""What a network sees before it names a class: penultimate features, and the logits made of them.

Two pictures that a network takes for the same kind of thing lie close together there, so a picture far
from everything that it learned is unlike it, whatever confidence it states (measure/refusal.py).
"""

from dataclasses import dataclass

import numpy as np
import torch
from tqdm import tqdm

from fittingroom.errors import InputError
from fittingroom.models import family
from fittingroom.models.fitted import Fitted, as_learned
from fittingroom.models.processor import choose_processor, running_on
from fittingroom.models.training import EVALUATION_BATCH


@dataclass(frozen=True, slots=True, eq=False)
class Insides:
    """What a network made of n images: features (n, width) float32 and logits (n, k) float32."""

    features: np.ndarray
    logits: np.ndarray


def has_features(model: object) -> bool:
    """Whether `look_inside` can answer for this model: one of our recipes with a network of its own."""
    return isinstance(model, Fitted) and model.run.get("network", "plain") == "plain"


def look_inside(fitted: Fitted, images: np.ndarray, *, device: str | None = None) -> Insides:
    """Penultimate features and logits of uint8 images (n, h, w[, c]); softmax of these is `predict`.

    Raises InputError for a network of the user's own, whose layers are not known.
    """
    if not has_features(fitted):
        raise InputError(
            f"{fitted.name}: features are known of fittingroom's recipes alone; this network is your own"
        )
    images = as_learned(fitted, images)
    processor = choose_processor(device)
    features, logits = [], []
    with running_on(processor), torch.inference_mode():
        network = family(fitted.run["recipe"]).restored(fitted, processor.device).eval()
        starts = range(0, max(1, len(images)), EVALUATION_BATCH)
        for start in tqdm(
            starts, "features", unit_scale=EVALUATION_BATCH, disable=None, leave=False, delay=1
        ):
            batch = torch.tensor(images[start : start + EVALUATION_BATCH], device=processor.device)
            seen = network.features(batch)
            features.append(seen.float().cpu().numpy())
            logits.append(network.of_features(seen).float().cpu().numpy())
    return Insides(np.concatenate(features), np.concatenate(logits))
