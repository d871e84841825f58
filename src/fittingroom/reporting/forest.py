"""What each factor of a study does to two quantities, as a forest plot in SVG text.

One panel for each quantity, with the same rows at the same heights: side by side on a wide screen, below
each other on a phone.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from fittingroom.errors import InputError
from fittingroom.reporting import svg
from fittingroom.reporting.format import NOTHING, counted, interval, known, measured, signed, value
from fittingroom.reporting.svg import Scale, shortened
from fittingroom.types import Measurement

WIDTH, LEFT, RIGHT, NUMBERS = 400, 130, 266, 312
TOP, PITCH, HEADING = 66, 21, 28
MARK, DOT = 3.8, 1.5
OFF_SCALE = 0.1
"""The share of rows that may run off the scale at either end, so that a few wild ones do not flatten all."""

WIDER = 0.3
"""By what share of its width the scale may grow to hold such rows after all."""


@dataclass(frozen=True, slots=True)
class ForestRow:
    """One arm: what it changes against the plain network in each of the two quantities.

    effects: differences in points with their intervals (None: not measured). dots: the same difference
    seed by seed. shown: whether the effect holds after correction for the number of comparisons.
    """

    label: str
    group: str
    effects: tuple[Measurement | None, ...]
    dots: tuple[tuple[float, ...], ...]
    shown: tuple[bool, ...]

    def __post_init__(self):
        lengths = len(self.effects), len(self.dots), len(self.shown)
        if lengths != (2, 2, 2):
            raise InputError(
                f"{self.label}: a row has two effects, two groups of dots and two words whether they are "
                f"shown, got {lengths}"
            )
        for m in self.effects:
            if m is not None and m.unit != "points":
                raise InputError(f"{self.label}: an effect is a measurement in points, got {m.unit}")


def forest(
    rows: Sequence[ForestRow],
    *,
    title: str,
    names: tuple[str, str] = ("gap", "test accuracy"),
    better: tuple[str, str] = ("← smaller gap", "better test accuracy →"),
) -> str:
    """Two panels of effects in points; `better` says for each which side is the better one, with its arrow.

    A filled disc holds after correction for many comparisons, an open one does not; dots below the line
    are single seeds; an arrow says that the effect lies beyond the scale, and the number at the end of the
    row how far. Rows that follow each other and are of one group stand below its name.
    """
    if not rows:
        raise InputError(f"{title}: a forest plot needs at least one row, found none")
    panels = "".join(_panel(rows, i, f"{title}: {names[i]}", names[i], better[i]) for i in (0, 1))
    return f'<div class="panels">{panels}</div>'


def _panel(rows: Sequence[ForestRow], which: int, title: str, name: str, better: str) -> str:
    x = Scale(*_range([span for row in rows if (span := _span(row, which))]), LEFT, RIGHT)
    shapes, y = [], float(TOP)
    for group, members in groupby(rows, key=lambda row: row.group):
        shapes += [svg.text(0, y + 17, group, "strong"), svg.line(0, y + 23, WIDTH, y + 23, "grid")]
        y += HEADING
        for row in members:
            shapes += _row(row, which, x, y + PITCH / 2)
            y += PITCH
    about = (
        f"Forest plot, {counted(len(rows), 'row')}: the effect on the {name} in points; the better side of "
        f"the zero line is {better.strip('← →')}."
    )
    ground = _ground(x, y, f"Effect on the {name}", better, arrow_left=better.startswith("←"))
    return svg.drawing(WIDTH, y + 66, ground + shapes, title=title, description=about, style="forest")


def _span(row: ForestRow, which: int) -> tuple[float, float] | None:
    """From where to where a row reaches, its interval and its seeds; None if there is no effect to draw."""
    m = row.effects[which]
    if m is None or not known(m):
        return None
    reached = (m.value, *(end for end in (m.low, m.high) if end is not None), *row.dots[which])
    return float(min(reached)), float(max(reached))


def _range(spans: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """From where to where a panel reaches: zero and every row, the wildest only where they cost little."""
    lows = sorted(min(0.0, low) for low, _ in spans) or [-0.01]
    highs = sorted(max(0.0, high) for _, high in spans) or [0.01]
    skipped = math.floor(OFF_SCALE * len(spans))
    low, high = lows[skipped], highs[-1 - skipped]
    more = WIDER * (high - low)
    low = min(end for end in lows if end >= low - more)
    high = max(end for end in highs if end <= high + more)
    room = max(0.04 * (high - low), 0.0005)
    return low - room, high + room


def _ground(x: Scale, bottom: float, heading: str, better: str, *, arrow_left: bool) -> list[str]:
    """Headings, the grid, the zero line and the key."""
    shapes = [
        svg.text(0, 14, heading, "strong"),
        svg.text(WIDTH, 14, "points, 95 % interval", "muted", "end"),
    ]
    shapes += [svg.text(x(0) + (-4 if arrow_left else 4), 36, better, "", "end" if arrow_left else "")]
    places = svg.ticks(x.low, x.high, 6)
    shapes += [svg.lines([(x(tick), TOP - 4, x(tick), bottom) for tick in places if tick], "grid")]
    shapes += [svg.lines([(x(0), 26, x(0), 44), (x(0), TOP - 4, x(0), bottom)], "zero")]
    for tick in places:
        label = signed(100 * tick, 0 if (100 * tick).is_integer() else 1)
        shapes += [svg.text(x(tick), TOP - 8, label, "muted small", "middle")]
        shapes += [svg.text(x(tick), bottom + 16, label, "muted small", "middle")]
    return [*shapes, *_key(bottom + 42)]


def _key(y: float) -> list[str]:
    below = y + 17
    return [
        svg.disc(5, y - 4, MARK, "first"),
        svg.text(14, y, "holds after correction", "small"),
        svg.disc(165, y - 4, MARK, "second"),
        svg.text(174, y, "may be chance", "small"),
        svg.disc(5, below - 4, DOT, "seed"),
        svg.text(14, below, "one seed", "small"),
        _arrow(167, below - 4, 1),
        svg.text(174, below, "lies beyond the scale", "small"),
    ]


def _row(row: ForestRow, which: int, x: Scale, y: float) -> list[str]:
    m, span = row.effects[which], _span(row, which)
    shapes = [svg.text(8, y + 4, shortened(row.label, 20))]
    if m is None or span is None:
        return [*shapes, svg.text(WIDTH, y + 4, f"not measured {NOTHING}", "muted small", "end")]
    if m.low is not None and m.high is not None and m.high >= x.low and m.low <= x.high:
        shapes += [svg.line(x(max(m.low, x.low)), y, x(min(m.high, x.high)), y, "whisker")]
    shapes += [_arrow(x.start, y, -1)] * (span[0] < x.low) + [_arrow(x.end, y, 1)] * (span[1] > x.high)
    inside = sorted(v for v in row.dots[which] if x.low <= v <= x.high)
    shapes += [svg.disc(x(v), y + 7, DOT, "seed") for v in inside]
    if x.low <= m.value <= x.high:
        shown = row.shown[which]
        hint = f"{row.label}: {measured(m)}, {'holds after correction' if shown else 'may be chance'}"
        shapes += [svg.disc(x(m.value), y, MARK, "first" if shown else "second", hint)]
    shapes += [svg.text(NUMBERS, y + 4, value(m).removesuffix(" points"), "strong", "end")]
    return [*shapes, svg.text(WIDTH, y + 4, interval(m), "muted small", "end")]


def _arrow(x: float, y: float, way: int) -> str:
    points = [(x - 5 * way, y - 4), (x + 2 * way, y), (x - 5 * way, y + 4)]
    return svg.trace(points, "arrow", closed=True)
