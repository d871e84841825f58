"""The drawings of a leaderboard as SVG text; a family is told by shape and colour, the same everywhere."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from fittingroom.reporting import svg
from fittingroom.reporting.format import THIN, percent
from fittingroom.reporting.svg import Scale, shortened

WIDTH, LEFT, RIGHT, TOP, BOTTOM = 640, 50, 606, 36, 396
KEY_COLUMNS, KEY_PITCH = 4, 18
MARK = 4.2

RATIOS = (0.5, 1, 2, 4, 8)
MANY_POWERS = 2e3

SHAPES = 7
COLOURS = 3
"""Seven shapes and three colours, both counted on: 21 families before two look alike."""

LANES_LEFT, LANES_RIGHT, LANE_PITCH, LANE_GAP = 132, 386, 3.4, 10.0


@dataclass(frozen=True, slots=True)
class Dot:
    """One row in a scatter; x and y in data, `ringed` for what the caption speaks of."""

    family: str
    x: float
    y: float
    hint: str
    ringed: bool = False


@dataclass(frozen=True, slots=True)
class Reach:
    """One row in a lane of its family: a value with its interval."""

    family: str
    value: float
    low: float
    high: float
    hint: str


def mark(number: int, x: float, y: float, radius: float = MARK, hint: str = "") -> str:
    """The sign of family `number`: shape and colour."""
    style = f"family c{number % COLOURS}"
    if number % SHAPES == 0:
        return svg.disc(x, y, radius, style, hint)
    points = [(x + radius * a, y + radius * b) for a, b in _outline(number % SHAPES)]
    d = "M" + "L".join(f"{svg.number(a)} {svg.number(b)}" for a, b in points) + "Z"
    return svg.element("path", svg.tooltip(hint), d=d, class_=style)


def _outline(shape: int) -> list[tuple[float, float]]:
    """Corners around the origin, all of about the same area as the disc of radius 1."""
    corners = {1: (4, 45, 1.25), 2: (4, 0, 1.25), 3: (3, -90, 1.5), 4: (3, 90, 1.5)}
    if shape in corners:
        sides, start, size = corners[shape]
        angles = [math.radians(start + 360 * i / sides) for i in range(sides)]
        return [(size * math.cos(a), size * math.sin(a)) for a in angles]
    arm, half = 1.35, 0.45
    cross = [(half, half), (arm, half), (arm, -half), (half, -half)]
    quarter = [(math.cos(math.radians(90 * i)), math.sin(math.radians(90 * i))) for i in range(4)]
    plus = [(c * a + s * b, -s * a + c * b) for c, s in quarter for a, b in cross]
    if shape == 5:
        return plus
    return [((a + b) / math.sqrt(2), (b - a) / math.sqrt(2)) for a, b in plus]


def errors_chart(
    dots: Sequence[Dot], numbers: Mapping[str, int], *, title: str, names: tuple[str, str]
) -> str:
    """Error rates on two data sets, both on a log scale, so that equal ratios lie on parallel lines.

    `names` are the data sets across and upwards; numbers: family -> its number.
    """
    x, y = _log_scale([dot.x for dot in dots], LEFT, RIGHT), _log_scale([dot.y for dot in dots], BOTTOM, TOP)
    shapes = _grid([(x(math.log(v)), percent(v, 0 if v >= 0.01 else 1)) for v in _inside(x)], across=True)
    shapes += _grid([(y(math.log(v)), percent(v, 0 if v >= 0.01 else 1)) for v in _inside(y)], across=False)
    for times in RATIOS:
        shapes += _ratio_line(times, x, y)
    shapes += [svg.text(0, 14, f"mistakes on {names[1]}", "strong")]
    shapes += [svg.text(RIGHT, BOTTOM + 38, f"mistakes on {names[0]} →", "strong", "end")]
    shapes += [
        mark(numbers[dot.family], x(math.log(dot.x)), y(math.log(dot.y)), hint=dot.hint) for dot in dots
    ]
    about = f"Scatter of {len(dots)} rows: mistakes on {names[0]} across, on {names[1]} upwards, log scales."
    return _with_key(shapes, dots, numbers, title, about)


def _ratio_line(times: float, x: Scale, y: Scale) -> list[str]:
    """All places where the errors upwards are `times` those across, and its name where it leaves."""
    shift = math.log(times)
    start, end = max(x.low, y.low - shift), min(x.high, y.high - shift)
    if end - start < 0.1 * (x.high - x.low):
        return []
    words = "equal" if times == 1 else f"{times:g}\N{MULTIPLICATION SIGN}"
    leaves_above = end < x.high - 1e-9
    name = svg.text(x(end), TOP - 6, words, "muted small", "middle")
    if not leaves_above:
        name = svg.text(RIGHT + 5, y(end + shift) + 4, words, "muted small")
    return [svg.line(x(start), y(start + shift), x(end), y(end + shift), "diagonal"), name]


def cost_chart(dots: Sequence[Dot], numbers: Mapping[str, int], *, title: str) -> str:
    """Error rate (y, downwards less, log) against processor seconds (x, log); ringed rows are joined."""
    x, y = _log_scale([dot.x for dot in dots], LEFT, RIGHT), _log_scale([dot.y for dot in dots], TOP, BOTTOM)
    shapes = _grid([(x(math.log(v)), f"{v:g}{THIN}s") for v in _inside(x)], across=True)
    shapes += _grid([(y(math.log(v)), percent(1 - v, 0)) for v in _inside(y)], across=False)
    shapes += [svg.text(0, 14, "accuracy", "strong")]
    shapes += [svg.text(RIGHT, BOTTOM + 38, "processor seconds, one seed →", "strong", "end")]
    front = sorted((dot.x, dot.y) for dot in dots if dot.ringed)
    if len(front) > 1:
        stairs = [front[0]]
        for (_, before), (at, after) in pairwise(front):
            stairs += [(at, before), (at, after)]
        shapes += [svg.trace([(x(math.log(a)), y(math.log(b))) for a, b in stairs], "front")]
    for dot in dots:
        at = x(math.log(dot.x)), y(math.log(dot.y))
        shapes += [svg.disc(*at, 6.5, "halo-ring")] * dot.ringed
        shapes += [mark(numbers[dot.family], *at, hint=dot.hint)]
    about = f"Scatter of {len(dots)} rows: processor seconds across, accuracy upwards; the front is ringed."
    return _with_key(shapes, dots, numbers, title, about)


def lanes(reaches: Sequence[Reach], numbers: Mapping[str, int], *, title: str, most: int) -> str:
    """Intervals of ranks, one lane for each family, the one with the best row on top."""
    x = Scale(1, max(2, most), LANES_LEFT, LANES_RIGHT)
    by_family: dict[str, list[Reach]] = {}
    for reach in sorted(reaches, key=lambda r: r.value):
        by_family.setdefault(reach.family, []).append(reach)
    shapes, y, borders = [], 44.0, []
    for family, members in by_family.items():
        height = max(LANE_PITCH * len(members), 8.0) + LANE_GAP
        middle = y + height / 2
        borders += [(0.0, y, float(LANES_RIGHT), y)]
        shapes += [mark(numbers[family], 6, middle), svg.text(16, middle + 4, shortened(family, 20), "small")]
        top = middle - LANE_PITCH * (len(members) - 1) / 2
        for i, reach in enumerate(members):
            shapes += _reach(reach, numbers[family] % COLOURS, x, top + LANE_PITCH * i)
        y += height
    ends = [1, *(v for v in svg.ticks(1, most, 5) if v > 1 and most - v >= most / 12), most]
    ground = [svg.lines(borders, "grid"), svg.text(0, 14, title, "strong")]
    ground += [svg.lines([(x(v), 38, x(v), y) for v in ends], "grid")]
    ground += [svg.text(x(v), 33, f"{v:g}", "muted small", "middle") for v in ends]
    ground += [svg.text(LANES_LEFT - 10, 33, "rank", "muted small", "end")]
    about = (
        f"Intervals of the ranks of {len(reaches)} rows among {most}, in {len(by_family)} lanes by family."
    )
    return svg.drawing(400, y + 4, ground + shapes, title=title, description=about)


def _reach(reach: Reach, colour: int, x: Scale, y: float) -> list[str]:
    return [
        svg.line(x(reach.low), y, max(x(reach.high), x(reach.low) + 1), y, f"reach-line c{colour}"),
        svg.disc(x(reach.value), y, 1.6, f"family c{colour}", reach.hint),
    ]


def _with_key(
    shapes: list[str], dots: Sequence[Dot], numbers: Mapping[str, int], title: str, about: str
) -> str:
    """The drawing with the families' signs below it, column by column."""
    drawn = [family for family in numbers if any(dot.family == family for dot in dots)]
    rows, y = math.ceil(len(drawn) / KEY_COLUMNS), BOTTOM + 66
    for i, family in enumerate(drawn):
        at_x, at_y = LEFT - 40 + (WIDTH - 20) / KEY_COLUMNS * (i // rows), y + KEY_PITCH * (i % rows)
        shapes += [
            mark(numbers[family], at_x, at_y, 4.2),
            svg.text(at_x + 11, at_y + 4, shortened(family, 20)),
        ]
    height = y + KEY_PITCH * rows
    return svg.drawing(WIDTH, height, shapes, title=title, description=about, style="wide scatter")


def _grid(places: list[tuple[float, str]], *, across: bool) -> list[str]:
    if across:
        pieces = [(at, float(TOP), at, float(BOTTOM)) for at, _ in places]
        names = [svg.text(at, BOTTOM + 18, words, "muted", "middle") for at, words in places]
    else:
        pieces = [(float(LEFT), at, float(RIGHT), at) for at, _ in places]
        names = [svg.text(LEFT - 8, at + 4, words, "muted", "end") for at, words in places]
    return [svg.lines(pieces, "grid"), *names]


def _log_scale(values: Sequence[float], start: float, end: float) -> Scale:
    """The logarithms of positive values, with a little room at both ends."""
    low, high = math.log(min(values)), math.log(max(values))
    room = 0.06 * (high - low) + 0.05
    return Scale(low - room, high + room, start, end)


def _inside(scale: Scale) -> list[float]:
    """The numbers 1, 2 and 5 times a power of ten on a log scale; over many powers only 1 times."""
    low, high = math.exp(scale.low), math.exp(scale.high)
    steps = (1,) if high / low > MANY_POWERS else (1, 2, 5)
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    return [v for power in powers for step in steps if low <= (v := step * 10.0**power) <= high]
