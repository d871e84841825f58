"""The learning curves as SVG text: two panels, accuracy and loss by epoch."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from fittingroom.reporting import svg
from fittingroom.reporting.axes import BOTTOM, HEIGHT, TOP, WIDTH, axes, scales
from fittingroom.reporting.format import decimals, percent
from fittingroom.reporting.svg import Scale
from fittingroom.types import Epoch

MOST_DOTS = 40


@dataclass(frozen=True, slots=True)
class _Panel:
    """What one panel shows: (train, val) at each epoch, intervals of val (or none), how to write a value."""

    name: str
    pairs: list[tuple[float, float]]
    bands: list[tuple[float, float]]
    words: Callable[[float], str]


def curves(epochs: Sequence[Epoch]) -> str:
    """Accuracy and loss by epoch: train dashed, val solid, the kept epoch ringed.

    The band around val accuracy is its Wilson interval at 95 %. Losses that are not finite are left out.
    """
    from fittingroom.measure.intervals import wilson

    bands = [wilson(round(e.val_accuracy * e.n_val), e.n_val) for e in epochs]
    accuracy = _Panel("Accuracy", [(e.train_accuracy, e.val_accuracy) for e in epochs], bands, percent)
    loss = _Panel("Loss", [(e.train_loss, e.val_loss) for e in epochs], [], lambda x: decimals(x, 3))
    return f'<div class="panels">{_draw(accuracy, epochs)}{_draw(loss, epochs)}</div>'


def _draw(panel: _Panel, epochs: Sequence[Epoch]) -> str:
    everything = [v for pair in [*panel.pairs, *panel.bands] for v in pair if math.isfinite(v)]
    last = epochs[-1].epoch
    x, y = scales((epochs[0].epoch, last), everything)
    shapes = [svg.text(0, 14, panel.name, "strong"), *axes(x, y, last, rates=bool(panel.bands))]
    places = [x(e.epoch) for e in epochs]
    if panel.bands:
        upper = [(a, y(high)) for a, (_, high) in zip(places, panel.bands, strict=True)]
        lower = [(a, y(low)) for a, (low, _) in zip(places, panel.bands, strict=True)]
        shapes += [svg.trace(upper + lower[::-1], "band", closed=True)]
    for which, name in enumerate(("train", "val")):
        known = [(e.epoch, pair[which]) for e, pair in zip(epochs, panel.pairs, strict=True)]
        shapes += _line(name, [(epoch, v) for epoch, v in known if math.isfinite(v)], panel.words, x, y)
    shapes += _kept(panel, epochs, x, y) + _ends(panel, places[-1], y)
    about = f"Line chart of {panel.name.lower()} by epoch: train dashed, val solid, the kept epoch ringed."
    return svg.drawing(WIDTH, HEIGHT, shapes, title=f"{panel.name} by epoch", description=about)


def _line(
    name: str, known: list[tuple[int, float]], words: Callable[[float], str], x: Scale, y: Scale
) -> list[str]:
    if not known:
        return []
    dots = [
        svg.disc(x(epoch), y(v), 2.5, f"dot {name}", f"{name}, epoch {epoch}: {words(v)}")
        for epoch, v in known[:: math.ceil(len(known) / MOST_DOTS)]
    ]
    return [svg.trace([(x(epoch), y(v)) for epoch, v in known], f"line {name}"), *dots]


def _kept(panel: _Panel, epochs: Sequence[Epoch], x: Scale, y: Scale) -> list[str]:
    shapes = []
    for e, (_, val) in zip(epochs, panel.pairs, strict=True):
        if e.chosen and math.isfinite(val):
            shapes += [svg.line(x(e.epoch), TOP - 8, x(e.epoch), BOTTOM, "mark")]
            shapes += [svg.disc(x(e.epoch), y(val), 6, "ring")]
            shapes += [svg.text(x(e.epoch), TOP - 14, f"kept: epoch {e.epoch}", "", "middle")]
    return shapes


def _ends(panel: _Panel, place: float, y: Scale) -> list[str]:
    """The names of the lines at their right ends, moved apart until they no longer touch."""
    train, val = panel.pairs[-1]
    heights = [y(v) + 4 if math.isfinite(v) else BOTTOM for v in (train, val)]
    train_y, val_y = svg.apart(heights, 16, TOP, BOTTOM)
    return [
        svg.text(place + 10, train_y, f"train {panel.words(train)}", "muted"),
        svg.text(place + 10, val_y, f"val {panel.words(val)}", "accent strong"),
    ]
