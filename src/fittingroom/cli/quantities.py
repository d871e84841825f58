"""Numbers, durations and sizes as people write them on a command line: 3, 2h, 45min, 16GB."""

import argparse
import re

SECONDS = {"s": 1, "sec": 1, "m": 60, "min": 60, "h": 3600, "d": 86_400}
BYTES = {"B": 1, "KB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12}


def count(text: str) -> int:
    """The type of a number of things: whole, at least 1."""
    if not (text.isascii() and text.isdigit() and int(text) > 0):
        raise argparse.ArgumentTypeError(f"give a whole number of at least 1, got {text!r}")
    return int(text)


def duration(text: str) -> float:
    """Seconds of `90`, `90s`, `45min`, `2h` or `1.5d`."""
    return _quantity(text, SECONDS, "a duration is written as in 90s, 45min or 2h", plain="s")


def size(text: str) -> int:
    """Bytes of `800MB` or `16GB`."""
    return int(_quantity(text, BYTES, "a size is written as in 800MB or 16GB", plain="B"))


def _quantity(text: str, units: dict[str, int], advice: str, *, plain: str) -> float:
    parts = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([a-zA-Z]*)", text.strip())
    known = {name.lower(): factor for name, factor in units.items()}
    unit = (parts[2] or plain).lower() if parts else ""
    if parts is None or unit not in known or float(parts[1]) == 0:
        raise argparse.ArgumentTypeError(f"{advice}, got {text!r}")
    return float(parts[1]) * known[unit]
