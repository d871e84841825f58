"""Views of an image: mirrored or moved by a pixel it is the same thing, and the mean answer errs less.

It pays for a network that has learned mirrored and moved images, and costs evaluation time only.
Source: cifar10-airbench (K. Jordan, arXiv 2404.00498, section 3.5).
"""

from collections.abc import Callable
from typing import Literal

import torch
import torch.nn.functional as F
from torch import Tensor

Views = Literal["plain", "mirrored", "moved"]


def over_views(scores: Callable[[Tensor], Tensor], images: Tensor, views: Views) -> Tensor:
    """The mean of `scores` (n, h, w, c) -> (n, k) over views of each image.

    plain: the image itself; mirrored: also flipped left to right; moved: both of them, also moved by
    one pixel up and left, and down and right, each of these moves with half the weight.
    """
    if views == "plain":
        return scores(images)
    total = _both_sides(scores, images)
    if views == "mirrored":
        return total
    height, width = images.shape[1:3]
    padded = F.pad(images.permute(0, 3, 1, 2).float(), (1, 1, 1, 1), mode="reflect")
    padded = padded.permute(0, 2, 3, 1).to(images.dtype)
    moved = [_both_sides(scores, padded[:, d : d + height, d : d + width]) for d in (0, 2)]
    return total / 2 + torch.stack(moved).mean(0) / 2


def _both_sides(scores: Callable[[Tensor], Tensor], images: Tensor) -> Tensor:
    return (scores(images) + scores(images.flip(2))) / 2
