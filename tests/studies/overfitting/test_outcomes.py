"""What comes of a run: asked once, written down, and the test part opened through the ledger."""

import dataclasses
from pathlib import Path

import numpy as np
import pytest

from fittingroom.data.ledger import openings
from fittingroom.data.predictions import read_predictions
from fittingroom.errors import DataError
from fittingroom.models import plain
from fittingroom.models.fitted import Fitted, load, save
from fittingroom.studies import side_by_side
from fittingroom.studies.overfitting.lessons import lesson
from fittingroom.studies.overfitting.outcomes import FILE, outcomes
from fittingroom.studies.overfitting.runs import Run, plan, train, trained
from tests.jobs.at_once import at_once
from tests.studies.overfitting.made import arm, fast, one_dense_layer, small

DATA = small()
ARMS = (
    arm(),
    arm("both", learns="train and val", watches="test"),
    arm("by-heart", share=0.3, random_labels=True, params=fast(epochs=4)),
    arm("leaking", watches="test", params=fast(epochs=4, patience=1)),
)


@pytest.fixture
def runs(tmp_path, monkeypatch) -> tuple[Run, ...]:
    """Trained runs of all arms, with one seed."""
    monkeypatch.setattr(side_by_side, "run_jobs", at_once)
    planned = plan(DATA, ARMS, seeds=1, folder=tmp_path, network=None)
    assert train(DATA, planned, on="cores", workers=1, network=None) == {}
    return planned


def asked(runs: tuple[Run, ...]):
    return outcomes(DATA, trained(runs, {}), network=None)


def test_an_outcome_is_what_the_model_says_of_what_it_learned_val_and_test(runs):
    parts = {"train": DATA.part("train"), "val": DATA.part("val"), "test": DATA.take("test")}
    for run, found in zip(runs, asked(runs), strict=True):
        fitted = load(run.folder)
        learned = lesson(run.arm, parts, classes=3, seed=run.seed)[0]
        assert found.run == run
        assert found.history == fitted.history
        for part, said in ((learned, found.train), (parts["val"], found.val), (parts["test"], found.test)):
            if said is None:
                assert run.arm.learns == "train and val"
                continue
            scores = plain.predict(fitted, part.images)
            np.testing.assert_array_equal(said.answers, scores.argmax(1))
            np.testing.assert_array_equal(said.right, scores.argmax(1) == part.labels)
            mine = -np.log(scores[np.arange(len(part)), part.labels])
            np.testing.assert_allclose(said.nll, mine, rtol=1e-4, atol=1e-5)
            assert len(said) == len(part)


def test_the_gap_is_against_val_and_against_test_where_val_was_learned(runs):
    plain_one, both, *_ = asked(runs)
    assert plain_one.unseen is plain_one.val
    assert both.val is None
    assert both.unseen is both.test
    assert len(both.train) == 220


def test_rows_learned_are_told_apart(runs):
    plain_one, both, by_heart, leaking = asked(runs)
    assert plain_one.learned == leaking.learned
    assert len({one.learned for one in (plain_one, both, by_heart)}) == 3


def test_the_kept_epoch_is_the_chosen_one(runs):
    found = asked(runs)
    assert [one.kept for one in found[:3]] == [1, 1, 3]
    leaking = found[3]
    losses = [row.val_loss for row in leaking.history]
    assert leaking.kept == losses.index(min(losses))


def test_test_is_opened_once_for_each_model_and_once_more_for_each_that_watches_it(runs):
    watched = [opening.model for opening in openings(DATA)]
    assert watched == ["both, seed 0", "leaking, seed 0"]
    asked(runs)
    told = openings(DATA)[2:]
    assert [opening.model for opening in told] == [run.name for run in runs]
    assert [opening.model_fingerprint for opening in told] == [load(run.folder).fingerprint for run in runs]
    assert all("measured after training, nothing chosen" in opening.why for opening in told)


def test_what_was_asked_is_read_and_not_asked_again(runs, monkeypatch):
    first = asked(runs)
    monkeypatch.setattr(plain, "predict", None)
    again = asked(runs)
    assert len(openings(DATA)) == 2 + len(runs)
    for one, other in zip(first, again, strict=True):
        np.testing.assert_array_equal(one.test.nll, other.test.nll)
        np.testing.assert_array_equal(one.train.answers, other.train.answers)
        assert one.learned == other.learned


def test_predictions_are_written_down_and_can_be_scored_by_others(runs):
    found = asked(runs)[0]
    folder = runs[0].folder
    said = read_predictions(folder / "predictions-test.npz", DATA, part="test")
    np.testing.assert_array_equal(said.answers, found.test.answers)
    assert sorted(path.name for path in folder.iterdir()) == [
        "model.json",
        "model.safetensors",
        FILE,
        "predictions-test.npz",
        "predictions-val.npz",
    ]
    assert not (runs[1].folder / "predictions-val.npz").exists()


def test_test_is_opened_before_it_is_predicted_and_a_stop_between_is_made_good(runs, monkeypatch):
    real = plain.predict
    with monkeypatch.context() as patch:
        patch.setattr(
            plain, "predict", lambda _, images, **__: 1 / 0 if len(images) == 40 else real(_, images, **__)
        )
        with pytest.raises(ZeroDivisionError):
            asked(runs)
    assert openings(DATA)[-1].model == runs[0].name
    assert not (runs[0].folder / FILE).exists()
    assert len(asked(runs)) == len(runs)


def test_a_file_that_is_no_outcome_is_refused(runs):
    asked(runs)
    np.savez(runs[0].folder / FILE, nothing=np.zeros(1))
    with pytest.raises(DataError, match="is no outcome of this study: remove it"):
        asked(runs)


def test_a_model_that_no_longer_answers_as_it_did_is_refused(runs):
    fitted = load(runs[0].folder)
    turned = {name: -array for name, array in fitted.weights.items()}
    save(dataclasses.replace(fitted, weights=turned), runs[0].folder)
    with pytest.raises(DataError, match=r"right on .* of val when it was trained .* remove that folder"):
        asked(runs)
    assert not (runs[0].folder / FILE).exists()


def test_a_users_network_is_asked_too(tmp_path, monkeypatch):
    monkeypatch.setattr(side_by_side, "run_jobs", at_once)
    (run,) = plan(DATA, [arm()], seeds=1, folder=tmp_path, network=one_dense_layer)
    train(DATA, [run], on="cores", workers=1, network=one_dense_layer)
    (found,) = outcomes(DATA, trained([run], {}), network=one_dense_layer)
    assert found.parameters == 145 * 3 - 0
    assert found.val is not None
    assert found.val.right.mean() == pytest.approx(found.history[-1].val_accuracy)


def test_a_fitted_model_and_its_run_stay_together(runs):
    for run, fitted in trained(runs, {}):
        assert isinstance(fitted, Fitted)
        assert fitted.name == run.arm.name
        assert Path(run.folder).is_dir()
    assert [run.name for run, _ in trained(runs, {runs[1]: "why"})] == [
        run.name for run in (runs[0], *runs[2:])
    ]
