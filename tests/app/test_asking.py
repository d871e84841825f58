"""A picture to an answer, without any server."""

import dataclasses

import numpy as np
import pytest

from fittingroom.app import words
from fittingroom.app.asking import Answer, answer, answer_prepared
from fittingroom.app.collecting import Kept
from fittingroom.app.preparing import AS_IT_IS, find, preparations
from fittingroom.app.subject import COVERAGE, Subject, as_sure, identity, inside, study
from fittingroom.build import Prepared
from fittingroom.data.ledger import openings
from fittingroom.errors import InputError
from tests.app.conftest import SIZE


def seen(image: np.ndarray) -> Prepared:
    return Prepared(picture=image, stages=(("picture", image),), failures=())


@pytest.fixture
def drawn() -> np.ndarray:
    """A bar across, dark on white paper, as somebody draws it."""
    paper = np.full((448, 448, 3), 255, np.uint8)
    paper[190:260, 80:360] = 17
    return paper


def test_images_of_val_are_answered_as_the_model_answers_them(subject: Subject):
    val = subject.run.data.part("val")
    for image, row in zip(val.images[:10], subject.run.model.predict(val.images[:10]), strict=True):
        found = answer_prepared(subject, seen(image), "as-it-is")
        np.testing.assert_allclose(found.probabilities, row, atol=1e-5)
        assert found.top == row.argmax()
        assert found.likely[found.top] or not found.likely.any()


def test_the_verdict_is_that_of_the_run_and_a_checked_pattern_is_unlike_anything(subject: Subject):
    val = subject.run.data.part("val").images[:12]
    verdicts = subject.familiarity.verdicts(inside(subject, val))
    for image, verdict in zip(val, verdicts, strict=True):
        assert verdict.startswith(answer_prepared(subject, seen(image), "").familiar.verdict)
    checked = (255 * (np.indices((SIZE, SIZE)).sum(axis=0) % 2)).astype(np.uint8)
    strange = answer_prepared(subject, seen(checked), "")
    assert strange.familiar.verdict == "unlike"
    assert strange.familiar.distance > strange.familiar.unlike >= strange.familiar.like
    assert strange.named == ()
    assert "refuses" in words.answers(strange, subject.classes)


def test_a_drawing_on_white_paper_is_negated_for_data_on_dark_ground(subject: Subject, drawn):
    assert subject.preparations[0].name == "stretch-negate"
    found = answer(subject, drawn, subject.preparations[0])
    assert found.prepared.picture.shape == (SIZE, SIZE)
    assert found.prepared.picture[0, 0] < 20
    assert subject.classes[found.top] == "across"


def test_colour_data_are_only_brought_to_size(subject: Subject, drawn):
    data = subject.run.data
    colour = dataclasses.replace(data, images=np.repeat(data.images[..., None], 3, axis=3), fingerprint="")
    assert preparations(colour) == (AS_IT_IS,)


def test_an_unknown_preparation_is_refused_with_those_that_there_are(subject: Subject):
    with pytest.raises(InputError, match=r"no preparation '\.\./etc'.*stretch-negate.*as-it-is"):
        find("../etc", subject.preparations)


def test_eight_harmless_changes_are_counted(subject: Subject):
    image = subject.run.data.part("val").images[0]
    found = answer_prepared(subject, seen(image), "")
    assert len(found.changes) == 8
    said = subject.run.model.predict(np.stack([change.picture for change in found.changes])).argmax(axis=1)
    assert found.kept == (said == found.top).sum()
    assert words.steady(found, subject.classes).startswith("Eight changes")


def test_the_nearest_training_image_of_a_training_image_is_itself(subject: Subject):
    train = subject.run.data.part("train")
    for row in (0, 7, 100):
        assert answer_prepared(subject, seen(train.images[row]), "").nearest[0] == row


def test_the_sentence_about_confidence_counts_the_test_images_answered_as_surely(subject: Subject):
    image = subject.run.data.part("val").images[1]
    found = answer_prepared(subject, seen(image), "")
    near, least, most = as_sure(subject, found.confidence)
    stated = subject.said.confidence
    span = (stated >= least) & (stated <= most)
    assert near.n == 20 <= span.sum()
    away = np.abs(stated - found.confidence)
    assert (away[~span] >= np.sort(away)[19]).all()
    sentence, tested = words.confidence(found, subject, (), "data")
    assert tested
    assert "n = 20)" in sentence
    assert f"{100 * near.value:.0f} in 100" in sentence


def test_all_test_images_as_sure_as_can_be_are_those_of_the_whole_part(subject: Subject, monkeypatch):
    monkeypatch.setattr("fittingroom.app.subject.NEAR", 1.0)
    near, _, _ = as_sure(subject, 0.5)
    assert (near.value, near.n) == (subject.accuracy.value, subject.accuracy.n)


def test_the_test_part_is_opened_once_and_written_down(run, rng):
    subject = study(run, rng=rng)
    assert [one.why[:4] for one in openings(run.data)] == ["app:"]
    assert subject.promise.coverage == COVERAGE
    assert subject.accuracy.n == len(subject.test) == subject.covered.n == 100


def kept(subject: Subject, found: Answer, n: int, **more) -> tuple[Kept, ...]:
    """n photos that were answered as `found` is, and rightly."""
    top = subject.classes[found.top]
    told = {
        "file": "", "label": top, "group": "Ada", "answer": top, "answers": top,
        "confidence": found.confidence, "verdict": found.familiar.verdict, "preparation": found.preparation,
        "source": "photo", "model": subject.identity, "when": "2026",
    }  # fmt: skip
    return (Kept(**{**told, **more}),) * n


def test_the_sentence_about_confidence_counts_this_model_and_this_preparation_alone(subject: Subject, drawn):
    found = answer(subject, drawn, subject.preparations[0])
    sentence, _ = words.confidence(found, subject, kept(subject, found, 5), "photo")
    assert sentence.startswith("Of photos brought here and prepared alike")
    assert "(n = 5)" in sentence
    others = kept(subject, found, 5, model="convnet") + kept(subject, found, 5, preparation="grabcut")
    assert "brought here" not in words.confidence(found, subject, others, "photo")[0]


def test_another_training_of_the_same_name_is_another_model(subject: Subject, run, rng):
    fitted = run.model.model
    assert subject.identity == f"{fitted.name} {fitted.fingerprint[:12]}"
    assert study(run, rng=rng).identity == subject.identity
    weights = {name: weight + 1 for name, weight in fitted.weights.items()}
    other = dataclasses.replace(
        run, model=dataclasses.replace(run.model, model=dataclasses.replace(fitted, weights=weights))
    )
    assert other.model.name == run.model.name
    assert identity(other, subject.said) != subject.identity
