"""Charts of label counts: images per label on a log scale, labels per image, labels that come together."""

import math
from collections.abc import Sequence

import numpy as np

from fittingroom.reporting import svg
from fittingroom.reporting.format import count, decimals, percent
from fittingroom.reporting.svg import Scale, shortened

WIDTH, LEFT, TOP, BOTTOM = 400, 62, 30, 250
STRONGEST_TINT = 0.55
"""Opacity of the strongest cell, so that the ink on it keeps a contrast of 4.5."""


def ranked(
    counts: Sequence[tuple[str, np.ndarray]], names: Sequence[str], *, few: int, many: int, title: str
) -> str:
    """Images per label on a log scale, labels from the most frequent to the rarest.

    counts: one or two series (k,) with their words; the last is a line, the one before it dashed. Upright
    places are logarithms of counts; labels without an image lie on the ground line. `few` and `many` are
    drawn across, and the first, middle and last label of the last series are named.
    """
    most = max(10, *(int(values.max(initial=0)) for _, values in counts))
    x = Scale(1, max(2, len(names)), LEFT, WIDTH - 12)
    y = Scale(0, math.ceil(math.log10(most) - 1e-9), BOTTOM, TOP)
    shapes = []
    for power in range(int(y.high) + 1):
        at = y(power)
        words = count(10**power)
        shapes += [svg.line(LEFT, at, x.end, at, "grid"), svg.text(LEFT - 8, at + 4, words, "muted", "end")]
    for limit, words in ((few, f"{count(few)}: the tail below"), (many, f"{count(many)}: the head above")):
        if limit < 10**y.high:
            at = y(math.log10(limit))
            shapes.append(svg.line(LEFT, at, x.end, at, "mark"))
            shapes.append(svg.text(x.end, at - 5, words, "small halo", "end"))
    styles = ["line train", "line val"][-len(counts) :]
    for (_, values), style in zip(counts, styles, strict=True):
        heights = np.log10(np.maximum(np.sort(values)[::-1], 1))
        shapes.append(svg.trace([(x(i + 1), y(float(h))) for i, h in enumerate(heights)], style))
    shapes += _named(counts[-1][1], names, x, y)
    words = f"{count(len(names))} labels, most frequent first"
    shapes.append(svg.text(x.end, BOTTOM + 32, words, "muted", "end"))
    shapes += _key([words for words, _ in counts], styles)
    about = f"Images per label on a log scale for {len(names)} labels, most frequent first."
    return svg.drawing(WIDTH, BOTTOM + 40, shapes, title=title, description=about)


def _named(values: np.ndarray, names: Sequence[str], x: Scale, y: Scale) -> list[str]:
    order = np.argsort(-values, kind="stable")
    shapes = []
    places = ((0, "start", 8, 5), (len(order) // 2, "end", -8, 16), (len(order) - 1, "end", 0, 18))
    for rank, anchor, dx, dy in places:
        label = int(order[rank])
        at = (x(rank + 1), y(math.log10(max(1, int(values[label])))))
        words = f"{shortened(names[label], 20)} {count(int(values[label]))}"
        shapes.append(svg.disc(*at, 3.5, "first", words))
        shapes.append(svg.text(at[0] + dx, at[1] + dy, words, "small halo", anchor))
    return shapes


def _key(words: Sequence[str], styles: Sequence[str]) -> list[str]:
    shapes, at = [], float(LEFT)
    for name, style in zip(words, styles, strict=True):
        shapes += [svg.line(at, 10, at + 20, 10, style), svg.text(at + 26, 14, name)]
        at += 46 + 7 * len(name)
    return shapes


def sizes(parts: Sequence[tuple[str, np.ndarray]], *, title: str) -> str:
    """Labels per image: the share of images with 0, 1, 2, ... labels, a bar a number and part side by side.

    parts: one or two, (m,) counts with their words; the first is filled, the second an outline.
    """
    shares = [values / max(1, values.sum()) for _, values in parts]
    longest = max(len(values) for values in shares)
    highest = max(float(values.max(initial=0)) for values in shares)
    x = Scale(-0.5, longest - 0.5, LEFT, WIDTH - 12)
    y = Scale(*svg.around(0, max(highest, 0.01), 4), BOTTOM, TOP + 14)
    shapes = []
    for tick in svg.ticks(y.low, y.high, 4):
        shapes += [svg.line(LEFT, y(tick), x.end, y(tick), "grid")]
        shapes += [svg.text(LEFT - 8, y(tick) + 4, percent(tick, 0), "muted", "end")]
    bar = (x(1) - x(0)) * 0.8
    for at, share in enumerate(shares[0]):
        hint = f"{at} labels: {percent(float(share))} of {parts[0][0]}"
        top = y(float(share))
        shapes.append(svg.rect(x(at) - bar / 2, top, bar, BOTTOM - top, style="bar", hint=hint))
    for share in shares[1:]:
        edges = [(x(at) - bar / 2, y(float(height)), x(at) + bar / 2) for at, height in enumerate(share)]
        shapes.append(svg.lines([(left, top, right, top) for left, top, right in edges], "whisker"))
    step = 1 if longest <= 12 else 2 if longest <= 26 else 5
    shapes += [svg.text(x(at), BOTTOM + 16, str(at), "muted", "middle") for at in range(0, longest, step)]
    shapes.append(svg.text(x.end, BOTTOM + 34, "labels on an image", "muted", "end"))
    shapes.append(svg.rect(LEFT, 3, 16, 11, style="bar"))
    shapes.append(svg.text(LEFT + 22, 13, parts[0][0]))
    for words, _ in parts[1:]:
        start = LEFT + 50 + 7 * len(parts[0][0])
        shapes += [svg.line(start, 9, start + 18, 9, "whisker"), svg.text(start + 25, 13, words)]
    both = " and ".join(words for words, _ in parts)
    about = f"Share of images with 0 to {longest - 1} labels, for {both}."
    return svg.drawing(WIDTH, BOTTOM + 42, shapes, title=title, description=about)


def together(both: np.ndarray, names: Sequence[str], *, title: str) -> str:
    """Labels that come together: of the images with the label of a row, the share with that of the column.

    both (k, k): images that have both labels, on the diagonal those that have the label.
    """
    share = both / np.maximum(np.diag(both), 1)[:, None]
    cell, left, top = 23.0, 118.0, 92.0
    shapes = []
    for i, name in enumerate(names):
        middle = cell * (i + 0.5)
        turned = f"translate({svg.number(left + middle + 3)} {svg.number(top - 7)})rotate(-52)"
        shapes += [svg.text(left - 8, top + middle + 4, shortened(name, 15), "", "end")]
        shapes += [svg.text(0, 0, shortened(name, 14), transform=turned)]
        for j in range(len(names)):
            if i == j or not both[i, j]:
                continue
            s = float(share[i, j])
            hint = f"{percent(s)} of the {count(int(both[i, i]))} with {name} have {names[j]}"
            tint = f"{0.04 + (STRONGEST_TINT - 0.04) * s:.2f}"
            at = (left + cell * j, top + cell * i)
            shapes.append(svg.rect(*at, cell - 1, cell - 1, style="interval", hint=hint, fill_opacity=tint))
            if s >= 0.095:
                centre = (at[0] + cell / 2 - 0.5, at[1] + cell / 2 + 3)
                shapes.append(svg.text(*centre, decimals(100 * s, 0), "tiny", "middle"))
    edge = cell * len(names)
    about = f"A table of {len(names)} labels: of the images with the row's, the share with the column's."
    width, height = left + edge + 40, top + edge + 4
    return svg.drawing(width, height, shapes, title=title, description=about, style="wide")
