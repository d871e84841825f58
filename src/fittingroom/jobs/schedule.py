"""Which jobs wait, which run and which have ended; the same wherever they run."""

import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from fittingroom.jobs.job import Job, Outcome, Place
from fittingroom.jobs.progress import Pace, Standing, seconds_left


@dataclass(frozen=True, slots=True)
class Schedule:
    """The course of one run; jobs start in the order in which they stand.

    waiting: numbers of the jobs that have not begun; begun: number -> when, for those that run now;
    paces: what the jobs that ended well took.
    """

    jobs: Sequence[Job]
    waiting: deque[int] = field(default_factory=deque)
    begun: dict[int, float] = field(default_factory=dict)
    paces: list[Pace] = field(default_factory=list)

    def __post_init__(self):
        self.waiting.extend(range(len(self.jobs)))

    def fill(self, place: Place) -> None:
        """Start as many jobs as the place has free workers and memory for.

        None overtakes one that waits for memory, or a large one would wait for ever; alone each may run.
        """
        while self.waiting and len(self.begun) < place.workers:
            if self.begun and place.memory_bytes is not None:
                taken = sum(self.jobs[number].memory_bytes for number in [*self.begun, self.waiting[0]])
                if taken > place.memory_bytes:
                    return
            number = self.waiting.popleft()
            place.start(number, self.jobs[number])
            self.begun[number] = time.monotonic()

    def end(self, number: int, outcome: Outcome) -> None:
        """Note that a job has ended."""
        del self.begun[number]
        if outcome.error is None and outcome.failure is None:  # how fast a job fails says nothing of the rest
            self.paces.append(Pace(self.jobs[number].cost, outcome.seconds))

    def standing(self, *, finished: int, workers: int) -> Standing:
        """How far the run is, with `finished` jobs that were done before it."""
        now = time.monotonic()
        left_s = seconds_left(
            self.paces,
            [Pace(self.jobs[number].cost, now - when) for number, when in self.begun.items()],
            [self.jobs[number].cost for number in self.waiting],
            workers=workers,
        )
        seconds = sum(pace.seconds for pace in self.paces)
        return Standing(
            done=finished + len(self.jobs) - len(self.waiting) - len(self.begun),
            total=finished + len(self.jobs),
            running=[self.jobs[number].name for number in self.begun],
            left_s=left_s,
            rate=workers * sum(pace.cost for pace in self.paces) / seconds if seconds else None,
        )
