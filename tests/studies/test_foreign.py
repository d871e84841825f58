"""Foreign pictures: counted by hand, senders resampled, no accuracy where no class is right."""

import numpy as np
import pytest

from fittingroom.errors import InputError
from fittingroom.measure.conformal import lac, sets
from fittingroom.measure.familiarity import yardstick
from fittingroom.studies.foreign import Pictures, ask_about
from fittingroom.studies.knowing import Noticed
from fittingroom.types import Dataset


class Bright:
    """Names the place that is brightest, in `squares`."""

    name, kind, settings = "bright", "probabilities", {}

    def predict(self, images: np.ndarray) -> np.ndarray:
        places = [images[:, y : y + 4, x : x + 4].mean(axis=(1, 2)) for y, x in ((1, 1), (1, 7), (7, 4))]
        scores = np.exp(np.stack(places, axis=1) / 10)
        return (scores / scores.sum(axis=1, keepdims=True)).astype(np.float32)


def by_brightness(images: np.ndarray) -> tuple[Noticed, ...]:
    """A picture is unlike where its mean is far from 65, what `squares` have."""
    usual = yardstick(np.linspace(0, 8, 199))
    return (Noticed(by="mean", usual=usual, unlikeness=np.abs(images.mean(axis=(1, 2)) - 65)),)


@pytest.fixture
def ask(squares: Dataset, rng):
    cal, val = squares.part("cal"), squares.part("val")
    promise = lac(Bright().predict(cal.images), cal.labels, 0.9)

    def about(*asked: Pictures):
        return ask_about(
            Bright(),
            squares.part("train").images[:100],
            asked,
            promises=[promise],
            notice=by_brightness,
            val_confidence=Bright().predict(val.images).max(axis=1),
            rng=rng,
        )

    return about, promise


def test_everything_is_counted(ask, squares: Dataset):
    about, promise = ask
    test = squares.take("test")
    right = np.eye(3, dtype=bool)[test.labels]
    right[:, 2] = True  # two classes may be right for one picture
    bleached = np.clip(test.images + 90.0, 0, 255).astype(np.uint8)
    clean, pale = about(
        Pictures(name="clean", images=test.images, right=right),
        Pictures(name="pale", images=bleached, right=right),
    )
    for answered, images in ((clean, test.images), (pale, bleached)):
        p = Bright().predict(images)
        assert answered.accuracy.value == pytest.approx(right[np.arange(60), p.argmax(axis=1)].mean())
        (held,) = answered.sets
        assert held.covered.value == pytest.approx((sets(promise, p) & right).any(axis=1).mean())
        assert held.size.value == pytest.approx(sets(promise, p).sum(axis=1).mean())
        assert sum(answered.verdicts.values()) == pytest.approx(1)
        assert [r.by for r in answered.refusals] == ["mean", "confidence"]
    assert clean.told_apart[0].value < 0.7
    assert pale.told_apart[0].value == 1
    assert pale.verdicts == {"unlike anything it was trained on": 1}
    assert pale.refusals[0].kept.value == 0


def test_things_of_no_class_have_no_accuracy(ask, rng):
    (answered,) = ask[0](Pictures(name="noise", images=rng.integers(0, 256, (30, 12, 12), dtype=np.uint8)))
    assert answered.accuracy is None
    assert answered.sets[0].covered is None
    assert answered.refusals[0].right_kept is None
    assert answered.confidence.n == 30


def test_photos_of_one_sender_are_resampled_together(ask, squares: Dataset):
    train = squares.part("train")
    senders = np.argsort(np.argsort(train.images.mean(axis=(1, 2)))) // 30
    right = np.eye(3, dtype=bool)[train.labels]
    (answered,) = ask[0](Pictures(name="photos", images=train.images, right=right, groups=senders))
    for m in (answered.accuracy, answered.sets[0].covered, answered.refusals[0].kept):
        agree = "Wilson 95 %, each of 14 groups once"
        assert m.method == (agree if m.value in (0, 1) else "cluster bootstrap 95 %, 14 groups")
        assert m.low < m.high
    assert answered.told_apart[0].method == "cluster bootstrap 95 %, 100 and 14 groups"


def test_a_model_without_probabilities_is_refused(squares: Dataset, rng):
    class Blunt(Bright):
        kind = "labels"

    with pytest.raises(InputError, match="needs probabilities and a promise"):
        ask_about(
            Blunt(),
            squares.part("val").images,
            [],
            promises=[],
            notice=by_brightness,
            val_confidence=np.ones(3),
            rng=rng,
        )
