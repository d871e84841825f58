"""The study on a tiny world: one call makes, curates, trains, asks, reports; the next finds it all again."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from fittingroom.data.ledger import openings_of, record_opening
from fittingroom.errors import DataError, InputError
from fittingroom.measure.attributes.rules.threshold import ONE_THRESHOLD
from fittingroom.measure.seeds import OverSeeds
from fittingroom.models.attributes.shards import read_source
from fittingroom.reporting import Report
from fittingroom.simulate.world import making
from fittingroom.studies.attributes import attributes, ruled, runs
from fittingroom.studies.attributes.arms import MERGED
from fittingroom.studies.attributes.ladder import Effect, Ladder
from fittingroom.studies.attributes.lessons import Lessons, lessons
from fittingroom.studies.attributes.page import world_name
from fittingroom.studies.attributes.ruled import Ruled
from fittingroom.studies.attributes.settings import Settings
from fittingroom.studies.attributes.words import verdict
from fittingroom.types import Measurement
from tests.jobs.at_once import at_once

TINY = Settings(
    products=120, world_px=48, size_px=16, batch=32, epochs=1, seeds=2, checked=40, networks=("small",)
)
ARMS = ("corrected-wrong", "repeated", "truth")
TRAINED = 2 * 10
"""Two seeds of these arms and those that they are compared with."""


@dataclass(frozen=True)
class Study:
    """A study that was made once for all tests of this file."""

    report: Report
    folder: Path
    found: Lessons
    openings: int


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Study]:
    folder, ledger = tmp_path_factory.mktemp("study"), tmp_path_factory.mktemp("ledger")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FITTINGROOM_LEDGER", str(ledger))
        patch.setattr(making, "run_jobs", at_once)
        patch.setattr(runs, "run_jobs", at_once)
        patch.setattr(ruled, "RULES", (ONE_THRESHOLD,))
        report = attributes(TINY, folder, arms=ARMS, workers=1, quick=True)
        found = lessons(
            folder / "world", folder / "curated", checked=40, rng=np.random.default_rng(TINY.world_seed)
        )
        yield Study(report, folder, found, len(openings_of(runs.seal_of(found.test))))


def cells(study: Study, figure: str) -> list[dict]:
    """The rows of a figure's table, by column."""
    table = next(one.table for one in study.report.figures if one.name == figure)
    assert table is not None
    return [dict(zip([name for name, _ in table.columns], row, strict=True)) for row in table.rows]


def test_every_title_says_simulated_and_the_page_is_written(study):
    titles = [study.report.title, *(figure.title for figure in study.report.figures)]
    assert all("imulated" in title for title in titles)
    page = study.report.save_all(study.folder)
    assert page.read_text().count("imulated") > 10
    assert json.loads((study.folder / "report.json").read_text())["title"] == study.report.title


def test_the_words_double_nothing_and_each_number_has_its_interval(study):
    assert study.report.subtitle.startswith("A simulated world: 10 arms in 20 runs, each against another ")
    assert world_name(study.folder / "shop").startswith("The simulated world shop")
    rare = study.report.verdict[-1]
    assert "of train: mean recall@8" in rare
    assert rare.count("%") == rare.count("[") > 3
    captions = [figure.caption for figure in study.report.figures if figure.name.startswith("recall-")]
    assert captions
    assert all(not caption.startswith("1 labels") for caption in captions)


def test_a_rule_that_is_not_shown_to_gain_is_not_said_to():
    m = Measurement(name="m", value=0.1, low=0.01, high=0.2, n=9, method="m", part="test", unit="points")
    over = OverSeeds(measurement=m, each=(0.1, 0.1), p=0.01)
    nothing = Ladder(frequency={}, oracle={}, rungs=(), table_3=())
    for p, shown in ((0.2, False), (0.01, True)):
        one = Ruled(arm=MERGED, rule="r", val=over, test=over, gain=Effect(over=over, p=p))
        line = verdict(nothing, [one], None)[-1]
        assert line.startswith("Decision rules")
        assert ("not shown" in line) != shown


