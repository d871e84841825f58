"""From any model to a report: the order of honesty, and the same answer whatever brings it."""

import json

import numpy as np
import pytest

import fittingroom as fr
from fittingroom.data.ledger import openings
from fittingroom.errors import InputError
from fittingroom.types import Dataset


def bright_corner(images: np.ndarray) -> np.ndarray:
    """Scores by the mean brightness of the three places where `squares` has its square."""
    places = [images[:, y : y + 4, x : x + 4].mean(axis=(1, 2)) for y, x in ((1, 1), (1, 7), (7, 4))]
    brightness = np.stack(places, axis=1)
    return np.exp(brightness / 10) / np.exp(brightness / 10).sum(axis=1, keepdims=True)


def by_name(report: fr.report) -> dict:
    return {measurement.name: measurement for measurement in report.measurements}


def test_a_function_becomes_a_report(squares: Dataset, tmp_path):
    report = fr.report(bright_corner, squares, folder=tmp_path)
    headline = report.headline
    test = squares.take("test")
    expected = (bright_corner(test.images).argmax(axis=1) == test.labels).mean()
    assert (headline.name, headline.part, headline.n) == ("accuracy", "test", 60)
    assert headline.value == pytest.approx(expected)
    assert headline.value > report.baseline(headline).value
    assert len(report.verdict) == 5
    assert [finding.code for finding in report.findings] == [f"FR{n:03d}" for n in range(1, 12)]


def test_every_number_has_an_interval_or_says_that_it_is_exact(squares: Dataset, tmp_path):
    report = fr.report(bright_corner, squares, folder=tmp_path)
    bare = [m.name for m in report.measurements if m.low is None]
    assert bare == ["chance"], "only a blind guess is known exactly"


def test_predictions_are_on_disk_before_the_test_part_opens(squares: Dataset, tmp_path):
    seen = {}

    def model(images: np.ndarray) -> np.ndarray:
        if len(openings(squares)) and "files" not in seen:
            seen["files"] = sorted(path.name for path in tmp_path.iterdir())
        return bright_corner(images)

    fr.report(model, squares, folder=tmp_path)
    assert seen["files"] == ["predictions-cal.npz", "predictions-train.npz", "predictions-val.npz"]
    assert (tmp_path / "predictions-test.npz").exists()


def test_a_failing_model_leaves_the_test_part_sealed(squares: Dataset, tmp_path):
    with pytest.raises(InputError):
        fr.report(lambda images: np.full((len(images), 3), np.nan), squares, folder=tmp_path)
    assert openings(squares) == ()
    assert list(tmp_path.iterdir()) == []


def test_report_and_score_of_its_predictions_agree(squares: Dataset, tmp_path):
    report = fr.report(bright_corner, squares, folder=tmp_path)
    again = fr.score(tmp_path / "predictions-test.npz", squares)
    assert again.headline.value == report.headline.value
    assert (again.headline.low, again.headline.high) == (report.headline.low, report.headline.high)
    assert {f.code for f in again.findings if f.status == "not applicable"} >= {"FR004"}


def test_labels_alone_are_judged_without_confidence(squares: Dataset, tmp_path):
    ids = squares.ids[squares.rows("test")]
    lines = [
        "id,label",
        *(f"{name},{label}" for name, label in zip(ids, squares.take("test").labels, strict=True)),
    ]
    (tmp_path / "p.csv").write_text("\n".join(lines))
    report = fr.score(tmp_path / "p.csv", squares)
    assert report.headline.value == 1
    assert "expected calibration error" not in by_name(report)
    assert "confidence was not judged" in report.verdict[2]


def test_scoring_val_opens_nothing(squares: Dataset, tmp_path):
    np.savez(tmp_path / "p.npz", labels=squares.part("val").labels)
    report = fr.score(tmp_path / "p.npz", squares, part="val")
    assert report.headline.part == "val"
    assert openings(squares) == ()
    assert "not sealed" in report.verdict[-1]


def test_the_same_model_gives_the_same_report(squares: Dataset, tmp_path):
    first, second = (
        json.loads(fr.report(bright_corner, squares, folder=tmp_path / name).json()) for name in ("a", "b")
    )
    assert first["measurements"] == second["measurements"]


def test_two_models_are_counted_as_two_looks(squares: Dataset, tmp_path):
    fr.report(bright_corner, squares, folder=tmp_path / "a")
    report = fr.report(lambda images: bright_corner(images)[:, ::-1], squares, folder=tmp_path / "b")
    assert "2 different models" in report.reuse
    assert len(report.openings) == 2


def test_scikit_learn_pipeline_is_fitted_on_train_alone(squares: Dataset, tmp_path):
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    report = fr.report(make_pipeline(StandardScaler(), LogisticRegression()), squares, folder=tmp_path)
    train = squares.part("train")
    own = make_pipeline(StandardScaler(), LogisticRegression()).fit(
        train.images.reshape(len(train), -1).astype(np.float32) / 255, train.labels
    )
    test = squares.take("test")
    expected = own.score(test.images.reshape(60, -1).astype(np.float32) / 255, test.labels)
    assert report.headline.value == pytest.approx(expected)
    assert "model: fitted_here" in report.provenance


@pytest.mark.filterwarnings(
    "ignore:__array__ implementation doesn't accept a copy keyword"
)  # Keras on NumPy 2
def test_torch_module_and_keras_model_give_what_the_function_gives(squares: Dataset, tmp_path, monkeypatch):
    import torch

    masks = np.zeros((3, 144), np.float32)
    for row, (y, x) in enumerate(((1, 1), (1, 7), (7, 4))):
        mask = np.zeros((12, 12), np.float32)
        mask[y : y + 4, x : x + 4] = 255 / 16 / 10
        masks[row] = mask.ravel()
    module = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(144, 3, bias=False))
    module[1].weight.data = torch.from_numpy(masks)

    monkeypatch.setenv("KERAS_BACKEND", "torch")
    import keras

    model = keras.Sequential(
        [keras.Input((12, 12)), keras.layers.Flatten(), keras.layers.Dense(3, "softmax", use_bias=False)]
    )
    model.layers[-1].set_weights([masks.T])
    values = [
        fr.report(brought, squares, folder=tmp_path / str(number)).headline.value
        for number, brought in enumerate((bright_corner, module, model))
    ]
    assert values[0] == values[1] == values[2]


def test_predictions_on_other_data_are_refused(squares: Dataset, tmp_path):
    from dataclasses import replace

    fr.report(bright_corner, squares, folder=tmp_path)
    labels = squares.labels.copy()
    labels[0] = (labels[0] + 1) % 3
    other = replace(squares, labels=labels, fingerprint="")
    with pytest.raises(InputError, match="were made on other data"):
        fr.score(tmp_path / "predictions-test.npz", other)
