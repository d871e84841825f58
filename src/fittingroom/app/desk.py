"""One desk where all arithmetic is done, one question after the other, and a short queue before it.

A model asked by two threads at once answers neither sooner. Who finds the queue full is told when to
come again, so that two hundred questions at once cost no more memory than sixteen.
"""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from fittingroom.app.safety import Refused

PLACES = 16
RETRY_AFTER_S = 1


@dataclass(slots=True)
class Desk:
    """A worker thread and how many are waiting for it; used from one event loop."""

    places: int = PLACES
    taken: int = 0
    worker: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "fittingroom"))

    @contextmanager
    def place(self) -> Iterator[None]:
        """A place in the queue, to be had before a body is read; raises Refused with status 503 if full."""
        if self.taken >= self.places:
            raise Refused(
                503,
                f"{self.taken} questions are waiting already; ask again in a moment",
                retry_after_s=RETRY_AFTER_S,
            )
        self.taken += 1
        try:
            yield
        finally:
            self.taken -= 1

    async def work(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """function(*arguments), computed on the worker thread when its turn comes."""
        return await asyncio.get_running_loop().run_in_executor(self.worker, function, *arguments)

    def close(self) -> None:
        """Drop what has not begun; what has begun ends."""
        self.worker.shutdown(wait=True, cancel_futures=True)
