"""A run that was written can be opened again: the same answers, and no others' data."""

import dataclasses

import numpy as np
import pytest

from fittingroom.data.predictions import read_predictions
from fittingroom.errors import InputError
from fittingroom.models.calibrated import calibrate
from fittingroom.studies.run import open_run
from fittingroom.studies.training import train_and_report
from fittingroom.types import Dataset


@pytest.fixture
def folder(squares: Dataset, tmp_path):
    train_and_report(squares, recipe="convnet", epochs=1, seed=0, folder=tmp_path / "run")
    return tmp_path / "run"


def test_an_opened_run_answers_as_when_it_was_made(squares: Dataset, folder):
    run = open_run(folder, data=squares)
    said = read_predictions(folder / "predictions-val.npz", squares, part="val")
    np.testing.assert_allclose(run.model.predict(squares.part("val").images), said.scores, atol=1e-5)
    assert run.model.temperature == pytest.approx(said.settings["temperature"], abs=1e-4)


def test_the_temperature_is_kept_and_fitted_anew_where_it_is_not(squares: Dataset, folder, monkeypatch):
    fitted_anew = []
    monkeypatch.setattr(
        "fittingroom.studies.run.calibrate", lambda *a: fitted_anew.append(a) or calibrate(*a)
    )
    kept = open_run(folder, data=squares).model.temperature
    assert not fitted_anew
    (folder / "run.json").unlink()
    assert open_run(folder, data=squares).model.temperature == pytest.approx(kept)
    assert fitted_anew


def test_data_that_it_did_not_learn_are_refused(squares: Dataset, folder):
    others = dataclasses.replace(squares, images=255 - squares.images, fingerprint="")
    with pytest.raises(InputError, match="was trained on other images than the train part of squares"):
        open_run(folder, data=others)


def test_data_without_a_known_name_are_asked_for(folder):
    with pytest.raises(InputError, match="trained on squares, which has no known name: give --data"):
        open_run(folder)


def test_a_folder_without_a_model_says_what_makes_one(tmp_path):
    with pytest.raises(InputError, match=r"no trained model here .*fittingroom report DATA"):
        open_run(tmp_path)
