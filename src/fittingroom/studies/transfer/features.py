"""What a frozen network says of pictures: its last map, averaged over four quarters, as a row of numbers."""

import numpy as np
import torch
import torch.nn.functional as F

from fittingroom.models.attributes.answering import restored
from fittingroom.models.attributes.gallery import Gallery
from fittingroom.models.attributes.learned import Learned
from fittingroom.models.attributes.recogniser import Recogniser, build
from fittingroom.models.processor import Processor, fast
from fittingroom.studies.transfer.held import class_map
from fittingroom.studies.transfer.pretraining import NETWORK

AT_ONCE = 256
PLACES = 2
"""Quarters tell collar from hem, which one mean over the picture does not."""


def features(network: Recogniser, images: Gallery, processor: Processor) -> np.ndarray:
    """(n, width * PLACES^2) float32 of the images of a gallery, in order."""
    found = []
    network.eval()
    with torch.inference_mode(), fast(processor):
        for start in range(0, len(images), AT_ONCE):
            rows = np.arange(start, min(start + AT_ONCE, len(images)))
            pixels = np.empty((len(rows), images.size_px, images.size_px, 3), np.uint8)
            images.gather(rows, pixels)
            seen = torch.from_numpy(pixels).permute(0, 3, 1, 2).float()
            last = network.maps(seen.contiguous(memory_format=torch.channels_last))[0]
            found.append(F.adaptive_avg_pool2d(last.float(), PLACES).flatten(1).numpy())
    return np.concatenate(found)


def untrained(seed: int) -> Recogniser:
    """A network as it is drawn, which has learned nothing: the baseline of all features."""
    return build(NETWORK, "group", class_map(("a", "b")), seed=seed)


def of_model(learned: Learned, images: Gallery, processor: Processor) -> np.ndarray:
    """Features of a pretrained network."""
    return features(restored(learned, processor.device), images, processor)
