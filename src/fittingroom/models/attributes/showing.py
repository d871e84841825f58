"""The progress of an epoch on standard error: a bar, or in a log a line now and then."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from tqdm import tqdm

from fittingroom.models.attributes.team import Team

LINE_EVERY_S = 30.0


class Bar(Protocol):
    """Something that is told how many images were learned."""

    def update(self, n: int, /) -> object: ...


class _Lines:
    """Lines with images/s and the time left of the epoch, for a log."""

    def __init__(self, title: str, total: int, done: int):
        self.title, self.total, self.done, self.first = title, total, done, done
        self.begun = self.told = time.monotonic()

    def update(self, n: int, /) -> None:
        """Count n more images; say so if the last line is some time ago."""
        self.done += n
        now = time.monotonic()
        if now - self.told >= LINE_EVERY_S:
            self.told = now
            rate = (self.done - self.first) / (now - self.begun)
            left = (self.total - self.done) / rate
            print(
                f"{self.title}: {self.done:,} of {self.total:,} images, {rate:,.0f} images/s, "
                f"{left:.0f} s left of the epoch",
                file=sys.stderr,
                flush=True,
            )


@contextmanager
def progress_bar(epochs: int, epoch: int, total: int, done: int, team: Team) -> Iterator[Bar]:
    """A bar for the images of an epoch, of which `done` were learned before; one process of a team has it."""
    title = f"epoch {epoch} of {epochs}"
    if not sys.stderr.isatty():
        yield _Lines(title, total if team.first else 0, done) if team.first else tqdm(disable=True)
        return
    with tqdm(
        total=total,
        initial=done,
        desc=title,
        unit=" images",
        unit_scale=True,
        leave=False,
        disable=not team.first,
    ) as bar:
        yield bar
