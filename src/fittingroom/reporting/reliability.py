"""The reliability diagram as SVG text: what was claimed against what came true."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from fittingroom.reporting import svg
from fittingroom.reporting.format import count, measured, percent
from fittingroom.reporting.svg import Scale
from fittingroom.types import Measurement

if TYPE_CHECKING:
    from fittingroom.measure.calibration import Bin

WIDTH, LEFT, RIGHT, TOP, BOTTOM = 400, 50, 376, 20, 350
BARS, BAR_HEIGHT = 20, 70


def reliability(
    bins: Sequence[Bin],
    *,
    ece: Measurement,
    floor: Measurement | None = None,
    confidence: np.ndarray,
) -> str:
    """Stated confidence against the share that was right, a whisker for its 95 % interval; below, how
    often which confidence is stated.

    On the diagonal, confidence can be taken at its word; under it the model claims too much.
    `confidence` (n,) holds the confidence of every answer.
    """
    drawn = [b for b in bins if b.n]
    low, _ = svg.around(min(min(b.confidence, b.low) for b in drawn), 1)
    x = Scale(min(max(low, 0), 0.9), 1, LEFT, RIGHT)
    y = Scale(x.low, 1, BOTTOM, TOP)
    shapes = []
    for tick in svg.ticks(x.low, 1, 5):
        shapes += [svg.line(LEFT, y(tick), RIGHT, y(tick), "grid")]
        shapes += [svg.text(LEFT - 8, y(tick) + 4, percent(tick, 0), "muted", "end")]
        shapes += [svg.line(x(tick), TOP, x(tick), BOTTOM, "grid")]
    shapes += [svg.line(LEFT, BOTTOM, RIGHT, TOP, "diagonal")]
    for b in drawn:
        hint = f"stated {percent(b.confidence)}, right {percent(b.accuracy)}, n = {count(b.n)}"
        shapes += [svg.line(x(b.confidence), y(b.low), x(b.confidence), y(b.high), "whisker")]
        shapes += [svg.disc(x(b.confidence), y(b.accuracy), 4.5, "first", hint)]
    shapes += _words(ece, floor) + _histogram(x, np.asarray(confidence))
    about = "Reliability diagram: stated confidence across, share right upwards, with 95 % intervals."
    return svg.drawing(WIDTH, BOTTOM + 154, shapes, title="Reliability diagram", description=about)


def _words(ece: Measurement, floor: Measurement | None) -> list[str]:
    shapes = [
        svg.text(LEFT + 12, TOP + 14, "share that was right ↑", "muted halo"),
        svg.text(RIGHT - 12, BOTTOM - 14, "claims too much", "muted italic halo", "end"),
        svg.text(LEFT + 12, TOP + 38, f"ECE {measured(ece)}", "strong halo"),
    ]
    if floor is not None:
        shapes += [svg.text(LEFT + 12, TOP + 56, f"by chance alone {measured(floor)}", "halo")]
    return shapes


def _histogram(x: Scale, confidence: np.ndarray) -> list[str]:
    edges = np.linspace(x.low, 1, BARS + 1)
    counts, _ = np.histogram(np.clip(confidence, x.low, 1), edges)
    base = BOTTOM + 38 + BAR_HEIGHT
    shapes = []
    for n, a, b in zip(counts, edges[:-1], edges[1:], strict=True):
        height = BAR_HEIGHT * float(n / counts.max())
        hint = f"{count(int(n))} answers state {percent(a)} to {percent(b)}"
        shapes += [svg.rect(x(a) + 0.5, base - height, x(b) - x(a) - 1, height, style="bar", hint=hint)]
    shapes += [svg.line(LEFT, base, RIGHT, base, "axis")]
    for tick in svg.ticks(x.low, 1, 5):
        shapes += [svg.text(x(tick), base + 18, percent(tick, 0), "muted", "middle")]
    share = float(counts[-1] / counts.sum())
    words = f"{percent(share, 0)} of the answers state {percent(edges[-2], 0)} or more"
    shapes += [svg.text(x(edges[-2]) - 8, BOTTOM + 28, words, "halo", "end")]
    return [*shapes, svg.text((LEFT + RIGHT) / 2, base + 36, "stated confidence", "muted", "middle")]
