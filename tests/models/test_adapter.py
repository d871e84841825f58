"""Every kind of model gives the scores that its own library gives, and a misfit is one sentence."""

import os
import re
import warnings
from types import ModuleType

import numpy as np
import pytest
import torch
from sklearn.dummy import DummyClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import LinearSVC

from fittingroom.errors import InputError
from fittingroom.models.adapter import as_predictor, fit_if_needed, predict_part
from fittingroom.types import Part

CLASSES = 4
KERAS_ON_NUMPY_2 = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")


@pytest.fixture
def part(rng: np.random.Generator) -> Part:
    """1,100 grey images of 6 x 5 whose brightness tells the class: more than two chunks."""
    labels = rng.integers(0, CLASSES, 1100)
    images = (60 * labels[:, None, None] + rng.integers(0, 40, (1100, 6, 5))).astype(np.uint8)
    return Part("val", images, labels, np.arange(1100).astype(str))


@pytest.fixture(scope="session")
def keras(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    os.environ["KERAS_BACKEND"] = "torch"
    os.environ["KERAS_HOME"] = str(tmp_path_factory.mktemp("keras"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of its own imports
        return pytest.importorskip("keras")


def rows(images: np.ndarray) -> np.ndarray:
    return images.reshape(len(images), -1).astype(np.float32) / 255


def softmax(x: np.ndarray) -> np.ndarray:
    return torch.from_numpy(x).softmax(1).numpy()


def adapt(model, part: Part, **keywords):
    return as_predictor(model, classes=CLASSES, examples=part.images, **keywords)


def test_a_pipeline_gives_its_own_probabilities(part):
    model = make_pipeline(StandardScaler(), LogisticRegression()).fit(rows(part.images), part.labels)
    predictor = adapt(model, part)
    assert predictor.kind == "probabilities"
    assert predictor.name == "StandardScaler > LogisticRegression"
    assert predictor.settings["input"] == "pixels (n, h*w*c) / 255"
    np.testing.assert_allclose(
        predictor.predict(part.images), model.predict_proba(rows(part.images)), rtol=1e-5, atol=1e-7
    )


def test_a_class_that_the_estimator_never_saw_gets_zero(part):
    seen = part.labels != 2
    model = LogisticRegression().fit(rows(part.images[seen]), part.labels[seen])
    scores = adapt(model, part).predict(part.images)
    assert (scores[:, 2] == 0).all()
    np.testing.assert_array_equal(scores.argmax(1), model.predict(rows(part.images)))


def test_an_estimator_without_probabilities_gives_labels(part):
    model = LinearSVC().fit(rows(part.images), part.labels)
    predictor = adapt(model, part)
    scores = predictor.predict(part.images)
    assert predictor.kind == "labels"
    np.testing.assert_array_equal(scores, np.eye(CLASSES)[model.predict(rows(part.images))])


def test_an_estimator_fitted_on_names_is_refused(part):
    model = DummyClassifier().fit(rows(part.images), np.array(list("abcd"))[part.labels])
    with pytest.raises(InputError, match=r"fitted on the labels \['a'.*whole numbers in 0\.\.3"):
        adapt(model, part)


def test_only_an_unfitted_estimator_is_fitted_and_the_users_own_stays_as_it_was(part, capsys):
    unfitted = LogisticRegression()
    fitted, here = fit_if_needed(unfitted, part)
    assert here
    assert not hasattr(unfitted, "classes_")
    assert fitted.score(rows(part.images), part.labels) > 0.9
    assert "fitting LogisticRegression on 1,100 images of val" in capsys.readouterr().err
    assert fit_if_needed(fitted, part) == (fitted, False)
    assert fit_if_needed(len, part) == (len, False)


def test_fitting_uses_the_users_preprocessing(part):
    fitted, _ = fit_if_needed(
        LogisticRegression(), part, preprocess=lambda images: images.mean((1, 2))[:, None]
    )
    assert fitted.n_features_in_ == 1


def test_an_estimator_that_cannot_be_fitted_says_why(part):
    with pytest.raises(InputError, match=r"LogisticRegression could not be fitted: .*C"):
        fit_if_needed(LogisticRegression(C=-1), part)


class Recording(torch.nn.Module):
    """Logits from brightness, with dropout that must be off, and a note of what it was given."""

    def __init__(self, finish=None):
        super().__init__()
        self.dropout = torch.nn.Dropout(0.5)
        self.weight = torch.nn.Parameter(torch.linspace(-1, 1, CLASSES))
        self.finish = finish
        self.given: list[torch.Tensor] = []

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        self.given.append(x)
        logits = self.dropout(x.mean((1, 2, 3), keepdim=False)[:, None]) * 3 * self.weight
        return self.finish(logits) if self.finish else logits


@pytest.mark.parametrize(
    "finish",
    [None, lambda x: x.softmax(1), lambda x: x.log_softmax(1)],
    ids=["logits", "probabilities", "log"],
)
def test_a_torch_module_gives_probabilities_whatever_it_ends_in(part, finish):
    model = Recording(finish)
    model.train()
    model.dropout.eval()
    scores = adapt(model, part).predict(part.images)
    brightness = rows(part.images).mean(1)[:, None]
    np.testing.assert_allclose(
        scores, softmax(brightness * 3 * np.linspace(-1, 1, CLASSES, dtype=np.float32)), rtol=1e-4
    )
    assert model.training
    assert not model.dropout.training
    assert model.given[0].shape == (64, 1, 6, 5)
    assert model.given[0].dtype == torch.float32
    assert float(torch.cat(model.given).max()) <= 1


def test_a_torch_module_in_training_mode_is_asked_without_dropout(part):
    model = Recording().train()
    predictor = adapt(model, part)
    np.testing.assert_array_equal(predictor.predict(part.images), predictor.predict(part.images))


def test_a_torch_module_in_half_precision_gets_half_precision(part):
    model = Recording().to(torch.bfloat16)
    adapt(model, part).predict(part.images)
    assert {x.dtype for x in model.given} == {torch.bfloat16}


@KERAS_ON_NUMPY_2
@pytest.mark.parametrize("shape", [(6, 5), (6, 5, 1), (30,)])
@pytest.mark.parametrize("activation", [None, "softmax"])
def test_a_keras_model_gets_the_shape_that_it_declares(part, keras, shape, activation):
    model = keras.Sequential(
        [keras.Input(shape), keras.layers.Flatten(), keras.layers.Dense(CLASSES, activation=activation)]
    )
    predictor = adapt(model, part)
    assert predictor.settings["kind of model"] == "Keras model"
    assert predictor.kind == "probabilities"
    weight, bias = model.get_weights()
    np.testing.assert_allclose(
        predictor.predict(part.images), softmax(rows(part.images) @ weight + bias), rtol=1e-4, atol=1e-6
    )


def test_a_function_gets_the_images_as_they_are_and_may_give_labels(part):
    given = []

    def brightness(images: np.ndarray) -> np.ndarray:
        given.append(images.dtype)
        return images.mean((1, 2)).astype(int) // 64

    predictor = adapt(brightness, part)
    assert (predictor.kind, predictor.name) == ("labels", "brightness")
    np.testing.assert_array_equal(predictor.predict(part.images).argmax(1), brightness(part.images))
    assert set(given) == {np.dtype(np.uint8)}


def test_a_functions_scores_are_probabilities_only_if_they_sum_to_one(part):
    def tile(row):
        return lambda images: np.tile(np.array(row, np.float32), (len(images), 1))

    assert adapt(tile([0.1, 0.2, 0.3, 0.4]), part).kind == "probabilities"
    assert adapt(tile([1, 2, 3, 4]), part).kind == "scores"


@KERAS_ON_NUMPY_2
def test_preprocess_replaces_the_default_input_of_every_kind(part, keras):
    def first_pixel(images: np.ndarray) -> np.ndarray:
        return images[:, 0, :1].astype(np.float32)

    estimator = LogisticRegression().fit(first_pixel(part.images), part.labels)
    models = (
        estimator,
        torch.nn.Linear(1, CLASSES),
        keras.Sequential([keras.Input((1,)), keras.layers.Dense(CLASSES)]),
        lambda x: np.repeat(x, CLASSES, axis=1),
    )
    for model in models:
        predictor = adapt(model, part, preprocess=first_pixel)
        assert predictor.predict(part.images).shape == (1100, CLASSES)
        assert predictor.settings["input"].startswith("preprocessed by the user")


def test_predictions_of_a_part_carry_everything_that_says_where_they_come_from(part):
    predictor = adapt(
        lambda images: np.zeros(len(images), int), part, name="nought", settings={"fitted_here": False}
    )
    found = predict_part(predictor, part, data="abc", seed=3)
    assert (found.model, found.part, found.data, found.seed, found.kind) == (
        "nought",
        "val",
        "abc",
        3,
        "labels",
    )
    assert found.settings["fitted_here"] is False
    np.testing.assert_array_equal(found.ids, part.ids)
    np.testing.assert_array_equal(found.answers, 0)


def test_a_predictor_is_asked_once_for_everything(part):
    class Own:
        name, settings, kind = "own", {"depth": 3}, "scores"

        def predict(self, images):
            asked.append(len(images))
            return np.ones((len(images), CLASSES), np.float32)

    asked: list[int] = []
    predictor = adapt(Own(), part)
    predictor.predict(part.images)
    assert asked == [64, 1100]
    assert (predictor.name, predictor.kind, predictor.settings) == ("own", "scores", {"depth": 3})


def constant(value):
    return lambda images: np.tile(value, (len(images), 1))


@pytest.mark.parametrize(
    ("model", "message"),
    [
        (constant([0.5, 0.5, 0.0]), r"expected probabilities of shape \(64, 4\) .* found shape \(64, 3\)"),
        (lambda images: np.ones((3, CLASSES)), r"expected scores of shape \(64, 4\).*found shape \(3, 4\)"),
        (
            lambda images: np.ones(len(images) + 1, int),
            r"expected labels of shape \(64,\).*found shape \(65,\)",
        ),
        (lambda images: np.full(len(images), 4), r"labels must lie in 0\.\.3 \(4 classes\), found 4\.\.4"),
        (lambda images: np.full(len(images), -1), r"labels must lie in 0\.\.3 .* found -1\.\.-1"),
        (lambda images: np.full(len(images), 0.5), r"whole number in 0\.\.3, found 0\.5"),
        (constant([1, 2, np.nan, 0]), r"the answers for 64 of 64 images hold NaN"),
        (constant([1, 2, -3.5, 0]), r"scores must not be negative, found -3\.5; if these are logits"),
        (lambda images: None, r"found shape \(\)"),
        (constant(["a", "b", "c", "d"]), r"expected numbers, found answers of type"),
    ],
)
def test_answers_that_do_not_fit_are_refused_in_one_sentence(part, model, message):
    with pytest.raises(InputError, match=message) as refused:
        adapt(model, part, name="mine")
    assert str(refused.value).startswith("mine: ")
    assert "\n" not in str(refused.value)


def test_answers_that_go_wrong_later_are_refused_then(part):
    predictor = adapt(lambda images: np.full(len(images), 0 if len(images) == 64 else 9), part, name="mine")
    with pytest.raises(InputError, match=r"mine: labels must lie in 0\.\.3"):
        predictor.predict(part.images)


def test_logits_that_are_nan_are_refused(part):
    model = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(30, CLASSES))
    torch.nn.init.constant_(model[1].weight, float("inf"))
    with pytest.raises(InputError, match="hold NaN"):
        adapt(model, part)


def test_an_error_inside_the_model_is_kept_as_the_cause(part):
    def broken(images):
        raise ZeroDivisionError("by zero")

    message = "broken failed on images of shape (64, 6, 5): ZeroDivisionError: by zero; "
    with pytest.raises(InputError, match=re.escape(message)) as refused:
        adapt(broken, part)
    assert isinstance(refused.value.__cause__, ZeroDivisionError)


@pytest.mark.parametrize(
    ("model", "message"),
    [
        (LogisticRegression, r"LogisticRegression is a class: hand over an object of it"),
        ("convnet", r"cannot use an object of type str as a model"),
    ],
)
def test_what_is_no_model_is_refused(part, model, message):
    with pytest.raises(InputError, match=message):
        adapt(model, part)
