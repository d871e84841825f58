"""Numbers as people read them: the only place where a fraction becomes a percentage.

Spaces inside a number are narrow no-break spaces, so that no line breaks between 10 and 000.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from fittingroom.types import Measurement

THIN = "\N{NARROW NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
NOTHING = "\N{EN DASH}"

ColumnKind = Literal[
    "text", "link", "word", "rate", "points", "spread", "count", "counts", "number", "p", "measured"
]
"""How a table prints a column.

link: words, and the name of the figure that they lead to ("" for none). word: none, mild, strong or
memorising, with its mark. rate, points (signed) and spread (a standard deviation) are fractions, printed as
hundredths. counts: several, as one per seed. p: a p-value. measured: a Measurement with its interval.
"""


def known(m: Measurement) -> bool:
    """Whether there is a number at all: a share of no rows is none, whatever its value."""
    return m.n > 0 and math.isfinite(m.value)


def count(n: int) -> str:
    """10000 -> '10 000'."""
    return f"{n:,}".replace(",", THIN).replace("-", MINUS)


def counted(n: int, noun: str) -> str:
    """1, 'image' -> '1 image'; 2, 'image' -> '2 images'."""
    return f"{count(n)} {noun}" if n == 1 else f"{count(n)} {noun}s"


def enumerated(words: Sequence[str]) -> str:
    """('a', 'b', 'c') -> 'a, b and c'."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def times(n: int) -> str:
    """1 -> 'once', 2 -> 'twice', 3 -> '3 times'."""
    return {1: "once", 2: "twice"}.get(n, f"{count(n)} times")


def decimals(x: float, digits: int = 1) -> str:
    """A decimal number with a true minus sign; never a negative zero; a dash if it is not finite."""
    if not math.isfinite(x):
        return NOTHING
    text = f"{x:.{digits}f}"
    if float(text) == 0:
        text = text.lstrip("-")
    return text.replace("-", MINUS)


def percent(x: float, digits: int = 1) -> str:
    """0.925 -> '92.5 %'. What is not 0 or 1 is never printed as 0 or 100 %: 0.99999 -> '>99.99 %'."""
    return f"{_hundredfold(x, digits)}{THIN}%" if math.isfinite(x) else NOTHING


def _hundredfold(x: float, digits: int) -> str:
    if min(abs(x), abs(1 - x)) < 1e-9:  # the ends of a Wilson interval miss 0 and 1 by rounding alone
        return str(round(100 * x))
    while round(100 * x, digits) in (0, 100):
        digits += 1
    if digits > 2:
        return ">99.99" if x > 0.5 else f"{'' if x > 0 else MINUS}<0.01"
    return decimals(100 * x, digits)


def points(difference: float, digits: int = 1) -> str:
    """0.012 -> '+1.2 points': a difference of two percentages."""
    return f"{signed(100 * difference, digits)} points"


def signed(x: float, digits: int = 1) -> str:
    """1.2 -> '+1.2'; zero has no sign; a dash if it is not finite."""
    text = decimals(x, digits)
    return f"+{text}" if math.isfinite(x) and not text.startswith(MINUS) and float(text) else text


def value(m: Measurement) -> str:
    """The number of a measurement in its unit: '92.5 %', '+1.2 points', '0.214'; a dash if unknown."""
    if not known(m):
        return NOTHING
    match m.unit:
        case "rate":
            return percent(m.value, _digits(m))
        case "points":
            return points(m.value, _digits(m))
        case "signed number":
            return signed(m.value, 3)
        case _:
            return decimals(m.value, 3)


def interval(m: Measurement) -> str:
    """The interval of a measurement: '[92.0, 93.0]' in percent or points, '' where there is none."""
    if not known(m) or m.low is None or m.high is None:
        return ""
    match m.unit:
        case "rate":
            low, high = _hundredfold(m.low, _digits(m)), _hundredfold(m.high, _digits(m))
        case "points":
            low, high = signed(100 * m.low, _digits(m)), signed(100 * m.high, _digits(m))
        case "signed number":
            low, high = signed(m.low, 3), signed(m.high, 3)
        case _:
            low, high = decimals(m.low, 3), decimals(m.high, 3)
    return f"[{low}, {high}]"


def measured(m: Measurement) -> str:
    """A measurement with its interval: '92.5 % [92.0, 93.0]'."""
    return f"{value(m)} {interval(m)}".rstrip()


def _digits(m: Measurement) -> int:
    """Decimals of a percentage: a second one only where the interval is narrow enough to mean it."""
    return 2 if m.low is not None and m.high is not None and 0 < m.high - m.low < 0.002 else 1


def p_value(p: float) -> str:
    """0.0312 -> '0.031'; below a thousandth only the bound is worth reading: '<0.001'."""
    return "<0.001" if p < 0.001 else f"{p:.2g}"


def seconds(s: float) -> str:
    """A duration: '4.2 s', '2 min 3 s', '1 h 5 min'."""
    if s < 10:
        return f"{s:.1f}{THIN}s"
    whole = round(s)
    if whole < 60:
        return f"{whole}{THIN}s"
    if whole < 3600:
        return f"{whole // 60}{THIN}min {whole % 60}{THIN}s"
    return f"{whole // 3600}{THIN}h {whole % 3600 // 60}{THIN}min"


def anything(x: Any) -> str:
    """Any JSON value in one short line, for the numbers behind a finding; long lists are cut."""
    match x:
        case None:
            words = NOTHING
        case bool():
            words = "yes" if x else "no"
        case int():
            words = count(x)
        case float():
            words = _plain(x)
        case Mapping():
            words = _shortened([f"{key} {anything(entry)}" for key, entry in x.items()])
        case list() | tuple():
            words = _shortened([anything(entry) for entry in x])
        case _:
            words = str(x)
    return words


def _plain(x: float) -> str:
    if not math.isfinite(x):
        return NOTHING
    if x.is_integer() and abs(x) < 1e15:
        return count(int(x))
    text = f"{x:.4g}"
    return text.replace("-", MINUS)


def _shortened(entries: list[str], most: int = 5) -> str:
    if not entries:
        return "none"
    rest = len(entries) - most
    return ", ".join(entries[:most]) + (f" and {count(rest)} more" if rest > 0 else "")


def spread(deviation: float) -> str:
    """0.0015 -> '± 0.15': a standard deviation of rates in points, finer where it is small."""
    return f"±{THIN}{decimals(100 * deviation, 2 if 100 * deviation < 0.995 else 1)}"


def cell(x: Any, kind: ColumnKind) -> str:
    """A table cell by the kind of its column; what is missing or not defined is a dash."""
    if _missing(x):
        return NOTHING
    match kind:
        case "rate":
            words = percent(x)
        case "points":
            words = signed(100 * x)
        case "spread":
            words = spread(x)
        case "count":
            words = count(int(x))
        case "counts":
            words = ", ".join(cell(entry, "count") for entry in x)
        case "number":
            words = decimals(x, 3)
        case "p":
            words = p_value(x)
        case "measured":
            words = measured(x)
        case "link":
            words = str(x[0])
        case _:
            words = str(x)
    return words


def _missing(x: Any) -> bool:
    return x is None or (isinstance(x, float) and math.isnan(x))
