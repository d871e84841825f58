"""The whole study on made pictures: everything is asked once, found again, and told in three forms."""

import json
import re
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest

from fittingroom.data.ledger import openings
from fittingroom.errors import InputError
from fittingroom.measure.defects import DEFECTS as ALL_DEFECTS
from fittingroom.models.convnet import Params
from fittingroom.models.fine_tune import Tuning
from fittingroom.studies import side_by_side
from fittingroom.studies.reality import study as under_test
from fittingroom.studies.reality import teaching
from fittingroom.studies.reality.arms import DEFAULT, DEFECTS, without
from fittingroom.studies.reality.study import Reality, reality
from fittingroom.types import Dataset
from tests.jobs.at_once import at_once
from tests.studies.overfitting.made import pictures
from tests.studies.reality.probed import chart, photo_folder

SMALL = Params(widths=(6, 8), epochs=2, evaluated=20)
QUICKLY = Tuning(steps=4)


@dataclass
class Studied:
    """A study, the arguments that made it, and the names of the jobs that were run for it."""

    found: Reality
    data: Dataset
    probe: tuple
    folder: Path
    jobs: list[str]
    looks: int


@pytest.fixture(scope="module")
def studied(tmp_path_factory):
    folder, jobs = tmp_path_factory.mktemp("study"), []
    data = pictures({"train": 150, "val": 50, "cal": 50, "test": 60})
    photos = photo_folder(folder / "snaps", np.random.default_rng(3), each=10, senders=10)

    def noted(asked, **keywords):
        jobs.extend(job.name for job in asked)
        return at_once(asked, shared=keywords["shared"])

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FITTINGROOM_LEDGER", str(folder / "ledger"))
        patch.setattr(side_by_side, "run_jobs", noted)
        patch.setattr(teaching, "run_jobs", noted)
        patch.setattr(under_test, "arms", lambda families: (DEFAULT, DEFECTS, *[without("light")] * families))
        where, probe = folder / "reality", (photos, replace(chart(), group="who"))
        found = study(data, probe, where)
        yield Studied(found, data, probe, where, jobs, len(openings(data)))


def study(data: Dataset, probe: tuple, folder: Path, **changes) -> Reality:
    given = {
        "probes": [probe],
        "seeds": 2,
        "params": SMALL,
        "tuning": QUICKLY,
        "folder": folder,
        "workers": 1,
    }
    return reality(data, **(given | changes))


def test_every_run_is_trained_and_looks_at_test_once(studied):
    assert studied.jobs[:6] == [
        *(f"{arm}, seed {seed}" for seed in (0, 1) for arm in ("default", "defects", "without-light")),
    ]
    assert studied.looks == 6
    assert len([name for name in studied.jobs if name.startswith("taught-")]) > 0


def test_the_same_call_trains_prepares_and_asks_nothing_again(studied):
    before = len(studied.jobs)
    again = study(studied.data, studied.probe, studied.folder)
    assert len(studied.jobs) == before
    assert len(openings(studied.data)) == 0  # in this test's own ledger: nothing was opened
    assert again.test == studied.found.test
    assert again.card() == studied.found.card()


def test_what_was_measured_is_complete(studied):
    found = studied.found
    assert set(found.test) == set(found.tolls) == {"default", "defects"}
    for name, told in found.test.items():
        assert told.accuracy.measurement.n == 60
        assert len(told.accuracy.each) == 2
        assert found.tolls[name].clean.n == 60
    assert {t.damage for t in found.tolls["default"].each} >= {d.name for d in ALL_DEFECTS}
    assert [m.name for m in found.classes] == ["recall of left", "recall of right", "recall of below"]
    assert [one.family for one in found.left_out] == ["light"]
    assert [c.what for c in found.compared] == [
        "test",
        "damaged pictures",
        "snaps through stretch",
        "snaps through stretch-negate",
    ]


