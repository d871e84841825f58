"""Training every arm with every seed: found again, never made twice, and told when it cannot be."""

import dataclasses
import functools
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from torch import nn

from fittingroom.data.ledger import openings
from fittingroom.errors import InputError
from fittingroom.models import plain
from fittingroom.models.fitted import load
from fittingroom.studies import side_by_side
from fittingroom.studies.overfitting.arms import ARMS, Arm
from fittingroom.studies.overfitting.lessons import lesson
from fittingroom.studies.overfitting.runs import Run, alone, cost, identity, key, plan, train, trained
from fittingroom.types import Dataset
from tests.jobs.at_once import at_once
from tests.jobs.processes import alive, wait_until
from tests.studies.overfitting.made import (
    Straight,
    Turned,
    arm,
    fast,
    made_of,
    no_module,
    one_dense_layer,
    small,
    too_few_scores,
)
from tests.studies.overfitting.made_to_be_killed import LONG

DATA = small()


@pytest.fixture(autouse=True)
def trained_now(monkeypatch) -> list[str]:
    """No processes; the names of the runs that were asked for, as they come."""
    asked: list[str] = []

    def noted(jobs, **keywords):
        asked.extend(job.name for job in jobs)
        return at_once(jobs, **keywords)

    monkeypatch.setattr(side_by_side, "run_jobs", noted)
    return asked


def planned(arms: Sequence[Arm], folder: Path, *, seeds: int = 1, data: Dataset = DATA, network=None):
    return plan(data, arms, seeds=seeds, folder=folder, network=network)


def train_all(runs: Sequence[Run], network=None, data: Dataset = DATA) -> dict[Run, str]:
    return train(data, runs, on="cores", workers=1, network=network)


# --- the plan


def test_every_arm_is_repeated_as_often_as_asked_or_as_it_needs(tmp_path):
    arms = [arm(), arm("often", least_seeds=4)]
    runs = planned(arms, tmp_path, seeds=2)
    assert [run.name for run in runs] == [
        *(f"plain, seed {seed}" for seed in range(2)),
        *(f"often, seed {seed}" for seed in range(4)),
    ]
    assert len({run.folder for run in runs}) == 6
    assert len(planned(arms, tmp_path, seeds=1)) == 2  # a rough look is one seed of each


def test_a_run_has_its_own_folder_below_the_studys(tmp_path):
    (run,) = planned([arm()], tmp_path)
    assert run.folder.parents[1] == tmp_path
    assert run.folder.parent.name.startswith("plain-")
    assert run.folder.name == "seed-0"


CHANGES = {
    "epochs": {"params": fast(epochs=3)},
    "augmentation": {"params": fast(augmentation=dataclasses.replace(plain.NO_CHANGE, shift=0.1))},
    "share": {"share": 0.5},
    "labels": {"random_labels": True},
    "learns": {"learns": "train and val"},
    "watches": {"watches": "test"},
}


@pytest.mark.parametrize("what", CHANGES)
def test_what_decides_a_result_decides_the_folder(tmp_path, what):
    assert key(arm(**CHANGES[what]), ["data"]) != key(arm(), ["data"])


def test_what_people_read_does_not_decide_the_folder():
    other = arm(factor="else", title="else", against="else", network=True, least_seeds=3)
    assert key(other, ["data"]) == key(arm(), ["data"])


def test_keys_of_all_arms_that_are_trained_differently_differ():
    keys = [key(arm, ["data"]) for arm in ARMS]
    assert len(set(keys)) == len(keys)


def test_other_data_other_parts_and_another_network_are_other_runs(tmp_path):
    moved = {**DATA.parts, "train": DATA.parts["train"][:-1]}
    told = {
        run.folder.parent.name
        for data, network in (
            (DATA, None),
            (small(side=14), None),
            (dataclasses.replace(DATA, parts=moved), None),
            (DATA, one_dense_layer),
        )
        for run in planned([arm()], tmp_path, data=data, network=network)
    }
    assert len(told) == 4


