"""A network and a head, and what is done to pixels before them: the whole of a model of attributes."""

from typing import cast

import torch
from torch import Tensor, nn

from fittingroom.data.attributes import LabelMap
from fittingroom.models.attributes import heads, networks
from fittingroom.models.attributes.heads import Reading

MEAN = (123.675, 116.28, 103.53)
DEVIATION = (58.395, 57.12, 57.375)
"""Of ImageNet's pixels, 0..255: weights that others publish expect them."""


class Recogniser(nn.Module):
    """Images (n, 3, h, w) of 0..255 -> outputs of the head and, while training, of side classifiers."""

    mean: Tensor
    scale: Tensor

    def __init__(self, network: str, head: str, labels: LabelMap, *, dropout: float = 0.0):
        super().__init__()
        self.backbone = networks.network(network).build()
        looks = cast(networks.Backbone, self.backbone)
        self.head = heads.head(head)(looks.width, labels, dropout=dropout)
        self.sides = looks.sides(self.reading.outputs)
        self.register_buffer("mean", torch.tensor(MEAN)[:, None, None], persistent=False)
        self.register_buffer("scale", 1 / torch.tensor(DEVIATION)[:, None, None], persistent=False)

    @property
    def reading(self) -> Reading:
        """How the outputs are read."""
        return self.head.reading

    def forward(self, images: Tensor) -> tuple[Tensor, ...]:
        last, *lower = self.maps(images)
        return (self.head(last), *(side(low) for side, low in zip(self.sides, lower, strict=False)))

    def maps(self, images: Tensor) -> tuple[Tensor, ...]:
        """What the network makes of images, before the head."""
        return self.backbone((images - self.mean) * self.scale)


def build(network: str, head: str, labels: LabelMap, *, dropout: float = 0.0, seed: int) -> Recogniser:
    """A model with weights drawn from the seed."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        return Recogniser(network, head, labels, dropout=dropout)
