"""Learning curves by the share of a training part: a rate over shares, one line for each way to learn."""

import math
from collections.abc import Sequence

from fittingroom.errors import InputError
from fittingroom.reporting import svg
from fittingroom.reporting.axes import BOTTOM, HEIGHT, LEFT, TOP, WIDTH
from fittingroom.reporting.format import measured, percent
from fittingroom.reporting.spread import STYLES
from fittingroom.reporting.svg import Scale, shortened
from fittingroom.types import Measurement

NAMES_FROM = 272
"""Where the panel ends and the names of its lines begin."""

Line = tuple[str, Sequence[tuple[float, Measurement]]]
"""A name, and the measurement at each share, in order."""


def by_share(lines: Sequence[Line], *, title: str, quantity: str) -> str:
    """Rates over shares on a logarithmic line, with whiskers where the lines end; names beside their ends.

    Raises InputError without a line, or for a line without a point.
    """
    if not lines or not all(points for _, points in lines):
        raise InputError(f"{title}: curves need at least one line, each with at least one share")
    shares = sorted({share for _, points in lines for share, _ in points})
    everything = [
        end for _, points in lines for _, m in points for end in (m.value, m.low, m.high) if end is not None
    ]
    first, last = math.log(shares[0]), math.log(shares[-1])
    x = Scale(first, max(last, first + 1e-6), LEFT + 8, NAMES_FROM - 8)
    y = Scale(*svg.around(min(everything), max(everything)), BOTTOM, TOP)
    heights = svg.ticks(y.low, y.high)
    shapes = [
        svg.text(0, 14, quantity, "strong"),
        svg.lines([(LEFT, y(v), NAMES_FROM, y(v)) for v in heights], "grid"),
        *(svg.text(LEFT - 8, y(v) + 4, percent(v, 0), "muted", "end") for v in heights),
        *(svg.text(x(math.log(s)), BOTTOM + 19, percent(s, 0), "muted", "middle") for s in shares),
        svg.text(NAMES_FROM + 18, BOTTOM + 19, "of train", "muted"),
    ]
    names = svg.apart([y(points[-1][1].value) + 4 for _, points in lines], 15, TOP, BOTTOM)
    for i, ((name, points), height) in enumerate(zip(lines, names, strict=True)):
        style, places = f"s{i % STYLES}", [(x(math.log(s)), y(m.value)) for s, m in points]
        shift = 3 * (i - (len(lines) - 1) / 2)  # whiskers of lines that meet stand beside each other
        shapes += [
            svg.line(at + shift, y(m.low), at + shift, y(m.high), f"leader {style}")
            for (at, _), (_, m) in zip(places, points, strict=True)
            if m.low is not None and m.high is not None
        ]
        shapes += [svg.trace(places, f"line {style}")] if len(places) > 1 else []
        shapes += [
            svg.disc(at, up, 3.5, f"best {style}", f"{name}, {percent(s, 0)} of train: {measured(m)}")
            for (at, up), (s, m) in zip(places, points, strict=True)
        ]
        shapes += [svg.line(places[-1][0] + 4, places[-1][1], NAMES_FROM + 6, height - 4, f"leader {style}")]
        shapes += [svg.text(NAMES_FROM + 10, height, shortened(name))]
    about = (
        f"{quantity} by share of the training part, one line for each of {len(lines)}, with 95 % intervals."
    )
    return svg.drawing(WIDTH, HEIGHT, shapes, title=title, description=about)
