"""How people write the ten digits: points with names, and the strokes that lead through them.

A style is written as strokes, each the names of its points in the order of the pen; a curve runs smoothly
through them, and a corner is where one stroke ends and the next begins. x runs to the right, y downwards,
heights are 1. Styles of one digit share the points that they have in common: the same hand then writes them
alike, and what differs between two of its digits is the style alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass

Point = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class DigitStyle:
    """One way to write a digit; `name` is DIGIT/STYLE in words, `against` the style it is compared with."""

    name: str
    digit: int
    strokes: tuple[str, ...]
    against: str = ""


ZERO: Mapping[str, Point] = {
    "top": (0.32, 0.0),
    "upper left": (0.10, 0.15),
    "left": (0.0, 0.5),
    "lower left": (0.11, 0.86),
    "bottom": (0.32, 1.0),
    "lower right": (0.53, 0.84),
    "right": (0.62, 0.48),
    "upper right": (0.50, 0.12),
    "end": (0.28, 0.01),
    "slash above": (0.62, 0.04),
    "slash below": (0.02, 0.96),
}

ONE: Mapping[str, Point] = {
    "top": (0.0, 0.0),
    "middle": (0.0, 0.5),
    "bottom": (0.0, 1.0),
    "flag": (-0.27, 0.27),
    "foot left": (-0.24, 1.0),
    "foot right": (0.24, 1.0),
}

TWO: Mapping[str, Point] = {
    "start": (0.04, 0.22),
    "top": (0.30, 0.0),
    "right": (0.56, 0.24),
    "waist": (0.36, 0.62),
    "corner": (0.0, 0.98),
    "base": (0.32, 0.97),
    "end": (0.66, 0.98),
    "loop low": (0.05, 0.97),
    "loop left": (-0.05, 0.86),
    "loop over": (0.12, 0.79),
    "loop out": (0.36, 0.96),
    "loop end": (0.68, 0.90),
}

THREE: Mapping[str, Point] = {
    "start": (0.04, 0.14),
    "top": (0.30, 0.0),
    "upper right": (0.53, 0.20),
    "waist": (0.24, 0.46),
    "lower right": (0.60, 0.72),
    "bottom": (0.28, 1.0),
    "end": (0.0, 0.86),
    "bar left": (0.04, 0.01),
    "bar right": (0.56, 0.0),
    "fold": (0.22, 0.42),
}

FOUR: Mapping[str, Point] = {
    "left": (0.08, 0.02),
    "side": (0.03, 0.32),
    "elbow": (0.05, 0.58),
    "right": (0.66, 0.55),
    "stem top": (0.48, 0.10),
    "stem": (0.47, 0.55),
    "stem bottom": (0.44, 1.0),
    "apex": (0.47, 0.0),
    "low elbow": (0.0, 0.66),
    "low right": (0.68, 0.64),
}

FIVE: Mapping[str, Point] = {
    "bar right": (0.58, 0.0),
    "bar left": (0.12, 0.02),
    "neck": (0.08, 0.42),
    "bulge": (0.36, 0.38),
    "right": (0.59, 0.66),
    "bottom": (0.30, 1.0),
    "end": (0.0, 0.90),
}

SIX: Mapping[str, Point] = {
    "start": (0.47, 0.0),
    "side": (0.14, 0.36),
    "left": (0.0, 0.72),
    "bottom": (0.26, 1.0),
    "right": (0.54, 0.77),
    "middle": (0.32, 0.54),
    "end": (0.04, 0.72),
}

SEVEN: Mapping[str, Point] = {
    "left": (0.0, 0.04),
    "right": (0.58, 0.0),
    "middle": (0.37, 0.45),
    "bottom": (0.22, 1.0),
    "cross left": (0.12, 0.52),
    "cross right": (0.60, 0.48),
}

EIGHT: Mapping[str, Point] = {
    "start": (0.50, 0.13),
    "top": (0.28, 0.0),
    "upper left": (0.06, 0.22),
    "cross": (0.28, 0.47),
    "lower right": (0.54, 0.76),
    "bottom": (0.27, 1.0),
    "lower left": (0.01, 0.77),
    "cross again": (0.29, 0.46),
    "upper right": (0.53, 0.20),
    "end": (0.44, 0.04),
}

NINE: Mapping[str, Point] = {
    "right": (0.54, 0.20),
    "top": (0.30, 0.0),
    "left": (0.01, 0.26),
    "low": (0.24, 0.50),
    "join": (0.53, 0.24),
    "tail side": (0.55, 0.60),
    "tail low": (0.40, 0.92),
    "tail end": (0.08, 0.98),
    "stem": (0.53, 0.60),
    "stem end": (0.50, 1.0),
}

POINTS = (ZERO, ONE, TWO, THREE, FOUR, FIVE, SIX, SEVEN, EIGHT, NINE)
"""The points of each digit, by its value."""


_ROUND = "top, upper left, left, lower left, bottom, lower right, right, upper right, end"
_STEM = "top, middle, bottom"
_HEAD = "start, top, right, waist"
_BELLY = "waist, lower right, bottom, end"
_BOWL = "right, top, left, low, join"

STYLES = (
    DigitStyle(name="zero/plain", digit=0, strokes=(_ROUND,)),
    DigitStyle(
        name="zero/slash", digit=0, strokes=(_ROUND, "slash above, slash below"), against="zero/plain"
    ),
    DigitStyle(name="one/plain", digit=1, strokes=(_STEM,)),
    DigitStyle(name="one/flag", digit=1, strokes=("flag, top", _STEM), against="one/plain"),
    DigitStyle(name="one/foot", digit=1, strokes=(_STEM, "foot left, foot right"), against="one/plain"),
    DigitStyle(
        name="one/flag+foot",
        digit=1,
        strokes=("flag, top", _STEM, "foot left, foot right"),
        against="one/plain",
    ),
    DigitStyle(name="two/plain", digit=2, strokes=(f"{_HEAD}, corner", "corner, base, end")),
    DigitStyle(
        name="two/loop",
        digit=2,
        strokes=(f"{_HEAD}, loop low, loop left, loop over, loop out, loop end",),
        against="two/plain",
    ),
    DigitStyle(name="three/round", digit=3, strokes=("start, top, upper right, waist", _BELLY)),
    DigitStyle(
        name="three/flat top",
        digit=3,
        strokes=("bar left, bar right", "bar right, fold", "fold, lower right, bottom, end"),
        against="three/round",
    ),
    DigitStyle(
        name="four/open",
        digit=4,
        strokes=("left, side, elbow", "elbow, right", "stem top, stem, stem bottom"),
    ),
    DigitStyle(
        name="four/closed",
        digit=4,
        strokes=("apex, low elbow", "low elbow, low right", "apex, stem, stem bottom"),
        against="four/open",
    ),
    DigitStyle(
        name="five/plain",
        digit=5,
        strokes=("bar right, bar left", "bar left, neck", "neck, bulge, right, bottom, end"),
    ),
    DigitStyle(name="six/plain", digit=6, strokes=("start, side, left, bottom, right, middle, end",)),
    DigitStyle(name="seven/plain", digit=7, strokes=("left, right", "right, middle, bottom")),
    DigitStyle(
        name="seven/crossed",
        digit=7,
        strokes=("left, right", "right, middle, bottom", "cross left, cross right"),
        against="seven/plain",
    ),
    DigitStyle(
        name="eight/plain",
        digit=8,
        strokes=(
            "start, top, upper left, cross, lower right, bottom, lower left, cross again, upper right, end",
        ),
    ),
    DigitStyle(name="nine/straight", digit=9, strokes=(_BOWL, "right, stem, stem end")),
    DigitStyle(
        name="nine/curved",
        digit=9,
        strokes=(_BOWL, "right, tail side, tail low, tail end"),
        against="nine/straight",
    ),
)
"""Every style, by digit; the first of each digit is the one that the others are compared with."""


def plain(digit: int) -> DigitStyle:
    """The style of a digit that its others are compared with."""
    return next(style for style in STYLES if style.digit == digit)
