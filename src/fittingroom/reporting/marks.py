"""Two small drawings that stand beside a number: the headline's bar, and the strip in a table row."""

from fittingroom.reporting import svg
from fittingroom.reporting.format import known, measured, percent, value
from fittingroom.reporting.svg import Scale
from fittingroom.types import LabelNoise, Measurement

LETTER = 6.2
"""About how wide a letter of a drawing's words is, in its units."""


def headline_bar(m: Measurement, baseline: Measurement | None, noise: LabelNoise | None) -> str:
    """A rate from 0 to 100 %: its interval, below it the baseline, above it the ceiling of wrong labels.

    Empty for a measurement that is no rate.
    """
    if m.unit != "rate" or not known(m):
        return ""
    x, y = Scale(0, 1, 2, 298), 34
    shapes = [svg.rect(2, y - 4, 296, 8, style="track", rx=4.0)]
    if noise is not None:
        start, end = x(1 - noise.high), x(1 - noise.low)
        shapes += [svg.rect(start, y - 11, end - start, 22, style="ceiling")]
        words = f"ceiling set by wrong labels {percent(1 - noise.high, 0)} to {percent(1 - noise.low, 0)}"
        shapes += [svg.text(298, 12, words, "muted", "end")]
    shapes += [svg.rect(2, y - 4, x(m.value) - 2, 8, style="reach", rx=4.0)]
    if m.low is not None and m.high is not None:
        width = max(x(m.high) - x(m.low), 3)
        shapes += [svg.rect(x(m.value) - width / 2, y - 9, width, 18, style="interval", rx=1.5)]
    if baseline is not None:
        at, words = x(baseline.value), f"{baseline.name} {value(baseline)}"
        shapes += [svg.line(at, y - 11, at, y + 14, "baseline")]
        reach = LETTER * len(words) / 2
        shapes += [svg.text(min(max(at, reach), 300 - reach), y + 28, words, "muted", "middle")]
    about = "A bar from 0 to 100 % with the interval, the baseline and, where known, the ceiling."
    return svg.drawing(300, 66, shapes, title=f"{m.name}: {measured(m)}", description=about)


def strip(m: Measurement, baseline: Measurement | None) -> str:
    """A rate on a line from 0 to 100 % with its whisker and the baseline as a tick; empty for other units."""
    if m.unit != "rate" or not known(m):
        return ""
    x = Scale(0, 1, 5, 135)
    shapes = [svg.line(5, 10, 135, 10, "track-line")]
    if baseline is not None:
        shapes += [svg.line(x(baseline.value), 3, x(baseline.value), 17, "baseline")]
    if m.low is not None and m.high is not None:
        shapes += [svg.line(x(m.low), 10, x(m.high), 10, "whisker")]
    shapes += [svg.disc(x(m.value), 10, 4, "first")]
    words = f"{measured(m)}" + (f"; baseline {value(baseline)}" if baseline is not None else "")
    return svg.drawing(140, 20, shapes, title=words, description="On a line from 0 to 100 %.", style="strip")
