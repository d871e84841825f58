"""You against the model, by itself."""

import numpy as np
import pytest

from fittingroom.app.quiz import PEOPLE, Quiz, answered, draw, score, verdict
from fittingroom.errors import InputError
from fittingroom.measure.paired import mcnemar


def played(answers: list[int]) -> Quiz:
    return Quiz(seed=0, rows=tuple(range(len(answers))), answers=tuple(answers))


def test_a_quiz_asks_different_images_the_same_for_the_same_seed():
    quiz = draw(1000, seed=4)
    assert len(set(quiz.rows)) == 20
    assert quiz == draw(1000, seed=4) != draw(1000, seed=5)
    assert set(draw(7, seed=0).rows) == set(range(7))


def test_every_image_is_asked_equally_often():
    times = np.bincount([row for seed in range(400) for row in draw(40, seed=seed).rows], minlength=40)
    assert 140 < times.min() <= times.max() < 260


def test_both_are_scored_on_the_images_answered(rng):
    labels, model = np.array([0, 1, 2, 0, 1]), np.array([0, 1, 2, 1, 1])
    found = score(played([0, 1, 0, 0, 2]), labels, model, rng=rng)
    assert (found.you.value, found.model.value) == (3 / 5, 4 / 5)
    assert found.gap.value == pytest.approx(-1 / 5)
    assert (found.luck.only_a, found.luck.only_b) == (1, 2)
    assert found.luck == mcnemar(np.array([1, 1, 0, 1, 0], bool), np.array([1, 1, 1, 0, 1], bool))


@pytest.mark.parametrize(
    ("yours", "models", "words"),
    [
        ([0] * 20, [0] * 20, "A draw, 20 to 20. On every image"),
        ([0] * 20, [0] * 19 + [1], "You won, 20 to 19. On 1 image only one of you was right, and luck"),
        ([1] + [0] * 19, [0] * 19 + [1], "A draw, 19 to 19. On 2 images"),
        (
            [1] * 10 + [0] * 10,
            [0] * 20,
            "The model won, 20 to 10. On 10 images only one of you was right: luck",
        ),
    ],
)
def test_the_verdict(yours, models, words, rng):
    found = score(played(yours), np.zeros(20, int), np.array(models), rng=rng)
    assert verdict(found).startswith(words)
    assert ("nothing is shown yet" in verdict(found)) == (found.luck.p >= 0.05 and yours != models)


@pytest.mark.parametrize(("at", "answer"), [(1, 0), (-1, 0), (0, 3), (0, -1)])
def test_an_answer_out_of_turn_or_range_is_refused(at, answer):
    with pytest.raises(InputError):
        answered(draw(30, seed=0), answer, at=at, classes=3)


def test_a_quiz_without_images_or_with_a_foolish_seed_is_refused():
    with pytest.raises(InputError, match="needs a test part"):
        draw(0, seed=0)
    with pytest.raises(InputError, match="whole number"):
        draw(5, seed=-1)


def test_people_on_fashion_mnist_as_published():
    people = PEOPLE["fashion-mnist"]
    assert (people.value, people.n) == (0.835, 1000)
    assert people.low == pytest.approx(0.811, abs=1e-3)
    assert people.high == pytest.approx(0.857, abs=1e-3)