def test_an_effect_is_the_difference_of_two_levels(study):
    levels = {row["arm"]: row for row in cells(study, "levels")}
    effects = cells(study, "effects")
    assert len(effects) == TRAINED // 2
    for row in effects:
        for name, column in (("F1@8", "F1@8"), ("macro AP", "macro AP")):
            difference = levels[row["arm"]][name].value - levels[row["against"]][name].value
            assert row[column].value == pytest.approx(difference, abs=1e-12)
    assert levels["oracle"]["F1@8"].value > max(
        row["F1@8"].value for arm, row in levels.items() if arm != "oracle"
    )


def test_the_papers_table_obeys_its_identity(study):
    rows = cells(study, "table-3")
    assert [row["network"] for row in rows] == ["small", "label frequencies", "oracle"]
    for part in ("val", "test"):
        mean = study.found.tagged[part].labels_each.mean()
        for row in rows:
            assert row[f"{part} P"].value / row[f"{part} R"].value == pytest.approx(mean / 8, rel=1e-9)


def test_test_was_opened_once_for_each_model_and_nothing_is_made_twice(study, monkeypatch):
    assert study.openings == len(study.report.openings) == TRAINED
    asked: list[str] = []

    def noted(jobs, **keywords):
        asked.extend(job.name for job in jobs)
        return at_once(jobs, **keywords)

    monkeypatch.setattr(runs, "run_jobs", noted)
    monkeypatch.setattr(ruled, "RULES", (ONE_THRESHOLD,))
    lost = next(study.folder.glob("runs/group-*/seed-1"))
    (lost / runs.COST).unlink()  # as if it had been killed before it ended
    (lost / "logits-test.npy").unlink()
    before = np.load(lost / "logits-val.npy")
    seal = runs.seal_of(study.found.test)
    record_opening(seal, "world", model="another", model_fingerprint="f", why="by hand")
    again = attributes(TINY, study.folder, arms=ARMS, workers=1, quick=True)
    assert [opening.why for opening in again.openings] == ["by hand", "study attributes: group"]
    assert asked == ["group, seed 1"] * 2
    np.testing.assert_array_equal(np.load(lost / "logits-val.npy"), before)
    assert [m.value for m in again.measurements] == [m.value for m in study.report.measurements]


def test_each_step_labels_images_of_train_and_only_merging_drops_some(study):
    found, world = study.found, study.folder / "world"
    whole = read_source(world, "train")
    for name in ("mapped", "cleaned", "verified"):
        np.testing.assert_array_equal(found.train[name].ids, whole.ids)
    merged = found.train["merged"]
    assert len(whole) > len(merged) > 0.7 * len(whole)
    assert set(merged.ids) <= set(whole.ids)
    products = set(found.test.groups) | set(found.val.groups)
    assert not products & set(whole.groups)
    right = {
        name: (source.truth.of(slice(None))[0] & whole.truth.of(slice(None))[0]).sum()
        / source.truth.of(slice(None))[0].sum()
        for name, source in found.train.items()
        if len(source) == len(whole)
    }
    assert right["truth"] == right["tagged"] == 1
    assert right["mapped"] <= right["cleaned"] < 1
    given = {name: found.train[name].truth.of(slice(None))[0] for name in ("mapped", "cleaned", "verified")}
    assert not (given["cleaned"] & ~given["mapped"]).any()  # cleaning only takes away
    assert (given["verified"] & ~given["cleaned"]).any()  # texts name what no tag does


def test_the_guard_believes_half_of_what_was_counted(study):
    (true, false), (half, same) = study.found.rates["counted"], study.found.rates["wrong"]
    np.testing.assert_array_equal(half, true / 2)
    np.testing.assert_array_equal(same, false)
    assert ((true > 0) & (true < 1)).all()
    assert 0.3 < np.median(true) < 0.9  # sellers leave much out, and Laplace's rule gives the rest one half


def test_what_cannot_be_is_refused_in_a_sentence(tmp_path):
    with pytest.raises(InputError, match=r"no arm 'mergd' .did you mean merged"):
        attributes(TINY, tmp_path, arms=("mergd",))
    with pytest.raises(InputError, match="no network"):
        attributes(Settings(networks=("smal",)), tmp_path)
    with pytest.raises(DataError, match="no finished world"):
        attributes(TINY, tmp_path, world=tmp_path)
    with pytest.raises(InputError, match="at least 100 products"):
        Settings(products=3)
