"""Charts with one line per row, as SVG text: intervals per class, and plain bars.

A chart is 400 units wide, so that its words stay readable on a phone of 360 pixels. Marks are told
apart by shape, never by colour alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from fittingroom.reporting import svg
from fittingroom.reporting.format import count, known, measured, percent, value
from fittingroom.reporting.svg import Scale, shortened
from fittingroom.types import Measurement

WIDTH = 400
PITCH = 30
MARKS = ((svg.disc, "first", -5), (svg.diamond, "second", 5))


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a chart: a label and its measurements (at most two: a disc and a diamond)."""

    label: str
    measurements: tuple[Measurement, ...]


def interval_chart(
    rows: Sequence[Row],
    *,
    title: str,
    names: Sequence[str],
    overall: Measurement | None = None,
    baseline: Measurement | None = None,
) -> str:
    """One line per row: a disc for its first measurement, a diamond for its second, each with its whisker.

    `names` are the words for disc and diamond. The overall value (named above) and the baseline (named
    below) are upright lines; what lies left of the drawn range is named at the edge instead.
    """
    drawn = [m for row in rows for m in row.measurements if known(m)]
    left, right = min(130, 16 + 7 * max(len(shortened(row.label)) for row in rows)), WIDTH - 56
    low, _ = svg.around(min([0.9, *(_low(m) for m in drawn)]) if drawn else 0, 1)
    x = Scale(min(max(0, low), 0.9), 1, left, right)
    top, bottom = 56, 56 + PITCH * len(rows)
    shapes = _key(names, left) + _percent_axis(x, top - 6, bottom)
    ends = (top - 6, bottom)
    if overall is not None:
        shapes += _upright(overall, x, ends, style="overall", words=f"all {value(overall)}", words_y=top - 12)
    if baseline is not None:
        words = f"{baseline.name} {value(baseline)}"
        shapes += _upright(baseline, x, ends, style="baseline", words=words, words_y=bottom + 38)
    for i, row in enumerate(rows):
        shapes += _interval_row(row, x, top + PITCH * (i + 0.5))
    about = f"{' and '.join(names)} with 95 % intervals, one line for each of {len(rows)} rows."
    return svg.drawing(WIDTH, bottom + 46, shapes, title=title, description=about)


def _interval_row(row: Row, x: Scale, y: float) -> list[str]:
    shapes = [svg.text(x.start - 12, y + 4, shortened(row.label), "", "end")]
    alone = len(row.measurements) == 1
    for m, (mark, style, shift) in zip(row.measurements, MARKS, strict=False):
        if not known(m):
            continue
        at = y if alone else y + shift
        if m.low is not None and m.high is not None:
            shapes += [svg.line(x(max(m.low, x.low)), at, x(m.high), at, "whisker")]
        shapes += [mark(x(m.value), at, 4.5, style, f"{m.name}: {measured(m)}, n = {count(m.n)}")]
    return [*shapes, svg.text(WIDTH, y + 4, value(row.measurements[0]), "strong", "end")]


def _upright(
    m: Measurement, x: Scale, ends: tuple[float, float], *, style: str, words: str, words_y: float
) -> list[str]:
    """A line across all rows with its words; an arrow at the edge for what lies outside the range."""
    if m.value < x.low:
        return [svg.text(x.start, words_y, f"← {words}", "muted")]
    at = x(m.value)
    return [svg.line(at, ends[0], at, ends[1], style), svg.text(at, words_y, words, "", "middle")]


def _key(names: Sequence[str], left: float) -> list[str]:
    shapes, at = [], left + 5.0
    for name, (mark, style, _) in zip(names, MARKS, strict=False):
        shapes += [mark(at, 10, 4.5, style), svg.text(at + 10, 14, name)]
        at += 34 + 7 * len(name)
    return [*shapes, svg.text(WIDTH, 14, names[0], "strong", "end")]


def _percent_axis(x: Scale, top: float, bottom: float) -> list[str]:
    shapes = []
    for tick in svg.ticks(x.low, x.high, 4):
        shapes += [svg.line(x(tick), top, x(tick), bottom, "grid")]
        shapes += [svg.text(x(tick), bottom + 19, percent(tick, 0), "muted", "middle")]
    return shapes


def _low(m: Measurement) -> float:
    return m.value if m.low is None else m.low


def bars(labels: Sequence[str], values: Sequence[int], *, title: str) -> str:
    """One bar per label from zero, with its count at the end."""
    left = min(130, 16 + 7 * max(len(shortened(label)) for label in labels))
    x = Scale(0, max([1, *values]), left, WIDTH - 60)
    shapes = []
    for i, (label, n) in enumerate(zip(labels, values, strict=True)):
        y = 26 * i
        shapes += [svg.text(left - 12, y + 17, shortened(label), "", "end")]
        shapes += [svg.rect(left, y + 4, x(n) - left, 18, style="bar", hint=f"{label}: {count(n)}")]
        shapes += [svg.text(x(n) + 8, y + 17, count(n), "muted")]
    about = f"Bar chart with one bar for each of {len(labels)} rows."
    return svg.drawing(WIDTH, 26 * len(labels), shapes, title=title, description=about)