def test_networks_of_the_same_layers_that_do_something_else_with_them_are_other_runs():
    one, other = (functools.partial(made_of, kind) for kind in (Straight, Turned))
    shape, classes = (12, 12, 1), 3
    assert repr(one(shape, classes)) == repr(other(shape, classes))
    assert identity(one, DATA) != identity(other, DATA)
    assert identity(one, DATA) == identity(one, DATA)


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (["plain", "plain"], "each arm needs a name of its own, found twice: plain"),
        (["plain", "My arm"], "lower-case letters, digits, dots and hyphens, got 'My arm'"),
        (["plain", "../up"], "lower-case letters, digits, dots and hyphens"),
        (["dropout"], "needs an arm called plain, from which its report starts; got dropout"),
        ([], "needs an arm called plain.*got no arms"),
    ],
)
def test_arms_that_no_report_could_be_made_of_are_refused_before_training(tmp_path, names, message):
    with pytest.raises(InputError, match=message):
        planned([arm(name) for name in names], tmp_path)


@pytest.mark.parametrize(
    ("network", "message"),
    [
        (lambda shape, classes: nn.Linear(1, 3), r"cannot be sent .* top level of a module"),
        (no_module, r"must make a torch module with weights to learn, it made 'a network'"),
        (too_few_scores, r"scores of shape \(2, 3\), one for each class, it gave \(2, 2\)"),
    ],
)
def test_a_network_that_cannot_be_trained_elsewhere_is_refused(tmp_path, network, message):
    with pytest.raises(InputError, match=message):
        planned([arm()], tmp_path, network=network)


# --- training


def test_a_plain_arm_that_learns_val_is_refused(tmp_path):
    with pytest.raises(InputError, match="plain must leave val unlearned"):
        planned([arm(learns="train and val", watches="test")], tmp_path)


def test_a_run_is_what_its_lesson_teaches(tmp_path):
    arms = [arm(), arm("few", share=0.3, random_labels=True), arm("both", learns="train and val")]
    runs = planned(arms, tmp_path, seeds=2)
    assert train_all(runs) == {}
    parts = {"train": DATA.part("train"), "val": DATA.part("val")}
    for run, fitted in trained(runs, {}):
        part, watched, params = lesson(run.arm, parts, classes=3, seed=run.seed)
        alone = plain.fit(part, watched, params, classes=3, seed=run.seed, threads=1)
        assert fitted.fingerprint == alone.fingerprint
        assert fitted.name == run.arm.name


def test_a_whole_study_of_the_first_seed_comes_first_the_longest_runs_of_it_at_the_head(
    tmp_path, trained_now
):
    runs = planned([arm(), arm("longer", params=fast(epochs=3))], tmp_path, seeds=2)
    train_all(runs)
    assert trained_now == ["longer, seed 0", "plain, seed 0", "longer, seed 1", "plain, seed 1"]


def test_finished_runs_are_not_made_again_and_a_lost_one_alone_is(tmp_path, trained_now):
    runs = planned([arm(), arm("longer", params=fast(epochs=3))], tmp_path, seeds=2)
    train_all(runs)
    written = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("model.*")}
    before = load(runs[1].folder).fingerprint
    trained_now.clear()
    train_all(runs)
    assert trained_now == []
    for path in runs[1].folder.iterdir():
        path.unlink()
    train_all(runs)
    assert trained_now == ["plain, seed 1"]
    assert load(runs[1].folder).fingerprint == before
    again = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("model.*")}
    assert {path for path in again if again[path] != written[path]} == set(runs[1].folder.glob("model.*"))


def test_an_arm_that_cannot_be_trained_is_told_and_the_others_go_on(tmp_path):
    arms = [arm("deep", params=fast(widths=(4, 4, 4))), arm(), arm("bare", share=0.02)]
    runs = planned(arms, tmp_path)
    failed = train_all(runs)
    assert {run.arm.name: why for run, why in failed.items()} == {
        "deep": "3 convolutions with pools leave nothing of 12 x 12 pixels",
        "bare": "2% of the training images are 3, too few for 3 classes",
    }
    assert [run.name for run, _ in trained(runs, failed)] == ["plain, seed 0"]


