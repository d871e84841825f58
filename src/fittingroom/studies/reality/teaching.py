"""Teaching networks a few photos of one half of the senders, to ask them about the other half's.

Both halves teach, each for the other, so that every photo is asked about once. How photos are prepared is
chosen on the half that teaches, before anything is learned: nothing is chosen on what is reported.
"""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from fittingroom.errors import InputError
from fittingroom.files import fingerprint
from fittingroom.jobs import Job, run_jobs
from fittingroom.models.fine_tune import Tuning, fine_tune
from fittingroom.models.fitted import load
from fittingroom.studies.kept import kept
from fittingroom.studies.side_by_side import digest
from fittingroom.types import Part

LEAST_GROUPS = 8
"""Groups below which halves are too unlike to stand for each other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """Photos that can be learned and asked about, as one preparation made them.

    images (n, s, s) uint8; accepts (n, k) bool, the classes that are right for each; labels, ids: (n,)
    text; half: (n,) of 0 and 1.
    """

    images: np.ndarray
    accepts: np.ndarray
    labels: np.ndarray
    ids: np.ndarray
    half: np.ndarray


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """What the network in a run's folder learns, `own`, and the photos (n, s, s) it is asked about then."""

    run: Path
    seed: int
    own: Part
    asked: np.ndarray
    tuning: Tuning

    @property
    def name(self) -> str:
        """Names what decides the answers; the folder of the run names the rest."""
        what = fingerprint(self.own.images, self.own.labels, self.asked)
        return f"taught-{len(self.own)}-{digest([what, self.seed, dataclasses.asdict(self.tuning)])}"

    @property
    def path(self) -> Path:
        return self.run / f"{self.name}.npz"


@dataclass(frozen=True, slots=True)
class School:
    """What every lesson needs: the benchmark to rehearse, and its val part, to see what is forgotten."""

    replay: Part
    val: Part


def halves(groups: np.ndarray | None, n: int) -> np.ndarray | None:
    """Which half each photo is in, (n,) of 0 and 1: whole groups, the largest first to the smaller half.

    None with fewer than LEAST_GROUPS groups, or photos where there are no groups.
    """
    names, number = np.unique(np.arange(n) if groups is None else groups, return_inverse=True)
    if len(names) < LEAST_GROUPS:
        return None
    sizes, order = np.bincount(number), np.random.default_rng(0).permutation(len(names))
    side, filled = np.zeros(len(names), np.int64), [0, 0]
    for group in order[np.argsort(-sizes[order], kind="stable")]:
        smaller = int(filled[1] < filled[0])
        side[group] = smaller
        filled[smaller] += int(sizes[group])
    return side[number]


def lesson(
    pool: Pool, scores: np.ndarray, *, run: Path, teacher: int, amount: int | None, seed: int, tuning: Tuning
) -> Lesson:
    """Some photos of each label from the half `teacher`, and those of the other half to ask about.

    scores: (n, k), what the network says of the pool before it learns: a label with several right classes is
    taught as the one of them that the network finds likeliest. Smaller amounts are part of larger ones.
    """
    rng = np.random.default_rng((seed, teacher))
    taught = []
    for label in np.unique(pool.labels):
        own = rng.permutation(np.flatnonzero((pool.labels == label) & (pool.half == teacher)))
        taught += own[:amount].tolist()
    rows = np.array(sorted(taught), np.int64)
    meant = np.where(pool.accepts, scores, -1.0).argmax(axis=1)
    return Lesson(
        run=run,
        seed=seed,
        own=Part("own photos", pool.images[rows], meant[rows], pool.ids[rows]),
        asked=pool.images[pool.half != teacher],
        tuning=tuning,
    )


def teach_all(
    lessons: Sequence[Lesson], school: School, *, on: str, workers: int | None
) -> list[dict[str, np.ndarray]]:
    """The answers after each lesson: "scores" (n, k) of the photos asked about, "val" (m,) bool right ones.

    Lessons run side by side; the answers are on disk as soon as they are there, and found again.
    """
    missing = {lesson.name: lesson for lesson in lessons if not lesson.path.is_file()}
    jobs = [
        Job(
            name=lesson.name,
            call=teach,
            arguments=(dataclasses.replace(lesson, run=lesson.run.absolute()),),
        )
        for lesson in missing.values()
    ]
    finished = len(lessons) - len(missing)
    for one in run_jobs(jobs, shared=school, on=on, workers=workers, what="lessons", finished=finished):
        if one.failure:
            raise InputError(f"a network could not learn the photos: {one.failure}")
        kept(missing[one.job.name].path, lambda one=one: one.value)
    return [kept(lesson.path, lambda: {}) for lesson in lessons]


def teach(school: School, lesson: Lesson) -> dict[str, np.ndarray]:
    """One lesson, in a process of its own, with one thread."""
    tuned = fine_tune(load(lesson.run), lesson.own, school.replay, lesson.tuning, seed=lesson.seed, threads=1)
    val = tuned.predict(school.val.images).argmax(axis=1) == school.val.labels
    return {"scores": tuned.predict(lesson.asked), "val": val}
