"""What a person sees while jobs run: how many are done, which run now, and how long it will take."""

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from tqdm import tqdm

LINE_EVERY_S = 10.0
NAMES = 4


@dataclass(frozen=True, slots=True)
class Pace:
    """The cost and the seconds of one job: so far, if it runs."""

    cost: float
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How far a run is; `left_s` and `rate`, the cost that is worked off a second, are None while nobody can
    know."""

    done: int
    total: int
    running: Sequence[str]
    left_s: float | None
    rate: float | None = None


def seconds_left(
    finished: Sequence[Pace], running: Sequence[Pace], waiting: Sequence[float], *, workers: int
) -> float | None:
    """Wall seconds until the last job ends, or None as long as none has finished.

    A worker's speed is the cost that the finished jobs had per second of theirs. What remains is shared
    by the workers, but cannot end before the longest single job does.
    """
    worked = sum(pace.seconds for pace in finished)
    if not worked:
        return None
    speed = sum(pace.cost for pace in finished) / worked
    remaining = [max(0.0, pace.cost - speed * pace.seconds) for pace in running] + list(waiting)
    return max(sum(remaining) / workers, max(remaining, default=0.0)) / speed


def in_words(seconds: float) -> str:
    """A duration as one says it: 40 s, 34 min, 2.5 h."""
    if seconds < 90:
        return f"{max(seconds, 1):.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 90 * 60 else f"{seconds / 3600:.1f} h"


def say(text: str) -> None:
    """Print a message on standard error, above the bar if there is one."""
    tqdm.write(text, file=sys.stderr)


@contextmanager
def shown(what: str, *, total: int, finished: int, unit: str = "") -> Iterator[Callable[[Standing], None]]:
    """Yield the function to call with each new standing, about every second: a bar, or lines in a log.

    unit: what costs count ("images"), if how many of it are done a second is to be shown.
    `finished` of the `total` were there before. A log gets a line for each job that ends, but at most
    one in ten seconds, and one for the last.
    """
    if not sys.stderr.isatty():
        if finished:
            say(f"{finished} of {total} {what} already there")
        yield _lines(what, unit)
        return
    frame = "{percentage:3.0f}%|{bar:20}| {n_fmt} of {total_fmt} {desc}"
    with tqdm(total=total, initial=finished, bar_format=frame, dynamic_ncols=True) as bar:

        def move(standing: Standing) -> None:
            there = f" ({finished} already there)" if finished else ""
            bar.set_description_str(f"{what} done{there}{_rest(standing, unit)}", refresh=False)
            bar.n = standing.done
            bar.refresh()

        yield move


def _lines(what: str, unit: str) -> Callable[[Standing], None]:
    told_at = -LINE_EVERY_S
    told: int | None = None

    def tell(standing: Standing) -> None:
        nonlocal told_at, told
        now = time.monotonic()
        news = told is not None and standing.done != told
        if told is None:
            told = standing.done
        if news and (now - told_at >= LINE_EVERY_S or standing.done == standing.total):
            told, told_at = standing.done, now
            say(f"{standing.done} of {standing.total} {what} done{_rest(standing, unit)}")

    return tell


def _rest(standing: Standing, unit: str) -> str:
    rate = f", {standing.rate:,.0f} {unit}/s" if unit and standing.rate else ""
    if not standing.running:
        return rate
    left = "" if standing.left_s is None else f", {in_words(standing.left_s)} left"
    names = ", ".join(standing.running[:NAMES])
    more = f" and {len(standing.running) - NAMES} more" if len(standing.running) > NAMES else ""
    return f"{rate}{left}; running: {names}{more}"
