"""Residual networks of 18, 50 and 101 layers; weights have torchvision's names.

K. He et al., arXiv 1512.03385, Table 1. The stride of a bottleneck stands in its 3x3 convolution,
as in torchvision ("v1.5"): half a point better than the paper's, at 5 % more work.
"""

import torch.nn.functional as F
from torch import Tensor, nn

from fittingroom.models.attributes.networks.layers import start_weights

SMALLEST_PX = 32


class Basic(nn.Module):
    """Two 3x3 convolutions beside the identity."""

    growth = 1

    def __init__(self, inputs: int, width: int, stride: int):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, width, 3, stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.conv2 = nn.Conv2d(width, width, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(width)
        self.downsample = _shortcut(inputs, width, stride)

    def forward(self, x: Tensor) -> Tensor:
        y = F.relu(self.bn1(self.conv1(x)))
        return F.relu(self.bn2(self.conv2(y)) + (x if self.downsample is None else self.downsample(x)))


class Bottleneck(nn.Module):
    """1x1, 3x3 and 1x1 convolutions beside the identity; the last is four times as wide."""

    growth = 4

    def __init__(self, inputs: int, width: int, stride: int):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, width, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.conv2 = nn.Conv2d(width, width, 3, stride, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(width)
        self.conv3 = nn.Conv2d(width, width * self.growth, 1, bias=False)
        self.bn3 = nn.BatchNorm2d(width * self.growth)
        self.downsample = _shortcut(inputs, width * self.growth, stride)

    def forward(self, x: Tensor) -> Tensor:
        y = F.relu(self.bn1(self.conv1(x)))
        y = F.relu(self.bn2(self.conv2(y)))
        return F.relu(self.bn3(self.conv3(y)) + (x if self.downsample is None else self.downsample(x)))


class ResNet(nn.Module):
    """Images (n, 3, h, w) -> a tuple with one map (n, width, h / 32, w / 32)."""

    def __init__(self, block: type[Basic] | type[Bottleneck], depths: tuple[int, int, int, int]):
        super().__init__()
        self.width = 512 * block.growth
        self.conv1 = nn.Conv2d(3, 64, 7, stride=2, padding=3, bias=False)
        self.bn1 = nn.BatchNorm2d(64)
        self.layer1 = _stage(block, 64, 64, depths[0], stride=1)
        self.layer2 = _stage(block, 64 * block.growth, 128, depths[1], stride=2)
        self.layer3 = _stage(block, 128 * block.growth, 256, depths[2], stride=2)
        self.layer4 = _stage(block, 256 * block.growth, 512, depths[3], stride=2)
        start_weights(self)

    def forward(self, images: Tensor) -> tuple[Tensor, ...]:
        x = F.relu(F.max_pool2d(self.bn1(self.conv1(images)), 3, 2, padding=1))  # max and ReLU commute
        return (self.layer4(self.layer3(self.layer2(self.layer1(x)))),)

    def sides(self, _outputs: int, /) -> nn.ModuleList:
        """It has no side classifiers."""
        return nn.ModuleList()


def _shortcut(inputs: int, outputs: int, stride: int) -> nn.Sequential | None:
    if stride == 1 and inputs == outputs:
        return None
    return nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))


def _stage(
    block: type[Basic] | type[Bottleneck], inputs: int, width: int, depth: int, *, stride: int
) -> nn.Sequential:
    first = block(inputs, width, stride)
    return nn.Sequential(first, *(block(width * block.growth, width, 1) for _ in range(depth - 1)))


def resnet18() -> ResNet:
    """11,689,512 weights with a head of 1,000 classes."""
    return ResNet(Basic, (2, 2, 2, 2))


def resnet50() -> ResNet:
    """25,557,032 weights with a head of 1,000 classes."""
    return ResNet(Bottleneck, (3, 4, 6, 3))


def resnet101() -> ResNet:
    """44,549,160 weights with a head of 1,000 classes."""
    return ResNet(Bottleneck, (3, 4, 23, 3))
