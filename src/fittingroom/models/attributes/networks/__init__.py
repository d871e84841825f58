"""The networks that look at the image, one family per file; what is on top of them is a head.

A network is a function from images (n, 3, h, w) to a tuple of maps, the last layer's first; while
training some add maps of lower layers, for which `sides(outputs)` makes classifiers of their own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from torch import Tensor, nn

from fittingroom.errors import InputError, did_you_mean
from fittingroom.models.attributes.networks import (
    inception_bn,
    inception_v1,
    inception_v3,
    resnet,
    small,
)

__all__ = ["NETWORKS", "Backbone", "Network", "network"]


class Backbone(Protocol):
    """What every network here is, beside an nn.Module; width: the channels of its last map."""

    width: int

    def __call__(self, images: Tensor, /) -> tuple[Tensor, ...]: ...
    def sides(self, outputs: int, /) -> nn.ModuleList: ...


@dataclass(frozen=True, slots=True)
class Network:
    """One network by name. size_px: the images it was published with; smallest_px: those it still can see."""

    name: str
    build: Callable[[], nn.Module]
    size_px: int
    smallest_px: int
    about: str


NETWORKS: tuple[Network, ...] = (
    Network("small", small.small, 64, small.SMALLEST_PX, "1.2 million weights, for two processor cores"),
    Network("resnet18", resnet.resnet18, 224, resnet.SMALLEST_PX, "He et al. 2015, 18 layers"),
    Network("resnet50", resnet.resnet50, 224, resnet.SMALLEST_PX, "the same, 50 layers"),
    Network("resnet101", resnet.resnet101, 224, resnet.SMALLEST_PX, "the same, 101 layers"),
    Network("inception-v1", inception_v1.inception_v1, 224, inception_v1.SMALLEST_PX, "Szegedy et al. 2014"),
    Network("inception-bn", inception_bn.inception_bn, 224, inception_bn.SMALLEST_PX, "Ioffe & Szegedy 2015"),
    Network("inception-v3", inception_v3.inception_v3, 299, inception_v3.SMALLEST_PX, "Szegedy et al. 2015"),
)


def network(name: str) -> Network:
    """The network of that name. Raises InputError, with the nearest name, for an unknown one."""
    for known in NETWORKS:
        if known.name == name:
            return known
    names = [known.name for known in NETWORKS]
    raise InputError(f"there is no network {name!r}{did_you_mean(name, names)}; there are {', '.join(names)}")
