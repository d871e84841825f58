"""Learning curves of several seeds as SVG text: their mean, and how far apart they run.

Light enough for a page that holds one figure for each of fifty arms of a study.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Literal

from fittingroom.errors import InputError
from fittingroom.reporting import svg
from fittingroom.reporting.axes import BOTTOM, HEIGHT, TOP, WIDTH, axes, scales
from fittingroom.reporting.format import decimals, percent
from fittingroom.reporting.svg import Scale, shortened
from fittingroom.types import Epoch

Quantity = Literal["accuracy", "loss"]
Runs = Sequence[Sequence[Epoch]]

MOST_POINTS = 25
"""Epochs that a line is drawn through; of longer runs every second, third, ..."""

NAMES_FROM = 286
"""Where the panel of overlaid lines ends and their names begin."""

STYLES = 6
"""Ways in which the style sheet tells overlaid lines apart (s0, s1, ...)."""


@dataclass(frozen=True, slots=True)
class _At:
    """Several runs at one epoch: mean, lowest and highest of those that got so far."""

    epoch: int
    mean: float
    low: float
    high: float


def spread_curves(runs: Runs, *, title: str, watched: str = "val") -> str:
    """Accuracy and loss by epoch, one run for each seed: train dashed, val solid, kept epochs ringed.

    A line is the mean over the runs, thin from where the first of them stopped; its band goes from the
    lowest run to the highest. Values that are not finite are left out. `watched` names the part in the
    place of val, where it was another.
    """
    _check(runs, title)
    panels = "".join(_panel(runs, quantity, title, watched) for quantity in ("accuracy", "loss"))
    return f'<div class="panels">{panels}</div>'


def _panel(runs: Runs, quantity: Quantity, title: str, watched: str) -> str:
    name, words = quantity.capitalize(), _words(quantity)
    lines = {which: _series(runs, _reader(which, quantity)) for which in ("train", "val")}
    drawn = [at for line in lines.values() for at in line]
    last = max(run[-1].epoch for run in runs)
    shortest = min(run[-1].epoch for run in runs)
    first = min(run[0].epoch for run in runs)
    x, y = scales((first, last), [v for at in drawn for v in (at.low, at.high)])
    shapes = [svg.text(0, 14, name, "strong"), *axes(x, y, last, rates=quantity == "accuracy")]
    for which, line in lines.items():
        shapes += _band(line, which, x, y) + _line(line, f"line {which}", shortest, x, y)
        if len(line) == 1:
            shapes += [svg.disc(x(line[0].epoch), y(line[0].mean), 3, f"dot {which}")]
    shapes += _kept(runs, _reader("val", quantity), x, y)
    ends = [(which, line[-1]) for which, line in lines.items() if line]
    heights = svg.apart([y(at.mean) + 4 for _, at in ends], 16, TOP, BOTTOM)
    for (which, at), height in zip(ends, heights, strict=True):
        style = "muted" if which == "train" else "accent strong"
        part = which if which == "train" else watched
        shapes += [svg.text(x(at.epoch) + 10, height, f"{part} {words(at.mean)}", style)]
    about = (
        f"Mean {quantity} of {len(runs)} seeds by epoch: train dashed, {watched} solid, bands from the "
        "lowest seed to the highest, kept epochs ringed."
    )
    return svg.drawing(WIDTH, HEIGHT, shapes, title=f"{title}: {quantity}", description=about)


def overlaid(named_runs: Sequence[tuple[str, Runs]], *, title: str, quantity: Quantity) -> str:
    """The mean val line of each of several arms in one panel, named at its end, its best epoch marked.

    An arm without a finite value has no line and is named above the panel.
    """
    for name, runs in named_runs:
        _check(runs, name)
    lines = [(name, _series(runs, _reader("val", quantity))) for name, runs in named_runs]
    lost = [name for name, line in lines if not line]
    lines = [(name, line) for name, line in lines if line]
    if not lines:
        raise InputError(f"{title}: of {len(named_runs)} arms none has a finite {quantity} to draw")
    epochs = [at.epoch for _, line in lines for at in line]
    x, y = scales((min(epochs), max(epochs)), [at.mean for _, line in lines for at in line], NAMES_FROM)
    shapes = [svg.text(0, 14, f"Val {quantity}", "strong")]
    shapes += [svg.text(0, 32, f"not finite: {', '.join(lost)}", "muted")] * bool(lost)
    shapes += axes(x, y, max(epochs), rates=quantity == "accuracy")
    names = svg.apart([y(line[-1].mean) + 4 for _, line in lines], 15, TOP, BOTTOM)
    best = max if quantity == "accuracy" else min
    for i, ((name, line), height) in enumerate(zip(lines, names, strict=True)):
        style, end = f"s{i % STYLES}", line[-1]
        shapes += _line(line, f"line {style}", end.epoch, x, y)
        shapes += [svg.line(x(end.epoch) + 2, y(end.mean), x.end + 14, height - 4, f"leader {style}")]
        turn = best(line, key=lambda at: at.mean)
        hint = f"{name}: best at epoch {turn.epoch}, {_words(quantity)(turn.mean)}"
        shapes += [svg.disc(x(turn.epoch), y(turn.mean), 3.5, f"best {style}", hint)]
        shapes += [svg.text(x.end + 18, height, shortened(name))]
    about = f"Mean val {quantity} by epoch, one line for each of {len(lines)} arms, its best epoch marked."
    return svg.drawing(WIDTH, HEIGHT, shapes, title=title, description=about)


def _check(runs: Runs, name: str) -> None:
    if not runs or not all(runs):
        raise InputError(
            f"{name}: learning curves need at least one run, each with at least one epoch, "
            f"found runs of {[len(run) for run in runs]} epochs"
        )


def _reader(which: str, quantity: Quantity) -> Callable[[Epoch], float]:
    return lambda epoch: getattr(epoch, f"{which}_{quantity}")


def _words(quantity: Quantity) -> Callable[[float], str]:
    return percent if quantity == "accuracy" else lambda x: decimals(x, 3)


def _series(runs: Runs, read: Callable[[Epoch], float]) -> list[_At]:
    """The runs taken together, epoch by epoch."""
    values: dict[int, list[float]] = {}
    for run in runs:
        for epoch in run:
            if math.isfinite(v := read(epoch)):
                values.setdefault(epoch.epoch, []).append(v)
    return [_At(epoch, fmean(vs), min(vs), max(vs)) for epoch, vs in sorted(values.items())]


def _thinned(line: list[_At]) -> list[_At]:
    every = math.ceil(len(line) / MOST_POINTS)
    return [at for i, at in enumerate(line) if i % every == 0 or at is line[-1]]


def _line(line: list[_At], style: str, shortest: int, x: Scale, y: Scale) -> list[str]:
    """The mean, as long as all runs go on; thin after the epoch at which the shortest one ended."""
    whole = _thinned([at for at in line if at.epoch <= shortest])
    rest = _thinned([*whole[-1:], *(at for at in line if at.epoch > shortest)])
    pieces = [(whole, style), (rest, f"{style} few")]
    return [
        svg.trace([(x(at.epoch), y(at.mean)) for at in piece], shape)
        for piece, shape in pieces
        if len(piece) > 1
    ]


def _band(line: list[_At], which: str, x: Scale, y: Scale) -> list[str]:
    points = _thinned(line)
    if all(at.low == at.high for at in points):
        return []
    upper = [(x(at.epoch), y(at.high)) for at in points]
    lower = [(x(at.epoch), y(at.low)) for at in points]
    return [svg.trace(upper + lower[::-1], f"band {which}", closed=True)]


def _kept(runs: Runs, read: Callable[[Epoch], float], x: Scale, y: Scale) -> list[str]:
    kept = [e for run in runs for e in run if e.chosen and math.isfinite(read(e))]
    if not kept:
        return []
    first, last = min(e.epoch for e in kept), max(e.epoch for e in kept)
    words = f"kept: epoch {first}" if first == last else f"kept: epochs {first} to {last}"
    middle = min(max((x(first) + x(last)) / 2, 60), x.end - 20)
    shapes = [svg.lines([(x(at), TOP - 8, x(at), BOTTOM) for at in sorted({e.epoch for e in kept})], "mark")]
    shapes += [svg.disc(x(e.epoch), y(read(e)), 4.5, "ring") for e in kept]
    return [*shapes, svg.text(middle, TOP - 14, words, "", "middle")]
