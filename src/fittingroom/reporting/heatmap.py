"""The confusion matrix as SVG text."""

from collections.abc import Sequence

import numpy as np

from fittingroom.reporting import svg
from fittingroom.reporting.format import count, percent
from fittingroom.reporting.svg import shortened

LEFT, TOP, RIGHT = 118, 96, 46
WORST_TINT = 0.6
"""Opacity of the worst cell, so that the ink on it keeps a contrast of 4.5."""


def confusion(matrix: np.ndarray, classes: Sequence[str], *, most: int = 16) -> str:
    """Heat map of a confusion matrix, (k, k) counts with one row per given label.

    The tint of a mistake is its share of the row, on a scale of the mistakes alone, so that they do
    not drown in the diagonal. With more than `most` classes those with the most mistakes are drawn;
    shares are always of the whole row.
    """
    matrix = np.asarray(matrix)
    drawn = _most_mistaken(matrix, most)
    names = [classes[int(i)] for i in drawn]
    counts = matrix[np.ix_(drawn, drawn)]
    shares = counts / np.maximum(matrix[drawn].sum(axis=1), 1)[:, None]
    worst = float((shares * (1 - np.eye(len(drawn)))).max())
    cell = 40 if len(names) <= 12 else 32
    shapes = _names(names, cell)
    for i, j in np.argwhere(counts > 0):
        n, share = int(counts[i, j]), float(shares[i, j])
        hint = f"{names[i]} answered as {names[j]}: {count(n)} ({percent(share)} of the row)"
        tint = 0.1 + (WORST_TINT - 0.1) * share / worst if i != j else 1
        style = "right" if i == j else "wrong"
        place = {"x": LEFT + cell * float(j), "y": TOP + cell * float(i), "width": cell, "height": cell}
        shapes += [svg.rect(style=style, hint=hint, fill_opacity=f"{tint:.2f}", **place)]
        shapes += _numbers(place["x"] + cell / 2, place["y"] + cell / 2, n, share, both=cell == 40)
    shapes += _grid(len(names), cell)
    about = f"Heat map of {len(names)} classes: one row for each given label, one column for each answer."
    width, height = LEFT + cell * len(names) + RIGHT, TOP + cell * len(names) + 2
    return svg.drawing(width, height, shapes, title="Confusion matrix", description=about, style="wide")


def _most_mistaken(matrix: np.ndarray, most: int) -> np.ndarray:
    mistakes = matrix.sum(axis=0) + matrix.sum(axis=1) - 2 * np.diag(matrix)
    return np.sort(np.argsort(-mistakes, kind="stable")[:most])


def _names(names: list[str], cell: int) -> list[str]:
    shapes = [svg.text(LEFT - 12, TOP - 14, "label ↓   answer →", "muted", "end")]
    for i, name in enumerate(names):
        middle = cell * (i + 0.5)
        turned = f"translate({svg.number(LEFT + middle)} {TOP - 10})rotate(-38)"
        shapes += [svg.text(LEFT - 12, TOP + middle + 4, shortened(name, 15), "", "end")]
        shapes += [svg.text(0, 0, shortened(name, 13), transform=turned)]
    return shapes


def _numbers(x: float, y: float, n: int, share: float, *, both: bool) -> list[str]:
    if not both:
        return [svg.text(x, y + 4, count(n), "small", "middle")]
    return [
        svg.text(x, y - 2, count(n), "", "middle"),
        svg.text(x, y + 12, percent(share), "tiny", "middle"),
    ]


def _grid(k: int, cell: int) -> list[str]:
    end_x, end_y = LEFT + cell * k, TOP + cell * k
    across = [svg.line(LEFT, TOP + cell * i, end_x, TOP + cell * i, "grid") for i in range(k + 1)]
    down = [svg.line(LEFT + cell * i, TOP, LEFT + cell * i, end_y, "grid") for i in range(k + 1)]
    return across + down
