"""Outlines: how a silhouette becomes a path, and the parts that a garment is made of.

Garments are measured in metres on a figure that faces us: x from its middle to the right of the picture, y
from the pit of the neck down. The waist lies at y = .40, the hip at .60, the crotch at .72, the knee at 1.05
and the ankle at 1.46.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import skia

Node = tuple[float, ...]
"""A corner (x, y), or (cx, cy, x, y): a curve to x, y that is pulled towards cx, cy."""


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """One piece: its path, what it is made of, and how high it lies on the garment.

    ink: main (the fabric), second and third (other colours of the garment), panel, lining, dark, pale, metal,
    skin, sole.
    height: 0 is the ground, 1 is what lies on top of everything; turn: degrees by which the fabric's threads
    are turned; pen: width in metres of a line, 0 for a surface.
    folds: lines inside the part that catch the light.
    """

    path: "skia.Path"
    ink: str = "main"
    height: float = 0.5
    turn: float = 0.0
    pen: float = 0.0
    folds: "tuple[Fold, ...]" = ()
    hard: bool = False

    def with_folds(self, *folds: "Fold") -> "Part":
        return replace(self, folds=self.folds + folds)


@dataclass(frozen=True, slots=True, eq=False)
class Fold:
    """A ridge (rise > 0) or a groove (rise < 0) along a path, `pen` metres wide."""

    path: "skia.Path"
    pen: float
    rise: float


def line(nodes: Iterable[Node]) -> "skia.Path":
    """An open path through the nodes."""
    path = skia.Path()
    for at, node in enumerate(nodes):
        if at == 0:
            path.moveTo(*node[-2:])
        elif len(node) == 2:
            path.lineTo(*node)
        else:
            path.quadTo(*node)
    return path


def surface(nodes: Iterable[Node]) -> "skia.Path":
    """A closed path through the nodes."""
    path = line(nodes)
    path.close()
    return path


def back(nodes: Sequence[Node]) -> list[Node]:
    """The same line, walked from its end."""
    ends = [node[-2:] for node in nodes]
    return [ends[-1]] + [(*nodes[i + 1][:-2], *ends[i]) for i in range(len(nodes) - 2, -1, -1)]


def flipped(nodes: Iterable[Node]) -> list[Node]:
    """The line on the other side of the figure."""
    return [tuple(-value if at % 2 == 0 else value for at, value in enumerate(node)) for node in nodes]


def joined(right: Sequence[Node], left: Sequence[Node]) -> "skia.Path":
    """A surface of two halves, each from top to bottom on the right side; `left` is flipped."""
    return surface([*right, *back(flipped(left))])


def symmetric(half: Sequence[Node]) -> "skia.Path":
    return joined(half, half)


def smooth(points: Sequence[tuple[float, float]]) -> list[Node]:
    """A line that bends softly along the points, from the first to the last."""
    if len(points) < 3:
        return list(points)
    nodes: list[Node] = [points[0]]
    for (x, y), (u, v) in pairwise(points[1:]):
        nodes.append((x, y, (x + u) / 2, (y + v) / 2))
    nodes[-1] = (*points[-2], *points[-1])
    return nodes


def moved(nodes: Iterable[Node], dx: float, dy: float = 0.0) -> list[Node]:
    return [tuple(value + (dx, dy)[at % 2] for at, value in enumerate(node)) for node in nodes]


def oval(x: float, y: float, width: float, height: float | None = None) -> "skia.Path":
    """An oval around (x, y), so wide and so high."""
    height = width if height is None else height
    return skia.Path.Oval(skia.Rect.MakeXYWH(x - width / 2, y - height / 2, width, height))


def box(left: float, top: float, right: float, bottom: float, round_m: float = 0.0) -> "skia.Path":
    path = skia.Path()
    path.addRoundRect(skia.Rect.MakeLTRB(left, top, right, bottom), round_m, round_m)
    return path


def wave(start: tuple[float, float], end: tuple[float, float], *, waves: int, rise: float) -> list[Node]:
    """A wavy line, with `waves` bows of height `rise` to its right."""
    (x, y), (u, v) = start, end
    length = math.hypot(u - x, v - y) or 1.0
    across, down = -(v - y) / length * rise * 2, (u - x) / length * rise * 2
    nodes: list[Node] = [start]
    for i in range(waves):
        middle, stop = (i + 0.5) / waves, (i + 1) / waves
        nodes.append(
            (
                x + (u - x) * middle + across,
                y + (v - y) * middle + down,
                x + (u - x) * stop,
                y + (v - y) * stop,
            )
        )
    return nodes


def both(part: Part) -> tuple[Part, Part]:
    """The part and its twin on the other side of the figure."""
    return part, placed(part, FLIP, height=part.height, turn=-part.turn)


def placed(part: Part, matrix: "skia.Matrix", *, height: float, turn: float) -> Part:
    """The part elsewhere."""
    folds = tuple(Fold(_mapped(fold.path, matrix), fold.pen, fold.rise) for fold in part.folds)
    return Part(_mapped(part.path, matrix), part.ink, height, turn, part.pen, folds, part.hard)


FLIP = skia.Matrix.Scale(-1, 1)


def _mapped(path: "skia.Path", matrix: "skia.Matrix") -> "skia.Path":
    mapped = skia.Path()
    path.transform(matrix, mapped)
    return mapped
