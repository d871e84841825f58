"""A small network, for what must learn on two processor cores: images of 32 to 128 pixels."""

from itertools import pairwise

import torch.nn.functional as F
from torch import Tensor, nn

from fittingroom.models.attributes.networks.layers import start_weights

SMALLEST_PX = 16
WIDTHS = (32, 64, 128, 256)


class Block(nn.Module):
    """Two 3x3 convolutions; the first one's output is halved before the activation."""

    def __init__(self, inputs: int, width: int):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, width, 3, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.conv2 = nn.Conv2d(width, width, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(width)

    def forward(self, x: Tensor) -> Tensor:
        x = F.relu(self.bn1(F.max_pool2d(self.conv1(x), 2)))
        return F.relu(x + self.bn2(self.conv2(x)))


class Small(nn.Module):
    """Images (n, 3, h, w) -> a tuple with one map (n, 256, h / 16, w / 16)."""

    width = WIDTHS[-1]

    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(3, WIDTHS[0], 4, stride=2, padding=1, bias=False)
        self.norm = nn.BatchNorm2d(WIDTHS[0])
        self.blocks = nn.Sequential(*(Block(i, o) for i, o in pairwise(WIDTHS)))
        start_weights(self)

    def forward(self, images: Tensor) -> tuple[Tensor, ...]:
        return (self.blocks(F.relu(self.norm(self.stem(images)))),)

    def sides(self, _outputs: int, /) -> nn.ModuleList:
        """It has no side classifiers."""
        return nn.ModuleList()


def small() -> Small:
    """1.2 million weights."""
    return Small()
