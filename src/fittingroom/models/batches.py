"""Images in memory, and the batches of an epoch: shifted, mirrored, damaged at random as they are drawn."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from fittingroom.errors import InputError
from fittingroom.measure.defects import Defect
from fittingroom.models.damaged import damaged
from fittingroom.models.photographed import UNTOUCHED, Look, photographed
from fittingroom.types import Part


@dataclass(frozen=True, slots=True)
class Images:
    """A whole part in memory: images (n, h, w, c) uint8 and labels (n,) int64, on one device."""

    images: Tensor
    labels: Tensor

    def __len__(self) -> int:
        return len(self.labels)


def check_parts(train: Part, val: Part, *, classes: int, seed: int, recipe: str, smallest_px: int) -> None:
    """Raise InputError, in a sentence that names the recipe, for what no network could learn."""
    if seed < 0:
        raise InputError(f"a seed is a whole number of at least 0, got {seed}")
    for part in (train, val):
        if len(part) < 2:
            raise InputError(f"{recipe} needs at least 2 images in each part, {part.name} has {len(part)}")
        if min(part.images.shape[1:3]) < smallest_px or part.images.shape[1:] != train.images.shape[1:]:
            raise InputError(
                f"{recipe} needs images of one size, at least {smallest_px} x {smallest_px} pixels; "
                f"train has {train.images.shape[1:]}, {part.name} has {part.images.shape[1:]}"
            )
        if part.labels.min() < 0 or part.labels.max() >= classes:
            raise InputError(
                f"the labels of {part.name} must lie in 0..{classes - 1}, "
                f"found {part.labels.min()}..{part.labels.max()}"
            )


def image_shape(images: np.ndarray) -> tuple[int, int, int]:
    """Height, width and channels of images (n, h, w[, c])."""
    height, width, *channels = images.shape[1:]
    return (height, width, channels[0] if channels else 1)


def to_device(part: Part, device: str, rows: np.ndarray | None = None) -> Images:
    """A part, or some rows of it, as tensors; grey images get a channel axis of length 1."""
    images = part.images if rows is None else part.images[rows]
    labels = part.labels if rows is None else part.labels[rows]
    return Images(
        torch.tensor(images if images.ndim == 4 else images[..., None], device=device),
        torch.tensor(labels, device=device),
    )


@dataclass(frozen=True, slots=True)
class Batch:
    """Some rows of the training images: images (n, h, w, c) uint8 as drawn, labels (n,), rows (n,) int64."""

    images: Tensor
    labels: Tensor
    rows: Tensor


def batches(
    train: Images,
    losses: Tensor,
    *,
    batch: int,
    steps: int,
    focus: float,
    shift: int,
    mirror: bool,
    defects: Sequence[Defect] = (),
    share_damaged: float = 0.5,
    look: Look = UNTOUCHED,
    seed: int,
    epoch: int,
) -> Iterator[Batch]:
    """The batches of one epoch, `steps` of them; an epoch may be longer or shorter than a pass.

    Images that were never seen, whose losses (n,) are infinite, come first, all of them. After them
    come passes over the share `focus` of the images whose losses were highest when last seen, most of
    the others being learned already: see `hardest`. The caller writes new losses as it learns. Order,
    shifts and sides are drawn from (seed, epoch), so that an epoch can be repeated without those
    before it, given the losses. With `mirror` a pass shows one side of each image and the next pass
    the other. With `defects` about `share_damaged` of the images show one; they have a generator of
    their own, so that order and shifts are what they are without; so has what `look` shows as photographed.
    """
    rng, accidents = np.random.default_rng((seed, epoch)), np.random.default_rng((seed, epoch, 1))
    camera = torch.Generator().manual_seed(int(np.random.default_rng((seed, epoch, 2)).integers(2**63)))
    left_first = np.random.default_rng((seed, 0)).random(len(train)) < 0.5
    pool_size = max(batch, round(focus * len(train)))
    side = epoch
    while steps:
        known = losses.cpu().numpy()
        unseen = np.flatnonzero(np.isinf(known))
        pool = rng.permutation(unseen if len(unseen) >= batch else hardest(known, pool_size, rng=rng))
        for start in range(0, len(pool) - batch + 1, batch)[:steps]:
            rows = pool[start : start + batch]
            mirrored = left_first[rows] ^ bool(side % 2) if mirror else np.zeros(batch, bool)
            images = shifted(train.images, rows, shift=shift, mirrored=mirrored, rng=rng)
            images = damaged(images, defects, share_damaged, rng=accidents)
            index = torch.from_numpy(rows).to(train.labels.device)
            labels = train.labels[index]
            yield Batch(photographed(images, labels, look, generator=camera), labels, index)
            steps -= 1
        side += 1


def hardest(losses: np.ndarray, n: int, *, rng: np.random.Generator) -> np.ndarray:
    """n different rows: nine tenths of them have the highest losses, the others are drawn from the rest.

    Those others keep the losses of easy images from growing stale. Source: selective backprop
    (A. Jiang et al., arXiv 1910.00762), here with the losses of the last visit, which cost nothing.
    """
    order = np.argsort(-losses, kind="stable")
    top = n if n >= len(order) else round(0.9 * n)
    return np.concatenate([order[:top], rng.choice(order[top:], n - top, replace=False)])


def shifted(
    images: Tensor, rows: np.ndarray, *, shift: int, mirrored: np.ndarray, rng: np.random.Generator
) -> Tensor:
    """The given rows of `images`, each moved by up to `shift` pixels both ways, borders reflected.

    images: (N, h, w, c) uint8; rows: (n,) int64; mirrored: (n,) bool, the ones to flip left to
    right. Returns (n, h, w, c) uint8. One gather does it all: where each pixel is taken from is
    worked out on row and column numbers, never on padded copies.
    """
    n, height, width = len(rows), images.shape[1], images.shape[2]
    down, right = rng.integers(-shift, shift + 1, size=(2, n, 1))
    y = reflected(np.arange(height) + down, height)
    x = reflected(np.arange(width) + right, width)
    x = np.where(mirrored[:, None], width - 1 - x, x)
    index, y, x = (torch.from_numpy(array).to(images.device) for array in (rows, y, x))
    return images[index[:, None, None], y[:, :, None], x[:, None, :]]


def reflected(position: np.ndarray, size: int) -> np.ndarray:
    """Positions outside 0..size-1 brought back by reflection; the first and last pixel are not doubled."""
    last = size - 1
    return np.clip(last - np.abs(last - np.abs(position)), 0, last)
