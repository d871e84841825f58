"""Accuracy among the surest answers as SVG text: what is gained by answering less."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from fittingroom.reporting import svg
from fittingroom.reporting.format import percent
from fittingroom.reporting.svg import Scale

if TYPE_CHECKING:
    from fittingroom.measure.selective import Curve

WIDTH, LEFT, RIGHT, TOP, BOTTOM = 400, 50, 372, 30, 270
FEWEST = 0.02
"""Shares of answers below this are not drawn: the accuracy of a handful says nothing."""


def selective(curve: Curve) -> str:
    """Share answered across, surest first; share right among them upwards, the band its 95 % interval.

    Dashed: the best that any ordering of the same answers could do.
    """
    shown = np.flatnonzero(curve.coverage >= min(FEWEST, curve.coverage[-1]))
    share, right, ideal = curve.coverage[shown], curve.accuracy[shown], curve.ideal[shown]
    low, _ = svg.around(min(float(right.min()), float(curve.low[-1])), 1)
    x, y = Scale(0, 1, LEFT, RIGHT), Scale(min(max(low, 0), 0.99), 1, BOTTOM, TOP)
    upper = [(x(s), y(h)) for s, h in zip(share, curve.high[shown], strict=True)]
    lower = [(x(s), y(max(v, y.low))) for s, v in zip(share, curve.low[shown], strict=True)]
    all_y = y(curve.overall)
    shapes = [
        *_axes(x, y),
        svg.trace(upper + lower[::-1], "band", closed=True),
        svg.line(x(0), all_y, x(1), all_y, "baseline"),
        svg.trace([(x(s), y(v)) for s, v in zip(share, ideal, strict=True)], "line train"),
        svg.trace([(x(s), y(v)) for s, v in zip(share, right, strict=True)], "line val"),
        svg.disc(x(1), all_y, 4.5, "first", f"all answers: {percent(curve.overall)} right"),
        svg.text(x(0) + 8, all_y - 8, f"answering everything {percent(curve.overall)}", "halo"),
        svg.text(x(0) + 8, (TOP + BOTTOM) / 2, "dashed: the ideal order", "muted halo"),
    ]
    about = "Line chart: accuracy among the surest answers, against the share that is answered."
    return svg.drawing(
        WIDTH, BOTTOM + 48, shapes, title="Accuracy among the surest answers", description=about
    )


def _axes(x: Scale, y: Scale) -> list[str]:
    heights = svg.ticks(y.low, y.high)
    digits = 0 if all(float(round(100 * tick, 6)).is_integer() for tick in heights) else 1
    beside = [svg.text(LEFT - 8, y(tick) + 4, percent(tick, digits)) for tick in heights]
    below = [svg.text(x(tick), BOTTOM + 19, percent(tick, 0)) for tick in svg.ticks(0, 1)]
    return [
        svg.lines([(LEFT, y(tick), RIGHT, y(tick)) for tick in heights], "grid"),
        svg.element("g", "".join(beside), class_="muted", text_anchor="end"),
        svg.element("g", "".join(below), class_="muted", text_anchor="middle"),
        svg.text(LEFT, 14, "share right among these ↑", "muted"),
        svg.text(RIGHT, BOTTOM + 40, "share of pictures answered, the surest first →", "muted", "end"),
    ]
