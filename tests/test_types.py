"""A noun is valid from birth: each broken one is refused with the numbers that are wrong."""

from dataclasses import replace

import numpy as np
import pytest

from fittingroom.errors import DataError, InputError, SealedError
from fittingroom.files import fingerprint
from fittingroom.types import Card, Dataset, Finding, LabelNoise, Measurement, Predictions


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            {"images": np.zeros((600, 12, 12), np.float32)},
            r"uint8 of shape .* found float32 of shape \(600, 12, 12\)",
        ),
        ({"images": np.zeros((600, 144), np.uint8)}, r"found uint8 of shape \(600, 144\)"),
        ({"labels": np.zeros(599, np.int64)}, r"need labels of shape \(600,\), found \(599,\)"),
        ({"labels": np.full(600, 3)}, r"must lie in 0..2 \(3 classes\), found 3..3"),
        ({"labels": np.full(600, -1)}, "found -1..-1"),
        ({"labels": np.zeros(600, np.int32)}, "must be int64, found int32"),
        ({"parts": {"dev": np.arange(3)}}, "unknown parts"),
        ({"parts": {"train": np.arange(600), "val": np.arange(10)}}, "10 rows stand in two parts"),
        ({"parts": {"train": np.arange(601)}}, r"rows 0..600, there are 600"),
        ({"groups": np.zeros(5, np.int64)}, "groups of shape"),
    ],
)
def test_broken_data_sets_are_refused(squares: Dataset, change: dict, message: str):
    with pytest.raises(DataError, match=message):
        replace(squares, **change, fingerprint="")


def test_test_part_is_sealed(squares: Dataset):
    with pytest.raises(SealedError, match="open_test"):
        squares.part("test")
    with pytest.raises(InputError, match="no part 'dev'; it has train, val, cal, test"):
        squares.part("dev")
    assert len(squares.part("val")) == 60


def test_fingerprint_follows_pixels_and_labels(squares: Dataset):
    assert replace(squares, fingerprint="").fingerprint == squares.fingerprint
    labels = squares.labels.copy()
    labels[0] = (labels[0] + 1) % 3
    assert replace(squares, labels=labels, fingerprint="").fingerprint != squares.fingerprint


def predictions(scores: np.ndarray, **change) -> Predictions:
    about = {"kind": "probabilities", "model": "m", "part": "val"} | change
    return Predictions(ids=np.array([f"{i}" for i in range(len(scores))]), scores=scores, **about)


@pytest.mark.parametrize(
    ("scores", "message"),
    [
        (np.ones((2, 2), np.float64), "float32"),
        (np.ones(2, np.float32), "float32 of shape"),
        (np.empty((0, 2), np.float32), "no predictions"),
        (np.array([[0.5, np.nan]], np.float32), "1 of 1 rows of scores hold NaN"),
        (np.array([[-0.5, 1.5]], np.float32), "must not be negative, found -0.5"),
        (np.array([[0.5, 0.2]], np.float32), "must sum to 1, one is off by 0.3"),
        (
            np.array([[0, 1], [0, 0], [0, 0]], np.float32),
            "2 of 3 rows of scores hold zeros only.* of 1: such",
        ),
    ],
)
def test_broken_predictions_are_refused(scores: np.ndarray, message: str):
    with pytest.raises(InputError, match=message):
        predictions(scores)


def test_scores_of_another_kind_need_not_sum_to_one():
    assert predictions(np.array([[3.0, 5.0]], np.float32), kind="scores").answers.tolist() == [1]


def test_equal_scores_name_the_first_class_and_fingerprints_tell_answers_apart():
    even = predictions(np.full((3, 2), 0.5, np.float32))
    assert even.answers.tolist() == [0, 0, 0]
    assert even.fingerprint == predictions(np.full((3, 2), 0.5, np.float32), model="other name").fingerprint
    assert even.fingerprint != predictions(np.array([[0.4, 0.6]] * 3, np.float32)).fingerprint


def named(*ids: str) -> Predictions:
    scores = np.full((len(ids), 2), 0.5, np.float32)
    return Predictions(ids=np.array(ids), scores=scores, kind="probabilities", model="m", part="val")


def test_ids_may_be_names_of_any_language():
    names = ("im/Größe-150.png", "naïve ünï.jpg", "Été/1.png", "seen\udcff.jpg")
    found = [named(name).fingerprint for name in names]
    assert len(set(found)) == len(names)
    assert found == [named(name).fingerprint for name in names]
    assert named(*names).fingerprint == named(*names).fingerprint != named(*names[::-1]).fingerprint


@pytest.mark.parametrize("width", [10, 11, 40])
def test_fingerprints_of_plain_ids_are_what_they_always_were(width: int):
    """Ledgers and leaderboards know answers by them; an array of ids may be wider than each of them."""
    ids = np.array(["test-00000", "test-00001"], f"U{width}")
    said = replace(named("a", "b"), ids=ids)
    assert said.fingerprint == fingerprint(ids.astype("S"), said.scores)


def test_small_nouns_check_themselves():
    with pytest.raises(InputError, match="both ends"):
        Measurement(name="accuracy", value=0.5, n=2, method="m", part="test", low=0.1)
    with pytest.raises(InputError, match="upside down"):
        Measurement(name="accuracy", value=0.5, n=2, method="m", part="test", low=0.6, high=0.4)
    with pytest.raises(InputError, match="FR and three digits"):
        Finding(code="FR1", title="t", status="passed", sentence="s")
    with pytest.raises(DataError, match="at least 2 classes"):
        Card(name="one", classes=("a",), counts={})
    with pytest.raises(DataError, match="must differ"):
        Card(name="twice", classes=("a", "a"), counts={})
    with pytest.raises(DataError, match="low <= high"):
        LabelNoise(low=0.5, high=0.1, source="s")
