"""Halves of senders, lessons, and what a few photos change: planted, so that it must show."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from fittingroom.data.image_folder import Listing
from fittingroom.models.convnet import Params
from fittingroom.models.fine_tune import Tuning
from fittingroom.studies import side_by_side
from fittingroom.studies.reality import teaching
from fittingroom.studies.reality.arms import DEFAULT
from fittingroom.studies.reality.asking import PreparedPhotos
from fittingroom.studies.reality.few import few_photos
from fittingroom.studies.reality.outcomes import Outcome, Said
from fittingroom.studies.reality.photos import Question
from fittingroom.studies.reality.preparations import recipes_for
from fittingroom.studies.reality.runs import Run, plan, train
from fittingroom.studies.reality.teaching import Pool, halves, lesson
from fittingroom.types import Dataset
from tests.jobs.at_once import at_once
from tests.studies.reality.probed import chart

SMALL = Params(widths=(8, 12), epochs=4, evaluated=60, shift=1)
QUICKLY = Tuning(steps=60)
NAMES = np.array(["oben", "rechts", "unten"])


@pytest.fixture(autouse=True)
def here_and_now(monkeypatch) -> list[str]:
    """No processes; the names of the jobs that were asked for, as they come."""
    asked: list[str] = []

    def noted(jobs, **keywords):
        asked.extend(job.name for job in jobs)
        return at_once(jobs, shared=keywords["shared"])

    monkeypatch.setattr(side_by_side, "run_jobs", noted)
    monkeypatch.setattr(teaching, "run_jobs", noted)
    return asked


def test_halves_hold_whole_groups_and_are_about_equal():
    groups = np.repeat(np.arange(20), np.arange(1, 21))
    half = halves(groups, len(groups))
    assert half is not None
    for group in range(20):
        assert len(set(half[groups == group])) == 1
    assert abs(int(half.sum()) - len(half) / 2) <= 20
    np.testing.assert_array_equal(half, halves(groups, len(groups)))


def test_without_groups_photos_are_halved_and_too_few_are_not():
    half = halves(None, 30)
    assert half is not None
    assert half.sum() == 15
    assert halves(None, 7) is None
    assert halves(np.repeat([0, 1], 50), 100) is None


def test_a_lesson_is_of_one_half_and_asks_about_the_other(rng):
    n = 60
    pool = Pool(
        images=rng.integers(0, 255, (n, 12, 12)).astype(np.uint8),
        accepts=np.eye(3, dtype=bool)[np.arange(n) % 3] | np.array([False, True, True]),
        labels=NAMES[np.arange(n) % 3],
        ids=np.arange(n).astype(str),
        half=np.arange(n) // 30,
    )
    scores = np.tile([0.5, 0.2, 0.3], (n, 1))

    def learned(amount: int | None):
        return lesson(pool, scores, run=Path(), teacher=0, amount=amount, seed=1, tuning=QUICKLY)

    few, more, everything = learned(2), learned(5), learned(None)
    assert [len(one.own) for one in (few, more, everything)] == [6, 15, 30]
    assert set(few.own.ids) < set(more.own.ids) < set(everything.own.ids)
    assert set(everything.own.ids) == set(pool.ids[:30])
    np.testing.assert_array_equal(few.asked, pool.images[30:])
    # of the right classes the likeliest: 0 where it is right, else 2 before 1
    known = dict(zip(everything.own.ids, everything.own.labels, strict=True))
    assert {known[str(row)] for row in range(0, 30, 3)} == {0}
    assert {known[str(row)] for row in range(1, 30, 3)} == {2}
    assert len({few.name, more.name, everything.name}) == 3


def negatives(squares: Dataset, of: int = 90) -> PreparedPhotos:
    """Negatives of val as photos of ten senders: a network that knows bright squares fails on them."""
    part = squares.part("val")
    rows = np.arange(of) % len(part)
    images = (255 - part.images[rows]).astype(np.uint8)
    return PreparedPhotos(
        ids=np.array([f"photo-{row}" for row in range(of)]),
        labels=NAMES[part.labels[rows]],
        groups=(np.arange(of) % 60 // 6).astype(str),  # both copies of a picture are one sender's
        pictures={"stretch": images},
        failures={"stretch": ((),) * of},
        unreadable={},
        copies=(),
        conflicting=0,
        ignored=0,
        shown=(),
    )


def asked(*prepare: str) -> Question:
    listing = Listing(folder=Path("made"), source=Path("made"), files=[], names=[], labels=[])
    recipes, _ = recipes_for(prepare, chart(), 12)
    return Question(name="made", listing=listing, chart=chart(), recipes=recipes, left_out={})


def outcome(run: Run, photos: PreparedPhotos) -> Outcome:
    said = {
        name: Said(scores=run.model.predict(pictures), like=np.ones(len(pictures), bool))
        for name, pictures in photos.pictures.items()
    }
    nothing = Said(scores=np.empty((0, 3), np.float32), like=np.empty(0, bool))
    return Outcome(run=run, cal=nothing.scores, test=nothing, damaged={}, photos={"made": said}, styles={})


def test_a_few_photos_are_learned_and_found_again(squares, tmp_path, here_and_now):
    runs = plan(squares, [DEFAULT], params=SMALL, seeds=1, folder=tmp_path)
    assert train(squares, runs, on="cores", workers=1) == {}
    photos, question = negatives(squares), asked("stretch")
    found = [outcome(run, photos) for run in runs]
    before = len(here_and_now)
    few = few_photos(found, squares, question, photos, amounts=(2, None), tuning=QUICKLY)
    assert few is not None
    assert len(here_and_now) - before == 4  # two amounts, both halves
    assert few.before.measurement.value < 0.6
    assert few.each[1].accuracy.measurement.value > few.before.measurement.value + 0.2
    assert few.each[1].gained.measurement.value == pytest.approx(
        few.each[1].accuracy.measurement.value - few.before.measurement.value
    )
    assert [one.amount for one in few.each] == [2, None]
    assert [one.photos for one in few.each] == [6, 45]
    assert few.each[1].on_val.measurement.value > 0.85
    assert few.before.measurement.n == few.each[0].accuracy.measurement.n == 90
    assert "10 groups" in few.before.measurement.method
    again = few_photos(found, squares, question, photos, amounts=(2, None), tuning=QUICKLY)
    assert len(here_and_now) - before == 4  # nothing was taught twice
    assert again == few
    assert (
        few_photos(
            found, squares, question, replace(photos, groups=np.repeat(["a", "b"], 45)), tuning=QUICKLY
        )
        is None
    )


def test_each_half_chooses_the_preparation_that_the_other_is_asked_through(squares, tmp_path):
    runs = plan(squares, [DEFAULT], params=replace(SMALL, epochs=1), seeds=1, folder=tmp_path)
    train(squares, runs, on="cores", workers=1)
    photos = negatives(squares)
    half = halves(photos.groups, 90)
    assert half is not None
    right = np.eye(3, dtype=np.float32)[[list(NAMES).index(label) for label in photos.labels]]
    wrong = np.roll(right, 1, axis=1)
    said = {
        "stretch": Said(scores=np.where(half[:, None] == 0, right, wrong), like=np.ones(90, bool)),
        "stretch-negate": Said(scores=np.where(half[:, None] == 0, wrong, right), like=np.ones(90, bool)),
    }
    both = replace(photos, pictures=dict.fromkeys(said, photos.pictures["stretch"]))
    found = [replace(outcome(runs[0], photos), photos={"made": said})]
    few = few_photos(found, squares, asked("stretch", "stretch-negate"), both, amounts=())
    assert few is not None
    assert few.recipes == ("stretch", "stretch-negate")
    assert few.before.measurement.value == 0  # each is right on the half that chose it, and there alone


def test_a_run_is_its_arm_settings_and_data(squares, tmp_path):
    (one,) = plan(squares, [DEFAULT], params=SMALL, seeds=1, folder=tmp_path)
    (same,) = plan(squares, [DEFAULT], params=SMALL, seeds=1, folder=tmp_path)
    (other,) = plan(squares, [DEFAULT], params=replace(SMALL, epochs=2), seeds=1, folder=tmp_path)
    fewer = replace(squares, parts={**squares.parts, "cal": squares.parts["cal"][:-1]})
    (less,) = plan(fewer, [DEFAULT], params=SMALL, seeds=1, folder=tmp_path)
    assert one.folder == same.folder
    assert len({one.folder, other.folder, less.folder}) == 3
