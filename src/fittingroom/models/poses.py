"""Garments as people lay them down for a photo: shoes seen from above, in pairs, and sleeves spread out.

Shop pictures show a shoe from its side and a shirt with its arms down; photos by phone do not. Both are made
of the shop picture alone, by moving its pieces: nothing is known of the garment but its outline.
"""

import math
from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import Tensor

EMPTY = 0.03
"""Grey level, of 1, up to which a pixel shows nothing."""


def seen_from_above(shoes: Tensor, *, generator: torch.Generator) -> Tensor:
    """Shoes (n, c, h, w) float in 0..1, each as a pair from above, toes up; one in seven alone.

    The side view stands upright, is narrowed about its middle and, in three of five, made symmetric: an oval
    with the shoe's texture.
    """
    n = len(shoes)
    draw, normal = _numbers(n, shoes.device, generator)
    none, one = torch.zeros(n, device=shoes.device), torch.ones(n, device=shoes.device)
    quarter = torch.full_like(one, math.pi / 2)
    upright = _placed(shoes, x=none, y=none, width=one, height=0.75 + 0.5 * draw(), turn=quarter)
    across = _line(shoes.shape[3], shoes.device)
    weight = (upright[:, 0] > EMPTY).float().sum(1) + 1e-3
    weight = weight / weight.sum(1, keepdim=True)
    middle = (weight * across).sum(1)
    spread = (weight * (across - middle[:, None]) ** 2).sum(1).sqrt().clamp(min=0.08)
    upright = _placed(upright, x=-middle * 0.2 / spread, y=none, width=0.2 / spread, height=one, turn=none)
    both_sides = torch.maximum(upright, upright.flip(3))
    upright = torch.where(_each(draw() < 0.6), both_sides, upright)
    upright = torch.where(_each(draw() < 0.5), upright, upright.flip(3))
    apart, turn = 0.36 + 0.12 * draw(), 0.15 * normal()
    width, length = 0.85 + 0.3 * draw(), 0.9 + 0.1 * draw()
    left = _placed(upright, x=-apart, y=0.06 * normal(), width=width, height=length, turn=turn)
    right = _placed(
        upright.flip(3),
        x=apart,
        y=0.06 * normal(),
        width=width,
        height=length,
        turn=-turn + 0.1 * normal(),
    )
    pair = torch.where(right > EMPTY, right, left)
    return torch.where(_each(draw() < 0.15), upright, pair)


def sleeves_spread(garments: Tensor, *, generator: torch.Generator) -> Tensor:
    """Garments (n, c, h, w) float in 0..1, both sleeves turned outwards by up to 63 degrees.

    What lies outside a strip about the middle counts as sleeve. The picture is reduced so that they fit.
    """
    n, width = len(garments), garments.shape[3]
    draw, normal = _numbers(n, garments.device, generator)
    across = _line(width, garments.device)[None, None, None, :]
    shoulder = 0.38 + 0.18 * draw()
    left, right = (across < -_each(shoulder)).float(), (across > _each(shoulder)).float()
    turn, level = 1.1 * draw(), -0.75 + 0.15 * normal()
    smaller = (1 + 0.75 * torch.sin(turn) * (0.6 + 0.4 * draw()))[:, None, None]
    still = torch.eye(2, 3, device=garments.device).expand(n, 2, 3)
    pieces = (
        (1 - left - right, still),
        (left, _turned(-shoulder, level, turn)),
        (right, _turned(shoulder, level, -(turn + 0.2 * normal()))),
    )
    seen = [
        _sampled(garments * mask, torch.cat([move[:, :, :2] * smaller, move[:, :, 2:]], 2))
        for mask, move in pieces
    ]
    return torch.stack(seen).amax(0)


def _numbers(
    n: int, device: torch.device, generator: torch.Generator
) -> tuple[Callable[[], Tensor], Callable[[], Tensor]]:
    """Two functions that draw a number for each of n pictures, uniform in 0..1 and standard normal."""

    def uniform() -> Tensor:
        return torch.rand(n, generator=generator).to(device)

    def normal() -> Tensor:
        return torch.randn(n, generator=generator).to(device)

    return uniform, normal


def _each(values: Tensor) -> Tensor:
    return values[:, None, None, None]


def _line(size: int, device: torch.device) -> Tensor:
    """The middles of `size` pixels on a line from -1 to 1."""
    return (torch.arange(size, device=device) + 0.5) * (2 / size) - 1


def _placed(images: Tensor, *, x: Tensor, y: Tensor, width: Tensor, height: Tensor, turn: Tensor) -> Tensor:
    """Each image scaled by width and height, turned by `turn` (radians) and put at (x, y), in -1..1."""
    cos, sin = torch.cos(turn), torch.sin(turn)
    across = torch.stack([cos / width, sin / width, -(cos * x + sin * y) / width], 1)
    down = torch.stack([-sin / height, cos / height, -(-sin * x + cos * y) / height], 1)
    return _sampled(images, torch.stack([across, down], 1))


def _turned(x: Tensor, y: Tensor, turn: Tensor) -> Tensor:
    """The affine map (n, 2, 3) that shows a picture turned about (x, y)."""
    cos, sin = torch.cos(turn), torch.sin(turn)
    across = torch.stack([cos, sin, x - (cos * x + sin * y)], 1)
    down = torch.stack([-sin, cos, y - (-sin * x + cos * y)], 1)
    return torch.stack([across, down], 1)


def _sampled(images: Tensor, moves: Tensor) -> Tensor:
    grid = F.affine_grid(moves, list(images.shape), align_corners=False)
    return F.grid_sample(images, grid, align_corners=False)
