"""Inception-v3; weights have torchvision's names.

C. Szegedy et al., arXiv 1512.00567, Table 1 and Figures 5-7, 10, as published in TensorFlow.
"""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from fittingroom.models.attributes.networks.layers import ConvNorm, start_weights

SMALLEST_PX = 75


class MixedA(nn.Module):
    """1x1; 5x5; twice 3x3; average."""

    def __init__(self, inputs: int, pool: int):
        super().__init__()
        self.branch1x1 = ConvNorm(inputs, 64, 1)
        self.branch5x5_1 = ConvNorm(inputs, 48, 1)
        self.branch5x5_2 = ConvNorm(48, 64, 5, padding=2)
        self.branch3x3dbl_1 = ConvNorm(inputs, 64, 1)
        self.branch3x3dbl_2 = ConvNorm(64, 96, 3, padding=1)
        self.branch3x3dbl_3 = ConvNorm(96, 96, 3, padding=1)
        self.branch_pool = ConvNorm(inputs, pool, 1)

    def forward(self, x: Tensor) -> Tensor:
        five = self.branch5x5_2(self.branch5x5_1(x))
        double = self.branch3x3dbl_3(self.branch3x3dbl_2(self.branch3x3dbl_1(x)))
        return torch.cat([self.branch1x1(x), five, double, self.branch_pool(_averaged(x))], 1)


class MixedB(nn.Module):
    """35 x 35 to 17 x 17: 3x3; twice 3x3; maximum."""

    def __init__(self, inputs: int):
        super().__init__()
        self.branch3x3 = ConvNorm(inputs, 384, 3, stride=2)
        self.branch3x3dbl_1 = ConvNorm(inputs, 64, 1)
        self.branch3x3dbl_2 = ConvNorm(64, 96, 3, padding=1)
        self.branch3x3dbl_3 = ConvNorm(96, 96, 3, stride=2)

    def forward(self, x: Tensor) -> Tensor:
        double = self.branch3x3dbl_3(self.branch3x3dbl_2(self.branch3x3dbl_1(x)))
        return torch.cat([self.branch3x3(x), double, F.max_pool2d(x, 3, 2)], 1)


class MixedC(nn.Module):
    """1x1; 7x7 in two strokes; twice that; average. 768 maps in and out."""

    def __init__(self, width: int):
        super().__init__()
        across, down = {"kernel": (1, 7), "padding": (0, 3)}, {"kernel": (7, 1), "padding": (3, 0)}
        self.branch1x1 = ConvNorm(768, 192, 1)
        self.branch7x7_1 = ConvNorm(768, width, 1)
        self.branch7x7_2 = ConvNorm(width, width, **across)
        self.branch7x7_3 = ConvNorm(width, 192, **down)
        self.branch7x7dbl_1 = ConvNorm(768, width, 1)
        self.branch7x7dbl_2 = ConvNorm(width, width, **down)
        self.branch7x7dbl_3 = ConvNorm(width, width, **across)
        self.branch7x7dbl_4 = ConvNorm(width, width, **down)
        self.branch7x7dbl_5 = ConvNorm(width, 192, **across)
        self.branch_pool = ConvNorm(768, 192, 1)

    def forward(self, x: Tensor) -> Tensor:
        seven = self.branch7x7_3(self.branch7x7_2(self.branch7x7_1(x)))
        double = self.branch7x7dbl_3(self.branch7x7dbl_2(self.branch7x7dbl_1(x)))
        double = self.branch7x7dbl_5(self.branch7x7dbl_4(double))
        return torch.cat([self.branch1x1(x), seven, double, self.branch_pool(_averaged(x))], 1)


class MixedD(nn.Module):
    """17 x 17 to 8 x 8: 3x3; 7x7 and 3x3; maximum."""

    def __init__(self, inputs: int):
        super().__init__()
        self.branch3x3_1 = ConvNorm(inputs, 192, 1)
        self.branch3x3_2 = ConvNorm(192, 320, 3, stride=2)
        self.branch7x7x3_1 = ConvNorm(inputs, 192, 1)
        self.branch7x7x3_2 = ConvNorm(192, 192, (1, 7), padding=(0, 3))
        self.branch7x7x3_3 = ConvNorm(192, 192, (7, 1), padding=(3, 0))
        self.branch7x7x3_4 = ConvNorm(192, 192, 3, stride=2)

    def forward(self, x: Tensor) -> Tensor:
        three = self.branch3x3_2(self.branch3x3_1(x))
        seven = self.branch7x7x3_4(self.branch7x7x3_3(self.branch7x7x3_2(self.branch7x7x3_1(x))))
        return torch.cat([three, seven, F.max_pool2d(x, 3, 2)], 1)


