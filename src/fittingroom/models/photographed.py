"""Training pictures as a phone's photos look once they are cut out and prepared: learned, not asked about.

A photo of a garment differs from a shop's picture in more than damage: it hangs askew or lies folded, shows
other tones than its outline lets expect, and the cutting out leaves pieces of floor in and bits of cloth out.
Pictures show a thing on black, as Fashion-MNIST's do. What each part brings stands in docs/diary.md; chosen
on the photos of half of the senders of one collection, on no others.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from fittingroom.models.poses import EMPTY, seen_from_above, sleeves_spread

TURN_DEG, ZOOM, ASPECT, SHEAR, MOVE, WARP = 20.0, 0.15, 0.15, 0.1, 0.08, 0.1
"""Geometry, each up to so much either way: zoom and aspect as logarithms, shifts in half picture sides."""

FROM_ABOVE, SPREAD = 0.6, 0.5
"""Share of footwear seen from above, and of garments with sleeves that spread them."""

FOOTWEAR = ("boot", "sandal", "shoe", "sneaker", "slipper", "heel", "loafer", "flats")
SLEEVED = ("shirt", "pullover", "sweater", "coat", "jacket", "dress", "hoodie", "blouse", "blazer", "top")
"""Words that name such classes; the first list is asked first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """share: of the pictures that are shown so; footwear, sleeved: numbers of the classes that have poses."""

    share: float
    footwear: tuple[int, ...] = ()
    sleeved: tuple[int, ...] = ()


UNTOUCHED = Look(share=0.0)


def poses_of(classes: Sequence[str]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The numbers of the classes that are footwear, and of those that have sleeves, by their names."""
    footwear = tuple(k for k, name in enumerate(classes) if any(word in name.lower() for word in FOOTWEAR))
    sleeved = tuple(
        k
        for k, name in enumerate(classes)
        if k not in footwear and any(word in name.lower() for word in SLEEVED)
    )
    return footwear, sleeved


def photographed(images: Tensor, labels: Tensor, look: Look, *, generator: torch.Generator) -> Tensor:
    """Images (n, h, w, c) uint8, of which the first `look.share` look like prepared photos.

    labels (n,) say which have poses. Draws come from `generator` alone, a generator of the processor, so that
    they do not depend on where the images lie. Batches are drawn in random order, so that the first are any.
    """
    some = round(look.share * len(images))
    if not some:
        return images
    shown = images[:some].permute(0, 3, 1, 2).float() / 255
    posed = _posed(shown, labels[:some], look, generator)
    seen = _as_photo(_moved(posed, generator), generator)
    taken = (seen.clamp(0, 1) * 255).round().to(torch.uint8).permute(0, 2, 3, 1)
    return torch.cat([taken, images[some:]])


def _posed(images: Tensor, labels: Tensor, look: Look, generator: torch.Generator) -> Tensor:
    out = images.clone()
    for kinds, share, pose in (
        (look.footwear, FROM_ABOVE, seen_from_above),
        (look.sleeved, SPREAD, sleeves_spread),
    ):
        of_kind = torch.isin(labels, torch.tensor(kinds, dtype=labels.dtype, device=labels.device))
        rows = torch.nonzero(of_kind & (_uniform(len(images), (), generator, images) < share))[:, 0]
        if len(rows):
            out[rows] = pose(images[rows], generator=generator)
    return out


def _moved(images: Tensor, generator: torch.Generator) -> Tensor:
    """Turned, zoomed, stretched, sheared, moved, bent smoothly, and half of them mirrored."""
    n, size = len(images), images.shape[2:]

    def up_to(most: float) -> Tensor:
        return (2 * _uniform(n, (), generator, images) - 1) * most

    turn = torch.deg2rad(up_to(TURN_DEG))
    zoom, aspect = torch.exp(up_to(ZOOM)), torch.exp(up_to(ASPECT))
    cos, sin = turn.cos(), turn.sin()
    across = torch.stack([cos * zoom * aspect, -sin * zoom + up_to(SHEAR), up_to(MOVE)], 1)
    down = torch.stack([sin * zoom, cos * zoom / aspect, up_to(MOVE)], 1)
    grid = F.affine_grid(torch.stack([across, down], 1), list(images.shape), align_corners=False)
    bends = (2 * _uniform(n, (2, 4, 4), generator, images) - 1) * WARP
    bent = F.interpolate(bends, size=size, mode="bicubic", align_corners=True).permute(0, 2, 3, 1)
    images = F.grid_sample(images, grid + bent, align_corners=False)
    return torch.where(_uniform(n, (1, 1, 1), generator, images) < 0.5, images.flip(3), images)


def _as_photo(images: Tensor, generator: torch.Generator) -> Tensor:
    """Other tones within the outline, a faulty outline, soft or sharpened, and grain."""
    n = len(images)

    def number() -> Tensor:
        return _uniform(n, (1, 1, 1), generator, images)

    def normal(*shape: int) -> Tensor:
        return torch.randn(n, *shape, generator=generator).to(images.device)

    def clouds(cells: int) -> Tensor:
        return F.interpolate(
            normal(1, cells, cells), size=images.shape[2:], mode="bilinear", align_corners=True
        )

    outline = _filled(images)
    tones = torch.where(number() < 0.4, 1 - images, images).clamp(1e-3, 1) ** torch.exp(0.7 * normal(1, 1, 1))
    gain = 0.25 + 0.85 * number()
    tones = number() * (1 - gain).clamp(min=0) + gain * tones
    tones = tones + 0.08 * number() * clouds(4) + 0.04 * number() * clouds(14)
    images = torch.where(number() < 0.8, tones.clamp(0.02, 1) * outline, images)

    beside = F.max_pool2d(outline, 7, 1, 3) * (1 - outline) * (clouds(5) > 1.1)
    missing = (clouds(6) > 1.7) * outline
    floor = (number() + 0.1 * clouds(14)).clamp(0, 1)
    images = torch.where(number() < 0.5, images * (1 - missing) + beside * floor, images)

    soft = F.avg_pool2d(F.pad(images, (1, 1, 1, 1), mode="replicate"), 3, 1)
    sharp = (images + 0.8 * (images - soft)).clamp(0, 1)
    kind = number()
    images = torch.where(kind < 0.25, soft, torch.where(kind < 0.5, sharp, images))
    return images + 0.03 * number() * normal(*images.shape[1:]) * (images > 0.02)


def _filled(images: Tensor) -> Tensor:
    """Where the thing is (n, 1, h, w), 0 or 1, holes of a pixel closed."""
    there = (images.amax(1, keepdim=True) > EMPTY).float()
    return -F.max_pool2d(-F.max_pool2d(there, 3, 1, 1), 3, 1, 1)


def _uniform(n: int, shape: tuple[int, ...], generator: torch.Generator, like: Tensor) -> Tensor:
    return torch.rand(n, *shape, generator=generator).to(like.device)
