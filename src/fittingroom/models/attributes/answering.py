"""What a model says of the images of a part: outputs, batch by batch, and logits as predictions."""

from collections.abc import Iterator

import numpy as np
import torch
from torch import Tensor

from fittingroom.errors import InputError
from fittingroom.measure.attributes import AttributePredictions
from fittingroom.models.attributes.crops import centre_crops, cropped
from fittingroom.models.attributes.feed import feed
from fittingroom.models.attributes.gallery import Gallery
from fittingroom.models.attributes.learned import Learned, Settings
from fittingroom.models.attributes.recogniser import Recogniser
from fittingroom.models.processor import Processor, fast

AT_ONCE = 256


def answer(
    network: Recogniser,
    part: Gallery,
    settings: Settings,
    processor: Processor,
    *,
    loaders: int = 1,
) -> Iterator[tuple[Tensor, Tensor, Tensor]]:
    """Yield outputs (m, outputs), present and known (m, k) bool of the images, in order, on the device.

    The middle of each image is shown, as large as the recipe's smallest crop; nothing is mirrored.
    """
    plan = [np.arange(start, min(start + AT_ONCE, len(part))) for start in range(0, len(part), AT_ONCE)]
    network.eval()
    with torch.inference_mode(), fast(processor):
        for batch in feed(part, plan, processor.device, threads=loaders):
            boxes = centre_crops(len(batch.images), settings.recipe.shown)
            yield network(cropped(batch.images, boxes, settings.size_px))[0], batch.present, batch.known


def logits_of(
    network: Recogniser, images: np.ndarray, settings: Settings, processor: Processor
) -> np.ndarray:
    """Logits (n, k) float32 of images (n, px, px, 3) uint8 of the size that its recipe stores."""
    network.eval()
    found = []
    with torch.inference_mode(), fast(processor):
        for start in range(0, len(images), AT_ONCE):
            some = torch.from_numpy(np.ascontiguousarray(images[start : start + AT_ONCE]))
            boxes = centre_crops(len(some), settings.recipe.shown)
            raw = network(cropped(some.to(processor.device), boxes, settings.size_px))[0]
            found.append(network.reading.logits(raw).cpu().numpy())
    return np.concatenate(found)


def restored(learned: Learned, device: str) -> Recogniser:
    """The model with the weights that were learned."""
    network = Recogniser(learned.settings.network, learned.settings.head, learned.labels)
    network.load_state_dict({name: torch.from_numpy(array.copy()) for name, array in learned.weights.items()})
    network.to(device)
    return network.to(memory_format=torch.channels_last)  # pyright: ignore[reportCallIssue]


def begin_with(network: Recogniser, learned: Learned, name: str) -> None:
    """Put what `learned` looks at images with into a network `name`, whose head stays as it was drawn.

    Raises InputError for a model of another network.
    """
    if learned.settings.network != name:
        raise InputError(
            f"{name} cannot begin with the weights of {learned.settings.network}: take a model of {name}"
        )
    own = "backbone."
    network.backbone.load_state_dict(
        {
            weight.removeprefix(own): torch.from_numpy(array.copy())
            for weight, array in learned.weights.items()
            if weight.startswith(own)
        }
    )


def predict(
    learned: Learned, part: Gallery, *, processor: Processor, loaders: int = 1
) -> AttributePredictions:
    """Logits (n, k) of a part, whose sigmoid is the probability of each label by itself."""
    network = restored(learned, processor.device)
    found = [
        network.reading.logits(raw).cpu().numpy()
        for raw, _, _ in answer(network, part, learned.settings, processor, loaders=loaders)
    ]
    return AttributePredictions(
        ids=part.source.ids,
        logits=np.concatenate(found),
        model=learned.settings.name,
        part=part.source.name,
        settings=dict(learned.run["settings"]),
        seed=learned.settings.seed,
    )
