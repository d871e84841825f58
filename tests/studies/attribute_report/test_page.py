"""The report of a trial in words: each sentence as strong as its interval, each share of its own images."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from fittingroom.errors import InputError
from fittingroom.measure.attributes.group_recall import first_answers
from fittingroom.models.attributes.learned import Settings, load
from fittingroom.models.attributes.recipes import MODERN
from fittingroom.models.attributes.work import train_on
from fittingroom.reporting.format import measured
from fittingroom.studies.attribute_report import Trial, try_on
from fittingroom.studies.attribute_report.card import hit, said
from fittingroom.studies.attribute_report.page import claims
from fittingroom.studies.attribute_report.shown import wrong
from fittingroom.types import Measurement, Unit
from tests.models.attributes.conftest import MORE_LABELS, write_set


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A set and a model that learned it for an epoch."""
    folder = tmp_path_factory.mktemp("trial")
    write_set(folder / "set", train=96, val=32, labels=MORE_LABELS)
    settings = Settings(
        network="small",
        head="group",
        loss="bce",
        recipe=replace(MODERN, batch=16),
        size_px=24,
        epochs=1,
        seed=0,
    )
    train_on(folder / "set", settings, out=folder / "run")
    return folder


def tried(folder: Path, part: str = "val", **more) -> Trial:
    return try_on(
        load(folder / "run"),
        folder / "set",
        part,
        out=folder / "out",
        damaged=0,
        compared=0,
        rng=np.random.default_rng(0),
        **more,
    )


def of(name: str, low: float, high: float, unit: Unit = "rate") -> Measurement:
    """A measurement in the middle of its interval."""
    value = (low + high) / 2
    return Measurement(
        name=name, value=value, n=200, method="made", part="val", low=low, high=high, unit=unit
    )


def test_wrong_answers_are_counted_among_images_of_which_that_is_known(folder: Path):
    trial = tried(folder)
    said, truth = trial.evidence.predictions, trial.evidence.truth
    hidden = truth.known.copy()
    hidden[:10] = False
    some = replace(truth, known=hidden | truth.present)
    trial = replace(trial, evidence=replace(trial.evidence, truth=some))
    captions = {figure.title: figure.caption for figure in wrong(trial)}
    assert captions
    for group in truth.label_map.groups:
        answer = first_answers(said.logits, some, group.name)
        known = int((answer & some.known).any(axis=1).sum())
        missed = int((answer & some.known & ~some.present).any(axis=1).sum())
        if missed:
            caption = captions[f"{group.name.capitalize()}: surest and wrong"]
            assert caption.startswith(f"Of {known} images it is known whether the first answer is right; of ")
            assert f"of {missed} it is not" in caption


def test_what_is_stated_is_claimed_with_its_interval_and_for_all_groups_only_where_all_show_it(folder: Path):
    trial = tried(folder)
    name = "labels stated per label of "
    rest = tuple(m for m in trial.numbers if not m.name.startswith(name))

    def told(*ends: tuple[float, float]) -> str:
        stated = tuple(of(f"{name}{at}", low, high, unit="number") for at, (low, high) in enumerate(ends))
        return claims(replace(trial, numbers=(*rest, *stated)))[-1]

    assert told((0.95, 1.05), (0.95, 1.05)).startswith("Every group states about as many labels as there are")
    assert told((0.95, 1.05), (0.4, 1.6)).startswith("Furthest off")
    line = claims(trial)[-1]
    assert any(measured(m) in line for m in trial.numbers if m.name.startswith(name))


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (0.91, 0.99, "nearly always right"),
        (0.71, 0.99, "mostly right"),
        (0.2, 0.49, "more often wrong than right"),
        (0.5, 0.8, "often wrong"),
        (0.6, 0.95, "do not settle"),
    ],
)
def test_a_group_is_called_no_better_and_no_worse_than_its_interval_shows(low, high, words):
    told = hit(of("hit rate of x", low, high))
    assert words in told
    assert ("more often" in told) == ("more often" in words)


def test_labels_stated_have_their_interval_beside_them():
    m = of("labels stated per label of x", 1.15, 1.25, unit="number")
    assert said(m) == "x: states too much, 1.200 [1.150, 1.250] labels stated for each one present."
    assert "no interval" in said(replace(m, low=None, high=None))


def test_what_cannot_be_tried_is_refused_before_anything_is_asked_or_opened(folder: Path, own_ledger: Path):
    for why in ("", "  "):
        with pytest.raises(InputError, match=r"a reason.*--why"):
            tried(folder, "test", why=why)
    with pytest.raises(InputError, match=r"set is no simulated world: it has no world.json"):
        tried(folder, "test", why="the end", world=folder / "set")
    assert not (folder / "out/logits-test.npz").exists()
    assert not list(own_ledger.iterdir())
