"""Inception-BN: Inception with batch normalisation, two 3x3 for each 5x5, and strides instead of pools.

S. Ioffe & C. Szegedy, arXiv 1502.03167, Figure 5. Where its table and the published Caffe and MXNet
weights differ (the average branch of 4c, which makes 608 maps), this follows the weights.
torchvision does not have this network, so the names of the weights are ours.
"""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from fittingroom.models.attributes.networks.layers import ConvNorm, start_weights

SMALLEST_PX = 32


class Mixed(nn.Module):
    """1x1; 1x1 and 3x3; 1x1 and twice 3x3; a pool and 1x1, side by side."""

    def __init__(
        self, inputs: int, one: int, three: tuple[int, int], double: tuple[int, int], pool: tuple[str, int]
    ):
        super().__init__()
        kind, pooled = pool
        self.one = ConvNorm(inputs, one, 1)
        self.three = nn.Sequential(ConvNorm(inputs, three[0], 1), ConvNorm(*three, 3, padding=1))
        self.twice = nn.Sequential(
            ConvNorm(inputs, double[0], 1),
            ConvNorm(*double, 3, padding=1),
            ConvNorm(double[1], double[1], 3, padding=1),
        )
        self.pool = nn.Sequential(
            nn.AvgPool2d(3, 1, padding=1) if kind == "average" else nn.MaxPool2d(3, 1, padding=1),
            ConvNorm(inputs, pooled, 1),
        )

    def forward(self, x: Tensor) -> Tensor:
        return torch.cat([self.one(x), self.three(x), self.twice(x), self.pool(x)], 1)


class Halving(nn.Module):
    """1x1 and 3x3; 1x1 and twice 3x3; a maximum: all with stride 2 at the end."""

    def __init__(self, inputs: int, three: tuple[int, int], double: tuple[int, int]):
        super().__init__()
        self.three = nn.Sequential(ConvNorm(inputs, three[0], 1), ConvNorm(*three, 3, stride=2, padding=1))
        self.twice = nn.Sequential(
            ConvNorm(inputs, double[0], 1),
            ConvNorm(*double, 3, padding=1),
            ConvNorm(double[1], double[1], 3, stride=2, padding=1),
        )

    def forward(self, x: Tensor) -> Tensor:
        return torch.cat([self.three(x), self.twice(x), F.max_pool2d(x, 3, 2, padding=1)], 1)


class InceptionBN(nn.Module):
    """Images (n, 3, h, w) -> a tuple with one map (n, 1024, h / 32, w / 32)."""

    width = 1024

    def __init__(self):
        super().__init__()
        self.conv1 = ConvNorm(3, 64, 7, stride=2, padding=3)
        self.conv2 = ConvNorm(64, 64, 1)
        self.conv3 = ConvNorm(64, 192, 3, padding=1)
        self.mixed3 = nn.Sequential(
            Mixed(192, 64, (64, 64), (64, 96), ("average", 32)),
            Mixed(256, 64, (64, 96), (64, 96), ("average", 64)),
            Halving(320, (128, 160), (64, 96)),
        )
        self.mixed4 = nn.Sequential(
            Mixed(576, 224, (64, 96), (96, 128), ("average", 128)),
            Mixed(576, 192, (96, 128), (96, 128), ("average", 128)),
            Mixed(576, 160, (128, 160), (128, 160), ("average", 128)),
            Mixed(608, 96, (128, 192), (160, 192), ("average", 128)),
            Halving(608, (128, 192), (192, 256)),
        )
        self.mixed5 = nn.Sequential(
            Mixed(1056, 352, (192, 320), (160, 224), ("average", 128)),
            Mixed(1024, 352, (192, 320), (192, 224), ("maximum", 128)),
        )
        start_weights(self)

    def forward(self, images: Tensor) -> tuple[Tensor, ...]:
        half = {"kernel_size": 3, "stride": 2, "padding": 1}
        x = self.conv3.pooled(self.conv2(self.conv1.pooled(images, **half)), **half)
        return (self.mixed5(self.mixed4(self.mixed3(x))),)

    def sides(self, _outputs: int, /) -> nn.ModuleList:
        """It has no side classifiers: batch normalisation made them needless (section 4.2.1)."""
        return nn.ModuleList()


def inception_bn() -> InceptionBN:
    """11,295,240 weights with a head of 1,000 classes, as published: there convolutions have a bias."""
    return InceptionBN()
