"""Digits drawn as strokes, with the style of each known: ones with a flag, crossed sevens, open fours.

What a benchmark does not hold it cannot measure. Here every hand writes every style with its own slant,
proportions and tremble, and again with a thin and a thick pen, so that two pictures of one hand differ in
the one thing that is asked about. The pictures are simulated: no person wrote them.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np

from fittingroom.errors import InputError
from fittingroom.simulate.digit_styles import POINTS, STYLES, DigitStyle, plain
from fittingroom.simulate.frame import BOX_PX, centred
from fittingroom.simulate.strokes import STEP_PX, in_box, inked
from fittingroom.types import Part

PENS_PX = {"medium": 2.6, "thin": 1.4, "thick": 4.2}
"""Typical widths; the strokes of MNIST are 1.8 to 3.5 wide in 90 of 100 digits (measured on 1,000)."""

HANDS = 200
"""Hands that write every style, unless told otherwise."""

MOST_POINTS = max(len(points) for points in POINTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hands:
    """How n people write: what each does to every digit.

    shear, turn (radians), stretch (width over height) and pen (width, as a factor): (n,) each; bend: (n, 4),
    how a sheet of paper would be bent under the digit; tremble: (n, 10, MOST_POINTS, 2), how far each point
    of each digit is missed, in heights.
    """

    shear: np.ndarray
    turn: np.ndarray
    stretch: np.ndarray
    pen: np.ndarray
    bend: np.ndarray
    tremble: np.ndarray

    def __len__(self) -> int:
        return len(self.shear)


def draw_hands(n: int, *, rng: np.random.Generator) -> Hands:
    """Draw n hands; the first of many are those of few with the same generator, one after another."""
    if n < 1:
        raise InputError(f"digits are drawn by 1 hand or more, asked for {n}")
    drawn = rng.normal(size=(n, 8 + 10 * MOST_POINTS * 2))
    return Hands(
        shear=-0.12 + 0.2 * drawn[:, 0],
        turn=0.05 * drawn[:, 1],
        stretch=np.exp(0.13 * drawn[:, 2]),
        pen=np.exp(0.1 * drawn[:, 3]),
        bend=0.13 * drawn[:, 4:8],
        tremble=0.028 * drawn[:, 8:].reshape(n, 10, MOST_POINTS, 2),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnDigits:
    """Drawn pictures and their truth.

    part: images (n, 28, 28) uint8 light on dark, labels, ids, and as groups the hands, whose pictures are
    not independent. styles: (n,) names as in `digit_styles.STYLES`; pens: (n,) of PENS_PX; widths_px: (n,).
    """

    part: Part
    styles: np.ndarray
    pens: np.ndarray
    widths_px: np.ndarray

    def __len__(self) -> int:
        return len(self.part)


def drawn_digits(*, hands: int = HANDS, rng: np.random.Generator) -> DrawnDigits:
    """Let every hand write every style with a medium pen, and the plain ones with a thin and a thick pen.

    39 pictures a hand, in the order of pens and styles, all hands of one style after each other.
    """
    writers = draw_hands(hands, rng=rng)
    wanted = [(style, "medium") for style in STYLES]
    wanted += [(plain(digit), pen) for pen in ("thin", "thick") for digit in range(10)]
    hand = np.tile(np.arange(hands), len(wanted))
    styles = np.repeat([style.name for style, _ in wanted], hands)
    pens = np.repeat([pen for _, pen in wanted], hands)
    ids = [f"{style}/{pen}/hand-{i:04d}" for style, pen, i in zip(styles, pens, hand, strict=True)]
    return DrawnDigits(
        part=Part(
            name="drawn digits",
            images=np.concatenate([draw(style, writers, pen=pen) for style, pen in wanted]),
            labels=np.repeat([style.digit for style, _ in wanted], hands).astype(np.int64),
            ids=np.array(ids),
            groups=hand,
        ),
        styles=styles,
        pens=pens,
        widths_px=np.concatenate([PENS_PX[pen] * writers.pen for _, pen in wanted]),
    )


def draw(style: DigitStyle, hands: Hands, *, pen: str = "medium") -> np.ndarray:
    """One picture of a style by each hand, (n, 28, 28) uint8, in MNIST's frame."""
    if pen not in PENS_PX:
        raise InputError(f"the pens are {', '.join(PENS_PX)}, asked for {pen!r}")
    radii = PENS_PX[pen] * hands.pen / 2
    missed = hands.tremble[:, style.digit, : len(POINTS[style.digit])]
    points = written(_places(style.digit) + missed, hands)
    return centred(inked(in_box(_curves(style) @ points, radii), radii))


def written(points: np.ndarray, hands: Hands) -> np.ndarray:
    """Points (n, p, 2) in heights, as these hands put them down: bent, stretched, turned, slanted."""
    x, y = points[..., 0] - 0.3, points[..., 1] - 0.5
    a, b, c, d = (bend[:, None] for bend in hands.bend.T)
    x, y = x + a * y * y + b * x * y, y + c * x * x + d * x * y
    x = x * hands.stretch[:, None]
    cosine, sine = np.cos(hands.turn)[:, None], np.sin(hands.turn)[:, None]
    x, y = cosine * x - sine * y, sine * x + cosine * y
    return np.stack([x + hands.shear[:, None] * y, y], axis=-1)


def _places(digit: int) -> np.ndarray:
    return np.array(list(POINTS[digit].values()))


@cache
def _curves(style: DigitStyle) -> np.ndarray:
    """The matrix that leads from a digit's points to the dots of its strokes, (dots, points).

    A stroke is the natural cubic spline through its points, which is linear in them: one product then draws
    a style for all hands. Dots are evenly spaced on the stroke as it is without any hand.
    """
    from scipy.interpolate import CubicSpline

    places, names = _places(style.digit), list(POINTS[style.digit])
    strokes = []
    for stroke in style.strokes:
        through = [names.index(name) for name in stroke.split(", ")]
        ends = places[through]
        at = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(ends, axis=0).T))])
        spline = CubicSpline(at, np.eye(len(names))[through], bc_type="natural")
        fine = np.linspace(0, at[-1], 500)
        length = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(spline(fine) @ places, axis=0).T))])
        dots = max(2, round(length[-1] * BOX_PX / STEP_PX))
        strokes.append(spline(np.interp(np.linspace(0, length[-1], dots), length, fine)))
    return np.concatenate(strokes)
