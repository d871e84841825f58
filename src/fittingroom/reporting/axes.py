"""The ground that curves by epoch are drawn on: where the panel lies, its grid and its numbers."""

from fittingroom.reporting import svg
from fittingroom.reporting.format import percent
from fittingroom.reporting.svg import Scale

WIDTH, LEFT, RIGHT, TOP, BOTTOM = 400, 50, 304, 48, 240
HEIGHT = BOTTOM + 30


def scales(epochs: tuple[int, int], values: list[float], right: float = RIGHT) -> tuple[Scale, Scale]:
    """Epochs (first, last) across, and all values, within round ends, upwards."""
    first, last = epochs
    x = Scale(first, max(last, first + 1), LEFT, right)
    return x, Scale(*svg.around(min(values, default=0.0), max(values, default=0.0)), BOTTOM, TOP)


def axes(x: Scale, y: Scale, last: int, *, rates: bool) -> list[str]:
    """Lines across at round values, numbers beside them, epochs below up to the `last`."""
    heights, places = svg.ticks(y.low, y.high), [x.low]
    if last > x.low:
        places = [tick for tick in svg.ticks(x.low, last, 6) if float(tick).is_integer()]
    beside = [svg.text(x.start - 8, y(v) + 4, _percent(v) if rates else f"{v:g}") for v in heights]
    below = [svg.text(x(tick), BOTTOM + 19, f"{tick:g}") for tick in places]
    return [
        svg.lines([(x.start, y(v), x.end, y(v)) for v in heights], "grid"),
        svg.element("g", "".join(beside), class_="muted", text_anchor="end"),
        svg.element("g", "".join(below), class_="muted", text_anchor="middle"),
        svg.text(x.end + 10, BOTTOM + 19, "epoch", "muted"),
    ]


def _percent(rate: float) -> str:
    return percent(rate, 0 if (100 * rate).is_integer() else 1)
