"""Inception-v1 (GoogLeNet); weights have torchvision's names.

C. Szegedy et al., arXiv 1409.4842, Table 1, in the form whose weights are published: with batch
normalisation, and 3x3 where the paper has 5x5 (TensorFlow's slim, which torchvision followed).
"""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from fittingroom.models.attributes.networks.layers import ConvNorm, Side, start_weights

SMALLEST_PX = 32


class Mixed(nn.Module):
    """Four branches side by side: 1x1; 1x1 and 3x3; 1x1 and another 3x3; maximum and 1x1."""

    def __init__(self, inputs: int, one: int, three: tuple[int, int], five: tuple[int, int], pool: int):
        super().__init__()
        self.branch1 = ConvNorm(inputs, one, 1)
        self.branch2 = nn.Sequential(ConvNorm(inputs, three[0], 1), ConvNorm(*three, 3, padding=1))
        self.branch3 = nn.Sequential(ConvNorm(inputs, five[0], 1), ConvNorm(*five, 3, padding=1))
        self.branch4 = nn.Sequential(nn.MaxPool2d(3, 1, padding=1), ConvNorm(inputs, pool, 1))

    def forward(self, x: Tensor) -> Tensor:
        return torch.cat([self.branch1(x), self.branch2(x), self.branch3(x), self.branch4(x)], 1)


class InceptionV1(nn.Module):
    """Images (n, 3, h, w) -> the map (n, 1024, h / 32, w / 32), while training also two of lower layers."""

    width = 1024

    def __init__(self):
        super().__init__()
        self.conv1 = ConvNorm(3, 64, 7, stride=2, padding=3)
        self.conv2 = ConvNorm(64, 64, 1)
        self.conv3 = ConvNorm(64, 192, 3, padding=1)
        self.inception3a = Mixed(192, 64, (96, 128), (16, 32), 32)
        self.inception3b = Mixed(256, 128, (128, 192), (32, 96), 64)
        self.inception4a = Mixed(480, 192, (96, 208), (16, 48), 64)
        self.inception4b = Mixed(512, 160, (112, 224), (24, 64), 64)
        self.inception4c = Mixed(512, 128, (128, 256), (24, 64), 64)
        self.inception4d = Mixed(512, 112, (144, 288), (32, 64), 64)
        self.inception4e = Mixed(528, 256, (160, 320), (32, 128), 128)
        self.inception5a = Mixed(832, 256, (160, 320), (32, 128), 128)
        self.inception5b = Mixed(832, 384, (192, 384), (48, 128), 128)
        start_weights(self)

    def forward(self, images: Tensor) -> tuple[Tensor, ...]:
        half = {"kernel_size": 3, "stride": 2, "ceil_mode": True}
        x = self.conv2(self.conv1.pooled(images, **half))
        x = self.inception3b(self.inception3a(self.conv3.pooled(x, **half)))
        low = self.inception4a(F.max_pool2d(x, **half))
        high = self.inception4d(self.inception4c(self.inception4b(low)))
        x = F.max_pool2d(self.inception4e(high), 2, 2, ceil_mode=True)
        last = self.inception5b(self.inception5a(x))
        return (last, low, high) if self.training else (last,)

    def sides(self, outputs: int) -> nn.ModuleList:
        """Classifiers for the second and third map; torchvision calls them aux1 and aux2."""
        return nn.ModuleList([Side(512, outputs), Side(528, outputs)])


def inception_v1() -> InceptionV1:
    """6,624,904 weights with a head of 1,000 classes, without side classifiers."""
    return InceptionV1()
