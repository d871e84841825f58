"""The whole study on small pictures: one call trains, asks, judges, reports; the next finds it all again."""

import dataclasses
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from fittingroom.data.ledger import openings
from fittingroom.errors import InputError
from fittingroom.models.augment import Augmentation
from fittingroom.reporting import Report
from fittingroom.studies import side_by_side
from fittingroom.studies.overfitting import QUICK_SHARE, fewer, overfitting, shorter
from fittingroom.studies.overfitting.arms import ARMS
from fittingroom.studies.overfitting.runs import alone
from fittingroom.types import Opening
from tests.jobs.at_once import at_once
from tests.studies.overfitting.made import arm, fast, one_dense_layer, pictures, small

DATA = small()
OWN = (
    arm(),
    arm("mirrored", factor="augmentation", params=fast(augmentation=Augmentation(mirror=True))),
    arm("leaking", factor="the programs", watches="test", params=fast(epochs=4, patience=1)),
    arm("too-deep", factor="depth", params=fast(widths=(4, 4, 4))),
)


@dataclass(frozen=True)
class Study:
    """A study that was made once for all tests of this file, with processes of its own."""

    report: Report
    folder: Path
    ledger: Path
    opened: tuple[Opening, ...]


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Study]:
    folder, ledger = tmp_path_factory.mktemp("study"), tmp_path_factory.mktemp("ledger")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FITTINGROOM_LEDGER", str(ledger))
        report = overfitting(DATA, seeds=2, arms=OWN, on="cores", workers=2, folder=folder)
        yield Study(report, folder, ledger, openings(DATA))


def again(study: Study, monkeypatch: pytest.MonkeyPatch, **what) -> tuple[Report, list[str]]:
    """The same call once more, without processes; and the names of the runs that it trained."""
    asked: list[str] = []

    def noted(jobs, **keywords):
        asked.extend(job.name for job in jobs)
        return at_once(jobs, **keywords)

    monkeypatch.setenv("FITTINGROOM_LEDGER", str(study.ledger))
    monkeypatch.setattr(side_by_side, "run_jobs", noted)
    return overfitting(DATA, **{"seeds": 2, "arms": OWN, "folder": study.folder, **what}), asked


def timeless(report: Report) -> dict:
    """What a report says, but for when it was made and how often test had been opened by then."""
    measured = {f"{m.name} on {m.part}": (m.value, m.low, m.high) for m in report.measurements}
    tables = {figure.name: figure.table for figure in report.figures}
    return {"measured": measured, "tables": tables, "verdict": report.verdict, "claims": report.claims}


def test_the_report_answers_and_can_be_shown(study, tmp_path):
    report = study.report
    assert report.title == "made: does it overfit?"
    assert report.subtitle.startswith("3 arms in 6 runs")
    assert report.headline.name == "accuracy gap of the plain network"
    assert "by the plain network: right on" in report.verdict[0]
    page = report.save_all(tmp_path)
    assert page.stat().st_size < 2_000_000
    text = page.read_text()
    for one in OWN[:3]:
        assert one.title in text
    assert "<script" not in text
    assert {figure.name for figure in report.figures} >= {"effects", "all-arms", "arm-plain", "arm-leaking"}


def test_an_arm_that_could_not_be_trained_is_told_as_not_tested(study):
    told = [line for line in study.report.not_tested if "too-deep" in line]
    assert told == [
        f"too-deep, seed {seed}: 3 convolutions with pools leave nothing of 12 x 12 pixels" for seed in (0, 1)
    ]
    assert "arm-too-deep" not in {figure.name for figure in study.report.figures}


def test_every_opening_of_test_is_in_the_ledger_and_in_the_report(study):
    names = [opening.model for opening in study.opened]
    watching = [f"leaking, seed {seed}" for seed in (0, 1)]
    asked = [f"{name}, seed {seed}" for name in ("plain", "mirrored", "leaking") for seed in (0, 1)]
    assert sorted(names) == sorted([*watching, *asked])
    assert all(opening.why.startswith("study overfitting: ") for opening in study.opened)
    assert study.report.openings == study.opened
    assert "looked at test once for each of 6 models" in study.report.reuse


def test_the_same_call_again_trains_nothing_and_says_the_same(study, monkeypatch):
    before = {path: path.stat().st_mtime_ns for path in study.folder.rglob("*.npz")}
    models = {path: path.stat().st_mtime_ns for path in study.folder.rglob("model.*")}
    monkeypatch.setenv("FITTINGROOM_LEDGER", str(study.ledger))
    opened = len(openings(DATA))
    report, trained = again(study, monkeypatch)
    assert trained == ["too-deep, seed 0", "too-deep, seed 1"]  # what failed may be tried again
    assert timeless(report) == timeless(study.report)
    assert {path: path.stat().st_mtime_ns for path in study.folder.rglob("*.npz")} == before
    assert {path: path.stat().st_mtime_ns for path in study.folder.rglob("model.*")} == models
    assert len(report.openings) == opened


def test_fewer_arms_or_seeds_are_found_and_more_are_added(study, monkeypatch):
    report, trained = again(study, monkeypatch, arms=OWN[:2], seeds=1)
    assert trained == []
    assert report.subtitle.startswith("2 arms in 2 runs")
    new = arm("slower", factor="learning rate", params=fast(lr=0.003))
    report, trained = again(study, monkeypatch, arms=(*OWN[:2], new))
    assert trained == ["slower, seed 0", "slower, seed 1"]
    assert report.subtitle.startswith("3 arms in 6 runs")