def test_photos_are_judged_in_every_reading_and_unknown_ones_too(studied):
    (probe,) = studied.found.probes
    said = probe.arms["default"]
    assert [(j.recipe, j.reading) for j in said.judged] == [
        ("stretch", "strict"),
        ("stretch", "coarse"),
        ("stretch-negate", "strict"),
        ("stretch-negate", "coarse"),
    ]
    for strict, coarse in zip(said.judged[::2], said.judged[1::2], strict=True):
        assert coarse.accuracy.measurement.value >= strict.accuracy.measurement.value
        assert strict.accuracy.measurement.n == 30
        assert "10 groups" in strict.accuracy.measurement.method
    assert said.unknown[0].stated.n == 10
    assert probe.photos.ignored == 10
    assert probe.few is not None


def test_the_report_is_told_in_three_forms(studied):
    report = studied.found.report()
    page, text, data = report.html(), report.markdown(), json.loads(report.json())
    assert len(page) < report.limit_bytes
    assert report.headline.part == "snaps through stretch"
    assert report.baseline(report.headline) is not None
    for words in ("Real photos", "What training with defects changes", "never learned"):
        assert words in page
        assert words in text
    assert not re.search(r"<script|https?://(?!www\.w3\.org)", re.sub(r"<footer>.*", "", page, flags=re.S))
    assert {"preparations-1", "few-1", "defects", "left-out", "card"} <= {f["name"] for f in data["figures"]}


def test_a_study_of_a_single_seed_says_so_and_without_a_probe_photos_are_not_tested(studied):
    found = study(studied.data, studied.probe, studied.folder, probes=[], seeds=1, families=False)
    assert any("One seed" in line for line in found.report().verdict)
    assert any("Real photos: not tested." in line for line in found.report().verdict)
    assert found.card().not_tested[0] == "Real photos: no probe was asked about."
    assert any("no family was left out" in line for line in found.card().not_tested)
    assert found.report().headline.part == "test"


def test_two_probes_of_one_name_are_told_apart(studied, tmp_path):
    other = photo_folder(tmp_path / "snaps", np.random.default_rng(4), each=4, senders=10)
    found = study(
        studied.data,
        studied.probe,
        studied.folder,
        probes=[studied.probe, (other, chart())],
        seeds=1,
        families=False,
    )
    assert [probe.question.name for probe in found.probes] == ["snaps", "snaps 2"]
    assert len(found.report().markdown()) > 0


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"seeds": 0}, "at least 1 seed, asked for 0"),
        ({"probes": [("nowhere", "clothing")]}, "there is no such folder"),
        ({"probes": [("nowhere", "clothin")]}, "no class map lies at clothin"),
    ],
)
def test_what_cannot_be_is_told_before_anything_is_trained(studied, tmp_path, changes, said):
    before = len(studied.jobs)
    with pytest.raises(Exception, match=said):
        study(studied.data, studied.probe, tmp_path / "new", **changes)
    assert len(studied.jobs) == before
    assert not (tmp_path / "new").exists()


def test_photos_that_the_first_reading_knows_none_of_are_refused_before_training(studied, tmp_path):
    """Even where that shows only when the photos are opened."""
    photos = photo_folder(tmp_path / "broken", np.random.default_rng(5), each=4, senders=10)
    for file in (photos / "images").glob("oben-*"):
        file.write_bytes(b"nothing")
    strict, coarse = chart().readings
    only = replace(chart(), readings=(replace(strict, right={"oben": ("left",)}), coarse))
    before = len(studied.jobs)
    with pytest.raises(InputError, match="has a label of the strict reading"):
        study(studied.data, (photos, only), tmp_path / "new")
    assert len(studied.jobs) == before


def test_data_without_all_parts_are_refused(studied, tmp_path):
    data = pictures({"train": 60, "val": 30, "test": 30})
    with pytest.raises(InputError, match="has no part cal: divide it first"):
        study(data, studied.probe, tmp_path)
