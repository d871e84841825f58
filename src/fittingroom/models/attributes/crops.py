"""What of a stored image a network sees: a box, cut out and brought to size, perhaps mirrored.

Boxes are drawn with numpy, so that they do not depend on the device; the device does the rest.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

FIXED_SHARES = (1.0, 0.9375, 0.875)
FIXED_PLACES = np.array([(0, 0), (0, 1), (1, 0), (1, 1), (0.5, 0.5)])
"""Four corners and the centre: the paper says "fixed positions" and lists none."""


@dataclass(frozen=True, slots=True)
class Boxes:
    """Of n images: box (n, 4) float32, top, left, height, width as shares; mirrored (n,) bool."""

    box: np.ndarray
    mirrored: np.ndarray

    def take(self, rows: slice) -> "Boxes":
        """Some of them."""
        return Boxes(self.box[rows], self.mirrored[rows])


Draw = Callable[[int, np.random.Generator], Boxes]


def fixed_crops(n: int, rng: np.random.Generator) -> Boxes:
    """The paper's: height and width each 1, .9375 or .875 of the image, at a corner or the centre; flip."""
    height, width = rng.choice(FIXED_SHARES, (2, n))
    down, right = FIXED_PLACES[rng.integers(0, len(FIXED_PLACES), n)].T
    box = np.stack([down * (1 - height), right * (1 - width), height, width], 1)
    return Boxes(box.astype(np.float32), rng.random(n) < 0.5)


def random_crops(n: int, rng: np.random.Generator) -> Boxes:
    """A box of 50 to 100 % of the area, up to a third longer one way than the other, anywhere; flip."""
    area, stretch = rng.uniform(0.5, 1, n), np.exp(rng.uniform(-1, 1, n) * np.log(4 / 3) / 2)
    height, width = np.minimum(1, np.sqrt(area) * stretch), np.minimum(1, np.sqrt(area) / stretch)
    down, right = rng.random((2, n))
    box = np.stack([down * (1 - height), right * (1 - width), height, width], 1)
    return Boxes(box.astype(np.float32), rng.random(n) < 0.5)


def centre_crops(n: int, share: float) -> Boxes:
    """The middle of each image, `share` of its height and width: what is shown when predicting."""
    margin = (1 - share) / 2
    return Boxes(np.tile(np.array([margin, margin, share, share], np.float32), (n, 1)), np.zeros(n, bool))


def cropped(images: Tensor, boxes: Boxes, size_px: int) -> Tensor:
    """The boxes of images (n, h, w, 3) uint8, as (n, 3, size_px, size_px) float32 of 0..255, channels last.

    Bilinear, between the centres of pixels; a box that is the whole of an image of that size is the image.
    """
    box = torch.from_numpy(boxes.box).to(images.device, non_blocking=True)
    side = torch.from_numpy(1 - 2 * boxes.mirrored.astype(np.float32)).to(images.device, non_blocking=True)
    top, left, height, width = box.unbind(1)
    zero = torch.zeros_like(top)
    across = torch.stack([width * side, zero, 2 * left + width - 1], 1)
    down = torch.stack([zero, height, 2 * top + height - 1], 1)
    grid = F.affine_grid(
        torch.stack([across, down], 1), [len(images), 3, size_px, size_px], align_corners=False
    )
    seen = images.permute(0, 3, 1, 2).float()
    return F.grid_sample(seen, grid, padding_mode="border", align_corners=False).contiguous(
        memory_format=torch.channels_last
    )
