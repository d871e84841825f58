"""A model of attributes that was learned here, as an extractor of features: what it sees before its head."""

from dataclasses import dataclass

import numpy as np
import torch

from fittingroom.models.attributes.answering import restored
from fittingroom.models.attributes.crops import centre_crops, cropped
from fittingroom.models.attributes.learned import Learned
from fittingroom.models.attributes.recogniser import Recogniser
from fittingroom.models.processor import Processor, fast


@dataclass(frozen=True, slots=True, eq=False)
class Frozen:
    """A `FeatureExtractor`: the mean of the network's last map over its places, its weights frozen."""

    name: str
    width: int
    size_px: int
    seen_px: int
    shown: float
    network: Recogniser
    processor: Processor

    def __call__(self, images: np.ndarray) -> np.ndarray:
        """Features (n, width) float32 of images (n, size_px, size_px, 3) uint8."""
        with torch.inference_mode(), fast(self.processor):
            pixels = torch.from_numpy(images).to(self.processor.device)
            seen = cropped(pixels, centre_crops(len(images), self.shown), self.seen_px)
            return self.network.maps(seen)[0].float().mean((2, 3)).cpu().numpy()


def frozen(learned: Learned, processor: Processor) -> Frozen:
    """The extractor of a learned model; it takes images of the size that its recipe stores."""
    settings = learned.settings
    network = restored(learned, processor.device).eval()
    return Frozen(
        name=f"{settings.name} {learned.fingerprint[:12]}",
        width=network.backbone.width,  # pyright: ignore[reportArgumentType]
        size_px=settings.recipe.stored_px(settings.size_px),
        seen_px=settings.size_px,
        shown=settings.recipe.shown,
        network=network,
        processor=processor,
    )
