"""What a few labelled photos of one's own are worth, and what learning them costs on the benchmark."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from fittingroom.measure.repeated import repeated_mean
from fittingroom.measure.seeds import OverSeeds, holm
from fittingroom.models.fine_tune import TUNING, Tuning
from fittingroom.studies.reality.asking import PreparedPhotos
from fittingroom.studies.reality.outcomes import Outcome
from fittingroom.studies.reality.photos import Question
from fittingroom.studies.reality.probed import of, right_in
from fittingroom.studies.reality.teaching import Lesson, Pool, School, halves, lesson, teach_all
from fittingroom.types import Dataset

AMOUNTS: tuple[int | None, ...] = (10, 50, None)
"""Photos of each label to learn from; None for all that the half has."""

PART = "photos of the other half"


@dataclass(frozen=True, slots=True, kw_only=True)
class Few:
    """What so many photos of each label bring (None: all of one half).

    photos: how many were learned, on average; accuracy on the other half's, gained: minus that without
    learning on the same photos, p after Holm; on_val: accuracy on the benchmark's val part afterwards,
    forgotten: minus that before.
    """

    amount: int | None
    photos: int
    accuracy: OverSeeds
    gained: OverSeeds
    p: float
    on_val: OverSeeds
    forgotten: OverSeeds


@dataclass(frozen=True, slots=True, kw_only=True)
class FewPhotos:
    """Nothing learned (before), and then more and more.

    recipes: the preparation that the first half chose and the second half was asked through, and the reverse.
    """

    recipes: tuple[str, str]
    before: OverSeeds
    each: tuple[Few, ...]


def few_photos(
    found: Sequence[Outcome],
    data: Dataset,
    question: Question,
    photos: PreparedPhotos,
    *,
    amounts: Sequence[int | None] = AMOUNTS,
    tuning: Tuning = TUNING,
    on: str = "cores",
    workers: int | None = None,
) -> FewPhotos | None:
    """Teach every seed of one network photos of one half of the senders, and ask it about the other half's.

    None where there are too few senders (photos, where nobody says who took them) to be halved.
    """
    reading = question.chart.readings[0]
    rows = np.isin(photos.labels, list(reading.right))
    groups, n = of(photos.groups, rows), int(rows.sum())
    half = halves(groups, n)
    if half is None:
        return None
    names = [recipe.name for recipe in question.recipes]
    right = {name: right_in(found, data, question, photos, name) for name in names}
    recipes = (_best(right, half == 0), _best(right, half == 1))
    pools = [
        Pool(
            images=photos.pictures[name][rows],
            accepts=reading.accepts(photos.labels[rows], data.card.classes),
            labels=photos.labels[rows],
            ids=photos.ids[rows],
            half=half,
        )
        for name in recipes
    ]
    teachers = tuple(zip(recipes, pools, strict=True))
    planned = _planned(found, question, rows, teachers, amounts=amounts, tuning=tuning)
    school = School(replay=data.part("train"), val=data.part("val"))
    said = dict(zip(planned, teach_all(list(planned.values()), school, on=on, workers=workers), strict=True))
    before = np.where(half == 1, right[recipes[0]], right[recipes[1]]).astype(float)
    val = school.val
    known = np.array([o.run.model.predict(val.images).argmax(axis=1) == val.labels for o in found], float)

    measured = []
    for amount in amounts:
        afterwards = [[said[amount, one.run.seed, teacher] for teacher in (0, 1)] for one in found]
        answered, on_val = _after(afterwards, pools, half)
        taught = [len(one.own) for (some, *_), one in planned.items() if some == amount]
        words = f"{'all' if amount is None else amount} photos of each label"
        measured.append(
            {
                "amount": amount,
                "photos": round(float(np.mean(taught))),
                "accuracy": repeated_mean(f"accuracy after {words}", answered, part=PART, groups=groups),
                "gained": repeated_mean(
                    f"gained by {words}", answered - before, part=PART, unit="points", groups=groups
                ),
                "on_val": repeated_mean(f"accuracy after {words}", on_val, part="val", groups=val.groups),
                "forgotten": repeated_mean(
                    f"change by {words}", on_val - known, part="val", unit="points", groups=val.groups
                ),
            }
        )
    ps = holm([one["gained"].p for one in measured])
    return FewPhotos(
        recipes=recipes,
        before=repeated_mean("accuracy, nothing learned", before, part=PART, groups=groups),
        each=tuple(Few(**one, p=float(p)) for one, p in zip(measured, ps, strict=True)),
    )


def _planned(
    found: Sequence[Outcome],
    question: Question,
    rows: np.ndarray,
    teachers: Sequence[tuple[str, Pool]],
    *,
    amounts: Sequence[int | None],
    tuning: Tuning,
) -> dict[tuple[int | None, int, int], Lesson]:
    """A lesson for each amount, seed and half that teaches: by those three.

    rows (n,) bool: the photos that are taught or asked about; teachers: each half's preparation and pool.
    """
    return {
        (amount, outcome.run.seed, teacher): lesson(
            pool,
            outcome.photos[question.name][name].scores[rows],
            run=outcome.run.folder,
            teacher=teacher,
            amount=amount,
            seed=outcome.run.seed,
            tuning=tuning,
        )
        for amount in amounts
        for outcome in found
        for teacher, (name, pool) in enumerate(teachers)
    }


def _after(
    said: Sequence[Sequence[Mapping[str, np.ndarray]]], pools: Sequence[Pool], half: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Right on the photos (s, n), each asked by the half that did not teach it, and on val (s, m).

    said: for each seed what it says after either half has taught it; on val that is the mean of both.
    """
    answered = np.empty((len(said), len(half)))
    for at, both in enumerate(said):
        for teacher, (pool, one) in enumerate(zip(pools, both, strict=True)):
            asked = half != teacher
            accepted = pool.accepts[asked]
            answered[at, asked] = accepted[np.arange(len(accepted)), one["scores"].argmax(axis=1)]
    return answered, np.array([np.mean([one["val"] for one in both], axis=0) for both in said])


def _best(right: Mapping[str, np.ndarray], rows: np.ndarray) -> str:
    return max(right, key=lambda name: right[name][:, rows].mean())