def test_a_users_network_is_what_is_trained(tmp_path):
    (run,) = planned([arm()], tmp_path, network=one_dense_layer)
    assert train_all([run], one_dense_layer) == {}
    assert set(load(run.folder).weights) == {"body.1.weight", "body.1.bias"}


def test_a_model_that_was_trained_where_this_folder_is_not_seen_is_kept_here(tmp_path, monkeypatch):
    def elsewhere(jobs, **keywords):
        there = [
            dataclasses.replace(job, arguments=(*job.arguments[:2], tmp_path / "elsewhere" / job.name))
            for job in jobs
        ]
        return at_once(there, **keywords)

    monkeypatch.setattr(side_by_side, "run_jobs", elsewhere)
    runs = planned([arm()], tmp_path / "here")
    train_all(runs)
    assert load(runs[0].folder).run == load(tmp_path / "elsewhere" / "plain, seed 0").run


def test_only_arms_that_watch_test_open_it_and_only_when_they_are_trained(tmp_path):
    arms = [arm(), arm("leaking", watches="test", params=fast(patience=1))]
    runs = planned(arms, tmp_path, seeds=2)
    train_all(runs)
    told = openings(DATA)
    assert [opening.model for opening in told] == ["leaking, seed 0", "leaking, seed 1"]
    assert all("stops early by test, which is the mistake under study" in opening.why for opening in told)
    train_all(runs)
    assert len(openings(DATA)) == 2


def test_a_study_at_work_elsewhere_is_refused_before_test_is_opened(tmp_path):
    runs = planned([arm(), arm("leaking", watches="test")], tmp_path)
    with (
        alone(tmp_path),
        pytest.raises(InputError, match=r"another process works on the study in .*choose another --out"),
    ):
        train_all(runs)
    assert openings(DATA) == ()
    assert train_all(runs) == {}


def test_the_lock_is_let_go_after_a_defect(tmp_path, monkeypatch):
    runs = planned([arm()], tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(side_by_side, "run_jobs", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            train_all(runs)
    assert train_all(runs) == {}


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="no /proc on this system")
def test_killed_in_the_middle_the_same_call_comes_to_the_same_result(tmp_path):
    script = [sys.executable, "-m", "tests.studies.overfitting.made_to_be_killed", str(tmp_path / "killed")]
    running = subprocess.Popen(script, stderr=subprocess.DEVNULL, env={**os.environ, "OMP_NUM_THREADS": "1"})
    runs = planned(LONG, tmp_path / "killed")
    started = runs[0].folder / "checkpoint.safetensors"
    assert wait_until(lambda: started.is_file() or running.poll() is not None, seconds=120)
    children = Path(f"/proc/{running.pid}/task/{running.pid}/children").read_text().split()
    running.send_signal(signal.SIGKILL)
    running.wait()
    assert wait_until(lambda: not any(alive(int(child)) for child in children))
    assert started.is_file()
    assert not any(run.folder.joinpath("model.safetensors").exists() for run in runs)
    train_all(runs)
    whole = planned(LONG, tmp_path / "whole")
    train_all(whole)
    for (_, killed), (_, never) in zip(trained(runs, {}), trained(whole, {}), strict=True):
        assert killed.fingerprint == never.fingerprint
        assert [row.val_loss for row in killed.history] == [row.val_loss for row in never.history]
    assert not list(tmp_path.rglob("*.part"))


# --- the cost


def test_costs_follow_epochs_images_and_width():
    shape = (28, 28, 1)
    base = cost(ARMS[0], shape, 1000)
    assert cost(ARMS[0], shape, 2000) == pytest.approx(2 * base)
    known = {arm.name: cost(arm, shape, 1000) for arm in ARMS}
    assert known["epochs-30"] == pytest.approx(3 * base)
    assert known["conv-8"] < base < known["conv-128"]
    assert known["batch-8"] > base > known["batch-512"]
    assert known["mirror"] == base < known["rotation-5"]
    assert all(np.isfinite(value) and value > 0 for value in known.values())