def test_the_table_says_what_the_models_say(study):
    from fittingroom.models.fitted import load
    from fittingroom.models.plain import predict

    table = next(figure.table for figure in study.report.figures if figure.name == "all-arms")
    assert table is not None
    (row,) = [row for row in table.rows if row[0][1] == "arm-mirrored"]
    test, val, train = (DATA.take(part) for part in ("test", "val", "train"))
    folders = sorted(study.folder.glob("mirrored-*/seed-*"))
    assert len(folders) == 2
    for place, part in ((3, test), (5, val), (6, train)):
        rights = [(predict(load(f), part.images).argmax(1) == part.labels).mean() for f in folders]
        assert row[place].value == pytest.approx(np.mean(rights))
    assert row[-1] == 2


def test_a_study_at_work_is_refused_in_a_sentence(study, monkeypatch):
    with alone(study.folder), pytest.raises(InputError, match="another process works on the study in"):
        again(study, monkeypatch)


def test_a_users_network_is_studied_without_the_arms_about_the_network(study, monkeypatch, tmp_path):
    arms = (*OWN[:2], arm("wide", params=fast(widths=(8,)), network=True))
    report, trained = again(study, monkeypatch, arms=arms, network=one_dense_layer, folder=tmp_path, seeds=1)
    assert sorted(trained) == ["mirrored, seed 0", "plain, seed 0"]
    assert "arm-wide" not in {figure.name for figure in report.figures}


def test_groups_change_the_interval_and_not_the_value(study, monkeypatch, tmp_path):
    """Twenty pictures each are of one seller."""
    grouped = dataclasses.replace(DATA, groups=np.repeat(np.arange(len(DATA.labels) // 20), 20))
    monkeypatch.setattr(side_by_side, "run_jobs", at_once)
    report = overfitting(grouped, seeds=2, arms=OWN[:2], folder=tmp_path)
    alone_, together = (
        next(m for m in one.measurements if m.part == "test" and m.name.startswith("accuracy of"))
        for one in (study.report, report)
    )
    assert alone_.value == together.value
    assert alone_.low is not None
    assert together.low is not None
    assert together.low != alone_.low


@pytest.mark.parametrize(
    ("what", "message"),
    [
        ({"seeds": 0}, "at least 1 seed, asked for 0"),
        ({"network": lambda shape, classes: None}, "define it at the top level of a module"),
        ({"arms": [arm("alone")]}, "an arm called plain"),
        ({"workers": 0}, "at least 1 worker, got 0"),
    ],
)
def test_what_cannot_be_studied_is_refused(tmp_path, what, message):
    with pytest.raises(InputError, match=message):
        overfitting(DATA, **{"arms": OWN, "folder": tmp_path, **what})


@pytest.mark.parametrize("part", ["train", "val", "test"])
def test_data_without_a_part_are_refused(tmp_path, part):
    lacking = dataclasses.replace(DATA, parts={p: r for p, r in DATA.parts.items() if p != part})
    with pytest.raises(InputError, match=f"made has no part {part}: divide it first"):
        overfitting(lacking, folder=tmp_path)


def test_a_rough_look_takes_fewer_images_and_shorter_trainings():
    data = pictures({"train": 300, "val": 100, "test": 50}, side=4)
    few = fewer(data, 90)
    assert {part: len(rows) for part, rows in few.parts.items()} == {"train": 90, "val": 30, "test": 50}
    for part in ("train", "val"):
        assert set(few.parts[part]) < set(data.parts[part])
    np.testing.assert_array_equal(few.parts["train"], fewer(data, 90).parts["train"])
    assert {part: len(rows) for part, rows in fewer(data, 5000).parts.items()} == {
        part: len(rows) for part, rows in data.parts.items()
    }
    assert [shorter(one, QUICK_SHARE).params.epochs for one in ARMS if one.name in ("plain", "epochs-3")] == [
        3,
        1,
    ]


def test_a_rough_look_has_one_seed_and_settles_no_claim(study, monkeypatch, tmp_path):
    report, trained = again(study, monkeypatch, arms=OWN[:2], quick=True, seeds=None, folder=tmp_path)
    assert sorted(trained) == ["mirrored, seed 0", "plain, seed 0"]
    assert report.claims == ()


def test_without_seeds_asked_for_each_arm_has_three(study, monkeypatch, tmp_path):
    _, trained = again(study, monkeypatch, arms=OWN[:1], seeds=None, folder=tmp_path)
    assert trained == ["plain, seed 0", "plain, seed 1", "plain, seed 2"]


def test_the_plain_network_alone_makes_a_report(study, monkeypatch, tmp_path):
    report, _ = again(study, monkeypatch, arms=OWN[:1], seeds=1, folder=tmp_path)
    assert "effects" not in {figure.name for figure in report.figures}
    report.html()


def test_factors_may_come_in_any_order_and_have_any_name(study, monkeypatch, tmp_path):
    arms = (*OWN[:2], arm("decayed", factor="L2 / decay", params=fast(l2=1e-3)))
    arms += (arm("turned", factor="augmentation", params=fast(augmentation=Augmentation(rotation_deg=9))),)
    report, _ = again(study, monkeypatch, arms=arms, seeds=1, folder=tmp_path)
    names = [figure.name for figure in report.figures if figure.name.startswith("factor-")]
    assert names == ["factor-augmentation", "factor-l2-decay"]


def test_a_plain_network_that_cannot_be_trained_ends_the_study_in_a_sentence(study, monkeypatch, tmp_path):
    with pytest.raises(InputError, match="plain network, with which all is compared, could not be trained"):
        again(study, monkeypatch, arms=[arm(params=fast(widths=(4, 4, 4)))], seeds=1, folder=tmp_path)


def test_a_rough_look_says_so(study, monkeypatch, tmp_path):
    report, _ = again(study, monkeypatch, arms=OWN[:2], quick=True, seeds=1, folder=tmp_path)
    assert re.search("a quick look, rough numbers$", report.subtitle)
