"""What the networks are made of: a convolution with batch normalisation, in the order that costs least."""

import torch.nn.functional as F
from torch import Tensor, nn

INCEPTION_EPS = 1e-3
"""Added to the variance in the Inception networks (torchvision and TensorFlow agree)."""


class ConvNorm(nn.Module):
    """A convolution without bias, batch normalisation, ReLU; called `conv` and `bn` as in torchvision."""

    def __init__(self, inputs: int, width: int, kernel: int | tuple[int, int], **convolution):
        super().__init__()
        self.conv = nn.Conv2d(inputs, width, kernel, bias=False, **convolution)
        self.bn = nn.BatchNorm2d(width, eps=INCEPTION_EPS)

    def forward(self, x: Tensor) -> Tensor:
        return F.relu(self.bn(self.conv(x)))

    def pooled(self, x: Tensor, **window) -> Tensor:
        """The same, then the maximum over windows: it commutes with ReLU, which has less to do so."""
        return F.relu(F.max_pool2d(self.bn(self.conv(x)), **window))


class Side(nn.Module):
    """A classifier on a map half way up, which teaches the lower layers; it is left out when predicting.

    (C. Szegedy et al., Going deeper with convolutions, section 5.) size: the map is averaged down to
    size x size, then a 1x1 convolution and two dense layers.
    """

    def __init__(self, inputs: int, outputs: int):
        super().__init__()
        self.conv = ConvNorm(inputs, 128, 1)
        self.fc1 = nn.Linear(2048, 1024)
        self.fc2 = nn.Linear(1024, outputs)

    def forward(self, x: Tensor) -> Tensor:
        x = self.conv(F.adaptive_avg_pool2d(x, 4)).flatten(1)
        return self.fc2(F.dropout(F.relu(self.fc1(x)), 0.7, self.training))


def start_weights(network: nn.Module) -> None:
    """Draw convolutions by He's rule from torch's generator; normalisation starts as the identity.

    K. He et al., arXiv 1502.01852, by fan-out, as torchvision does for ResNets; the published
    Inceptions say nothing that could be followed.
    """
    for layer in network.modules():
        if isinstance(layer, nn.Conv2d):
            nn.init.kaiming_normal_(layer.weight, mode="fan_out", nonlinearity="relu")
        elif isinstance(layer, nn.BatchNorm2d):
            nn.init.ones_(layer.weight)
            nn.init.zeros_(layer.bias)
