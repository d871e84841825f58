"""Random changes to a batch of training images: turned, moved, mirrored, zoomed, partly blanked.

Turning, moving and zooming are one bilinear resampling; what comes from outside the image repeats
its nearest border pixel. That is what Keras' ImageDataGenerator does by default, from which the
meaning of the numbers is taken.
"""

import math
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from fittingroom.errors import InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class Augmentation:
    """How far each training image may be changed, drawn anew each time it is seen."""

    rotation_deg: float = 0.0
    """Turned by up to so many degrees, either way."""
    shift: float = 0.0
    """Moved by up to this share of the image's side, both ways."""
    zoom: float = 0.0
    """Enlarged or reduced by up to this share."""
    mirror: bool = False
    """Half of the images are flipped left to right."""
    erase: float = 0.0
    """A square with this share of the image's sides, at a random place, is blanked to 0."""

    def __post_init__(self):
        shares = (self.shift, self.zoom, self.erase)
        if not (0 <= self.rotation_deg <= 180 and all(0 <= share < 1 for share in shares)):
            raise InputError(f"an augmentation needs 0..180 degrees and shares in 0..1, got {self}")

    @property
    def resamples(self) -> bool:
        return bool(self.rotation_deg or self.shift or self.zoom)


def augmented(images: Tensor, by: Augmentation, *, generator: torch.Generator) -> Tensor:
    """Changed copies of images (n, c, h, w) float; the draws come from `generator` alone."""
    if by.mirror:
        flip = torch.rand(len(images), generator=generator).to(images.device) < 0.5
        images = torch.where(flip[:, None, None, None], images.flip(3), images)
    if by.resamples:
        images = _resampled(images, by, generator)
    if by.erase:
        images = _erased(images, by.erase, generator)
    return images


def _resampled(images: Tensor, by: Augmentation, generator: torch.Generator) -> Tensor:
    """Each image seen through a random turn, zoom and move about its centre.

    `theta` works on coordinates in -1..1, in which a turn of an image that is not square is no
    turn: hence the sides' ratio in its off-diagonal entries.
    """
    n, _, height, width = images.shape
    draws = (2 * torch.rand(4, n, generator=generator) - 1).to(images.device)
    angle, scale = draws[0] * math.radians(by.rotation_deg), 1 + draws[1] * by.zoom
    cos, sin = angle.cos() * scale, angle.sin() * scale
    right, down = 2 * by.shift * draws[2], 2 * by.shift * draws[3]
    theta = torch.stack([cos, -sin * height / width, right, sin * width / height, cos, down], 1)
    grid = F.affine_grid(theta.view(n, 2, 3), list(images.shape), align_corners=False)
    return F.grid_sample(images, grid, padding_mode="border", align_corners=False)


def _erased(images: Tensor, share: float, generator: torch.Generator) -> Tensor:
    n, _, height, width = images.shape
    tall, wide = round(share * height), round(share * width)
    place = torch.rand(2, n, 1, generator=generator).to(images.device)
    top, left = (place[0] * (height - tall + 1)).floor(), (place[1] * (width - wide + 1)).floor()
    y, x = torch.arange(height, device=images.device), torch.arange(width, device=images.device)
    rows, columns = (y >= top) & (y < top + tall), (x >= left) & (x < left + wide)
    return images.masked_fill((rows[:, :, None] & columns[:, None, :])[:, None], 0.0)
