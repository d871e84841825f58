"""The few shapes that charts are made of, as SVG text with the same bytes every time.

Colours come from classes that the page's style sheet defines for light, dark and print; coordinates
are in units of about one CSS pixel.
"""

import math
from dataclasses import dataclass
from html import escape


def number(x: float) -> str:
    """A coordinate with at most one decimal."""
    text = f"{x:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def element(name: str, content: str = "", **attributes: str | float) -> str:
    """One element; `content` is markup. Attribute names take _ for -, and a last _ is dropped."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(v) if isinstance(v, str) else number(v)}"'
        for key, v in attributes.items()
        if v != ""
    )
    return f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>"


def text(x: float, y: float, words: str, style: str = "", anchor: str = "", **more: str | float) -> str:
    """Words at a point; `anchor` is start (default), middle or end."""
    return element("text", escape(words), x=x, y=y, class_=style, text_anchor=anchor, **more)


def line(x1: float, y1: float, x2: float, y2: float, style: str) -> str:
    return element("path", d=f"M{number(x1)} {number(y1)}L{number(x2)} {number(y2)}", class_=style)


def lines(pieces: list[tuple[float, float, float, float]], style: str) -> str:
    """Several straight lines (x1, y1, x2, y2) of one style, as one element."""
    d = "".join(f"M{number(a)} {number(b)}L{number(c)} {number(e)}" for a, b, c, e in pieces)
    return element("path", d=d, class_=style)


def trace(points: list[tuple[float, float]], style: str, *, closed: bool = False) -> str:
    """A line through points, or the area they enclose."""
    d = "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points) + ("Z" if closed else "")
    return element("path", d=d, class_=style)


def rect(
    x: float, y: float, width: float, height: float, *, style: str, hint: str = "", **more: str | float
) -> str:
    return element("rect", tooltip(hint), x=x, y=y, width=width, height=height, class_=style, **more)


def disc(x: float, y: float, radius: float, style: str, hint: str = "") -> str:
    return element("circle", tooltip(hint), cx=x, cy=y, r=radius, class_=style)


def diamond(x: float, y: float, radius: float, style: str, hint: str = "") -> str:
    corners = [(x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y)]
    d = "M" + "L".join(f"{number(a)} {number(b)}" for a, b in corners) + "Z"
    return element("path", tooltip(hint), d=d, class_=style)


def shortened(words: str, most: int = 16) -> str:
    """A label cut to `most` characters; the whole one stands in the figure's table."""
    return words if len(words) <= most else words[: most - 1] + "…"


def tooltip(words: str) -> str:
    """What a mouse sees on a mark; the same numbers stand in the figure's table."""
    return element("title", escape(words)) if words else ""


def drawing(
    width: float, height: float, shapes: list[str], *, title: str, description: str, style: str = ""
) -> str:
    """A whole drawing that scales with its container; title and description are its text alternative."""
    head = element("title", escape(title)) + element("desc", escape(description))
    return element(
        "svg",
        head + "".join(shapes),
        viewBox=f"0 0 {number(width)} {number(height)}",
        role="img",
        class_=f"chart {style}".rstrip(),
    )


@dataclass(frozen=True, slots=True)
class Scale:
    """A straight line from data (low..high) to the drawing (start..end)."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, x: float) -> float:
        return self.start + (x - self.low) / (self.high - self.low) * (self.end - self.start)


def step(span: float, about: int) -> float:
    """The round distance (1, 2 or 5 times a power of ten) that cuts `span` into about `about` pieces."""
    rough = span / about
    power = 10.0 ** math.floor(math.log10(rough))
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough * 0.999)


def ticks(low: float, high: float, about: int = 5) -> list[float]:
    """Round numbers from low to high, about as many as asked."""
    distance = step(high - low, about)
    first, last = math.ceil(low / distance - 1e-9), math.floor(high / distance + 1e-9)
    return [round(i * distance, 10) for i in range(first, last + 1)]


def around(low: float, high: float, about: int = 5) -> tuple[float, float]:
    """The smallest range with round ends that holds low..high."""
    if high - low < 1e-9:
        low, high = low - 0.01, high + 0.01
    distance = step(high - low, about)
    return round(math.floor(low / distance) * distance, 10), round(math.ceil(high / distance) * distance, 10)


def apart(places: list[float], gap: float, low: float, high: float) -> list[float]:
    """Places for words that would touch: at least `gap` from each other, in the same order, within low..high.

    Words that touch move as a block around their mean (pool adjacent violators), so that none moves
    farther than it must.
    """
    order = sorted(range(len(places)), key=lambda i: places[i])
    blocks: list[tuple[float, int]] = []  # (mean, size) of the places, each less the gaps before it
    for rank, i in enumerate(order):
        mean, size = places[i] - gap * rank, 1
        while blocks and blocks[-1][0] > mean:
            before, n = blocks.pop()
            mean, size = (before * n + mean * size) / (n + size), n + size
        blocks.append((mean, size))
    most = max(low, high - gap * (len(places) - 1))
    levels = [min(max(mean, low), most) for mean, size in blocks for _ in range(size)]
    moved = {i: level + gap * rank for rank, (i, level) in enumerate(zip(order, levels, strict=True))}
    return [moved[i] for i in range(len(places))]