class MixedE(nn.Module):
    """1x1; 3x3 in two strokes side by side; 3x3 and the same; average. 2,048 maps out."""

    def __init__(self, inputs: int):
        super().__init__()
        across, down = {"kernel": (1, 3), "padding": (0, 1)}, {"kernel": (3, 1), "padding": (1, 0)}
        self.branch1x1 = ConvNorm(inputs, 320, 1)
        self.branch3x3_1 = ConvNorm(inputs, 384, 1)
        self.branch3x3_2a = ConvNorm(384, 384, **across)
        self.branch3x3_2b = ConvNorm(384, 384, **down)
        self.branch3x3dbl_1 = ConvNorm(inputs, 448, 1)
        self.branch3x3dbl_2 = ConvNorm(448, 384, 3, padding=1)
        self.branch3x3dbl_3a = ConvNorm(384, 384, **across)
        self.branch3x3dbl_3b = ConvNorm(384, 384, **down)
        self.branch_pool = ConvNorm(inputs, 192, 1)

    def forward(self, x: Tensor) -> Tensor:
        three = self.branch3x3_1(x)
        double = self.branch3x3dbl_2(self.branch3x3dbl_1(x))
        return torch.cat(
            [
                self.branch1x1(x),
                self.branch3x3_2a(three),
                self.branch3x3_2b(three),
                self.branch3x3dbl_3a(double),
                self.branch3x3dbl_3b(double),
                self.branch_pool(_averaged(x)),
            ],
            1,
        )


class Side(nn.Module):
    """The classifier on the 17 x 17 map, while training; torchvision calls it AuxLogits."""

    def __init__(self, outputs: int):
        super().__init__()
        self.conv0 = ConvNorm(768, 128, 1)
        self.conv1 = ConvNorm(128, 768, 5)
        self.fc = nn.Linear(768, outputs)

    def forward(self, x: Tensor) -> Tensor:
        x = F.adaptive_avg_pool2d(x, 5)  # for 299 pixels nearly the published 5x5 average with stride 3
        return self.fc(self.conv1(self.conv0(x)).flatten(1))


class InceptionV3(nn.Module):
    """Images (n, 3, h, w) of 75 pixels or more -> the map (n, 2048, 8, 8) for 299, training also another."""

    width = 2048

    def __init__(self):
        super().__init__()
        self.Conv2d_1a_3x3 = ConvNorm(3, 32, 3, stride=2)
        self.Conv2d_2a_3x3 = ConvNorm(32, 32, 3)
        self.Conv2d_2b_3x3 = ConvNorm(32, 64, 3, padding=1)
        self.Conv2d_3b_1x1 = ConvNorm(64, 80, 1)
        self.Conv2d_4a_3x3 = ConvNorm(80, 192, 3)
        self.Mixed_5b = MixedA(192, 32)
        self.Mixed_5c = MixedA(256, 64)
        self.Mixed_5d = MixedA(288, 64)
        self.Mixed_6a = MixedB(288)
        self.Mixed_6b = MixedC(128)
        self.Mixed_6c = MixedC(160)
        self.Mixed_6d = MixedC(160)
        self.Mixed_6e = MixedC(192)
        self.Mixed_7a = MixedD(768)
        self.Mixed_7b = MixedE(1280)
        self.Mixed_7c = MixedE(2048)
        start_weights(self)

    def forward(self, images: Tensor) -> tuple[Tensor, ...]:
        half = {"kernel_size": 3, "stride": 2}
        x = self.Conv2d_2b_3x3.pooled(self.Conv2d_2a_3x3(self.Conv2d_1a_3x3(images)), **half)
        x = self.Conv2d_4a_3x3.pooled(self.Conv2d_3b_1x1(x), **half)
        x = self.Mixed_6a(self.Mixed_5d(self.Mixed_5c(self.Mixed_5b(x))))
        high = self.Mixed_6e(self.Mixed_6d(self.Mixed_6c(self.Mixed_6b(x))))
        last = self.Mixed_7c(self.Mixed_7b(self.Mixed_7a(high)))
        return (last, high) if self.training else (last,)

    def sides(self, outputs: int) -> nn.ModuleList:
        """A classifier for the second map."""
        return nn.ModuleList([Side(outputs)])


def _averaged(x: Tensor) -> Tensor:
    return F.avg_pool2d(x, 3, 1, padding=1)


def inception_v3() -> InceptionV3:
    """27,161,264 weights with a head of 1,000 classes and the side classifier, 23,834,568 without it."""
    return InceptionV3()
