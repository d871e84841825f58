"""What a network's first layers need to know of its images, worked out once and then fixed.

Whitening filters make the first layer's outputs uncorrelated and of like size, as training would
slowly do by itself. Source: cifar10-airbench (K. Jordan, arXiv 2404.00498, section 3.1).
"""

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

PATCHES = 400_000


def grey_levels(images: Tensor) -> tuple[Tensor, Tensor]:
    """Mean and standard deviation of each channel of uint8 images (n, h, w, c), in grey levels, (c,) each.

    Exact, from counts of the 256 levels; a constant channel gets standard deviation 1.
    """
    levels = torch.arange(256, dtype=torch.float64, device=images.device)
    means, deviations = [], []
    for channel in images.unbind(-1):
        share = torch.bincount(channel.flatten(), minlength=256) / channel.numel()
        mean = (share * levels).sum()
        means.append(mean)
        deviations.append((share * (levels - mean) ** 2).sum().sqrt())
    deviation = torch.stack(deviations)
    return torch.stack(means).float(), deviation.where(deviation > 0, 1.0).float()


def whitening_filters(normalised: Tensor, directions: int) -> Tensor:
    """Filters (2 * directions, c, 3, 3) of normalised images (n, c, h, w).

    They are the leading principal directions of the 3x3 patches, each divided by its standard
    deviation, and then the same with the other sign.
    """
    patches = F.unfold(normalised, 3).transpose(1, 2).flatten(0, 1).double()
    variances, vectors = torch.linalg.eigh(patches.T @ patches / len(patches))
    filters = (vectors / (variances + 5e-4).sqrt()).flip(1).T[:directions]
    return torch.cat([filters, -filters]).float().reshape(-1, normalised.shape[1], 3, 3)


def patch_rows(images: Tensor, *, rng: np.random.Generator) -> Tensor:
    """Row numbers of as many random images as hold about PATCHES patches, all of them if fewer."""
    n, height, width = images.shape[:3]
    rows = rng.choice(n, min(n, max(1, PATCHES // (height * width))), replace=False)
    return torch.from_numpy(rows).to(images.device)
