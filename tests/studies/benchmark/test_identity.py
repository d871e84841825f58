"""A row is its estimator, not its name: other settings or other code are another row, in every process."""

import functools
import importlib
import os
import subprocess
import sys
from importlib.metadata import version

import numpy as np
import pytest
from sklearn.ensemble import BaggingClassifier, RandomForestClassifier
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer
from sklearn.svm import SVC

from fittingroom.studies.benchmark import bench
from fittingroom.studies.benchmark.engines import engine_for
from fittingroom.studies.benchmark.grid import configurations
from fittingroom.studies.benchmark.identity import identity
from fittingroom.studies.benchmark.leaderboard import leaderboard
from fittingroom.studies.benchmark.own import recipe_row, row
from fittingroom.studies.benchmark.plan import Fit
from fittingroom.studies.benchmark.store import Store
from tests.studies.benchmark import estimators_that_misbehave as brought


def made(one) -> object:
    """What is known of a row's result before it is made."""
    fit = Fit(
        rows=(one,),
        place=0,
        data="d",
        data_name="d",
        asked="test",
        seed=0,
        mode="paper",
        engine="fast",
        cost_s=1,
        limit_s=1,
        memory_bytes=1,
        limit_bytes=1,
    )
    return fit.result(one, ended="error")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (RandomForestClassifier(300), RandomForestClassifier(5)),
        (make_pipeline(SVC(C=1)), make_pipeline(SVC(C=2))),
        (BaggingClassifier(SVC()), BaggingClassifier(KNeighborsClassifier())),
        (FunctionTransformer(np.sqrt), FunctionTransformer(np.log1p)),
        (FunctionTransformer(kw_args={"a": 1}), FunctionTransformer(kw_args={"a": 2})),
        (SVC(class_weight={0: 1.0}), SVC(class_weight={0: 2.0})),
        (functools.partial(brought.seeded, 1), functools.partial(brought.seeded, 2)),
        (brought.seeded, brought.Constant),
    ],
)
def test_other_settings_are_another_estimator(one, other):
    assert identity(one) != identity(other)


def test_the_same_settings_are_the_same_estimator_and_another_key_than_others():
    keys = [made(row("f", RandomForestClassifier(n))).key for n in (300, 5, 300)]
    assert keys[0] == keys[2] != keys[1]
    short = [made(recipe_row("r", "convnet", **changes)).key for changes in ({}, {"epochs": 1}, {})]
    assert short[0] == short[2] != short[1]


def test_what_the_results_of_the_papers_rows_are_found_by_is_as_it_was():
    for one in configurations():
        assert made(one).versions == engine_for(one, "paper").versions


def test_an_estimator_is_itself_in_every_process():
    """Whatever order sets have there, and wherever things lie in memory."""
    script = (
        "from sklearn.ensemble import RandomForestClassifier\n"
        "from sklearn.pipeline import make_pipeline\n"
        "from sklearn.preprocessing import FunctionTransformer\n"
        "from fittingroom.studies.benchmark.identity import identity\n"
        "held = FunctionTransformer(len, kw_args={'of': {'b', 'a', 'c'}, 'and': object()})\n"
        "print(identity(make_pipeline(held, RandomForestClassifier(7))))"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", script],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1


def test_code_that_is_not_installed_counts_and_of_what_is_installed_the_version(tmp_path, monkeypatch):
    import threadpoolctl

    assert identity(threadpoolctl.threadpool_limits).startswith(f"threadpoolctl {version('threadpoolctl')}, ")
    assert identity(RandomForestClassifier()).startswith("estimator ")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    (tmp_path / "made_by_hand.py").write_text("DEPTH = 1\n\ndef make(seed):\n    return DEPTH\n")
    module = importlib.import_module("made_by_hand")
    before = identity(module.make)
    assert identity(module.make) == before
    (tmp_path / "made_by_hand.py").write_text("DEPTH = 2\n\ndef make(seed):\n    return DEPTH\n")
    assert identity(module.make) != before


def test_a_row_that_has_changed_runs_again_and_its_old_answers_are_left_out(squares, tmp_path):
    path = tmp_path / "results.sqlite"
    near, far = (row("neighbours", KNeighborsClassifier(k)) for k in (1, 540))
    bench(squares, rows=[near], seeds=1, selection=False, store=path)
    assert bench(squares, rows=[near], seeds=1, selection=False, store=path).ended == {}
    unrun = leaderboard(squares, rows=[far], store=path)
    assert unrun.entry("neighbours").scores["squares"].status == "not run"
    assert unrun.left_out == ("1 run of another estimator that had a row's name.",)
    assert bench(squares, rows=[far], seeds=1, selection=False, store=path).ended == {"ok": 1}
    assert len(Store(path).results()) == 2
    scores = [leaderboard(squares, rows=[one], store=path).entry("neighbours") for one in (near, far)]
    assert scores[0].scores["squares"].accuracy.value > scores[1].scores["squares"].accuracy.value
