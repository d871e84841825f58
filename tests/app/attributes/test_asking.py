"""A picture to labels, group by group, without any server."""

import dataclasses
import os
import shutil

import numpy as np
import pytest

from fittingroom.app.attributes import words
from fittingroom.app.attributes.asking import MOST_NAMED, answer, answer_prepared
from fittingroom.app.attributes.group import COVERAGE, Choice, Several
from fittingroom.app.attributes.preparing import as_stored, preparations, prepared
from fittingroom.app.attributes.subject import AttributeSubject, images_of, study
from fittingroom.measure.attributes.group_sets import answers
from fittingroom.measure.attributes.predictions import sigmoid
from fittingroom.measure.familiarity import yardstick
from fittingroom.models.attributes.learned import load
from fittingroom.models.attributes.recipes import PAPER
from fittingroom.models.attributes.work import answering, data_of
from tests.app.attributes.conftest import SIZE_PX
from tests.cli.made import fails


def of_val(subject: AttributeSubject, row: int):
    image = images_of(subject.val, np.array([row]))[0]
    return answer_prepared(subject, as_stored(image, subject.learned.settings), "own")


def test_named_labels_are_those_of_the_promise_and_of_the_thresholds(attributes: AttributeSubject):
    images = images_of(attributes.val, np.arange(12))
    logits = attributes.ask(images)
    states = set()
    for row in range(12):
        found = of_val(attributes, row)
        for one in found.groups:
            states.add(one.state)
            rule, own = one.known.rule, logits[row, one.known.columns]
            np.testing.assert_allclose(
                one.p,
                answers(sigmoid(own)[None])[0, :-1] if isinstance(rule, Choice) else sigmoid(own),
                atol=1e-5,
            )
            if found.familiar.verdict == "unlike":
                assert (one.state, one.named) == ("unknown", ())
            elif isinstance(rule, Several) and one.state == "named":
                assert set(one.named) == set(np.flatnonzero(own >= rule.threshold))
            elif isinstance(rule, Choice) and rule.promise is not None and one.state == "named":
                strange = 1 - answers(sigmoid(own)[None])[0, :-1]
                assert set(one.named) == set(np.flatnonzero(strange <= rule.promise.thresholds[0]))
                assert 1 <= len(one.named) <= MOST_NAMED
    assert "named" in states


def test_the_sets_promise_and_what_they_kept_are_said(attributes: AttributeSubject):
    place = next(known for known in attributes.groups if known.name == "place")
    assert isinstance(place.rule, Choice)
    assert place.rule.promise is not None
    assert place.rule.covered is not None
    assert place.rule.promise.coverage == COVERAGE
    assert place.rule.covered.value > 0.75
    found = next(one for one in of_val(attributes, 0).groups if one.known.name == "place")
    assert "90" in words.why(found)
    assert f"{100 * place.rule.covered.value:.1f}" in words.why(found) or place.rule.covered.value == 1


def test_a_group_on_no_image_is_never_named_wrongly_sure(attributes: AttributeSubject):
    rare = next(known for known in attributes.groups if known.name == "rare")
    assert isinstance(rare.rule, Several)
    assert rare.rule.none_below is None
    assert rare.rule.recall is None
    assert rare.rule.precision is None
    told = next(one for one in of_val(attributes, 0).groups if one.known.name == "rare")
    if told.state == "unknown" and not told.refused:
        assert "no label was named so on images of val" in words.why(told)
        assert "0" not in words.why(told)


def test_a_picture_unlike_anything_is_unknown_in_every_group(attributes: AttributeSubject):
    far = dataclasses.replace(attributes.familiarity, neighbours=yardstick(np.zeros(1000)))
    strange = of_val(dataclasses.replace(attributes, familiarity=far), 0)
    assert strange.familiar.verdict == "unlike"
    assert {one.state for one in strange.groups} == {"unknown"}
    assert all(words.chips(one) == ("unknown",) for one in strange.groups)
    assert all("refuses" in words.why(one) for one in strange.groups)
    assert "unknown" in words.caution(strange, attributes, outside=True)


def test_without_a_promise_and_with_too_many_answers_a_group_is_unknown(attributes: AttributeSubject):
    def with_rule(**changes):
        groups = tuple(
            dataclasses.replace(k, rule=dataclasses.replace(k.rule, **changes))
            if isinstance(k.rule, Choice)
            else k
            for k in attributes.groups
        )
        found = of_val(dataclasses.replace(attributes, groups=groups), 0)
        return next(one for one in found.groups if isinstance(one.known.rule, Choice))

    assert with_rule(promise=None).state == "unknown"
    assert "Too few" in words.why(with_rule(promise=None))
    place = next(known for known in attributes.groups if known.name == "place")
    assert isinstance(place.rule, Choice)
    assert place.rule.promise is not None
    nothing = dataclasses.replace(place.rule.promise, thresholds=np.full(3, -1.0))
    assert with_rule(promise=nothing).state == "unknown"
    assert "No label is likely enough" in words.why(with_rule(promise=nothing))
    only_none = dataclasses.replace(place.rule.promise, thresholds=np.array([-1.0, -1.0, np.inf]))
    assert with_rule(promise=only_none).state == "none"


def test_the_own_preparation_is_that_of_learning_and_others_keep_proportions(attributes: AttributeSubject):
    settings = attributes.learned.settings
    listed = preparations(settings)
    assert [one.name for one in listed][:2] == ["own", "whole"]
    picture = np.zeros((80, 40, 3), np.uint8)
    for one in listed:
        found = prepared(picture, one, settings)
        assert found.picture.shape == (SIZE_PX, SIZE_PX, 3)
    own, whole = (prepared(picture, one, settings).picture for one in listed[:2])
    assert own.max() == 0
    assert (whole[:, 0] == 255).all()
    assert whole[SIZE_PX // 2, SIZE_PX // 2].max() == 0


def test_a_recipe_that_crops_says_that_the_middle_alone_is_seen(attributes: AttributeSubject):
    settings = dataclasses.replace(attributes.learned.settings, recipe=PAPER, size_px=56)
    found = prepared(np.zeros((80, 40, 3), np.uint8), preparations(settings)[0], settings)
    assert found.picture.shape[0] == 64
    assert found.stages[-1][0] == "middle"
    assert found.stages[-1][1].shape == (56, 56, 3)


def test_a_train_image_is_nearest_to_itself(attributes: AttributeSubject):
    image = images_of(attributes.train, np.array([7]))[0]
    found = answer(attributes, image, attributes.preparations[0])
    assert found.nearest[0] == 7
    assert found.changes == 8
    assert all(0 <= one.kept <= 8 for one in found.groups)


def test_the_next_start_reads_what_was_kept(attributes: AttributeSubject, learned_run):
    kept = [learned_run / name for name in ("logits-val.npz", "familiarity.safetensors")]
    before = [os.stat(path).st_mtime_ns for path in kept]
    learned = load(learned_run)
    with answering(learned) as ask:
        again = study(learned, ask, data_of(learned_run), folder=learned_run, rng=np.random.default_rng(0))
    assert [os.stat(path).st_mtime_ns for path in kept] == before
    for one, other in zip(again.groups, attributes.groups, strict=True):
        for name in ("covered", "precision", "recall", "threshold", "none_below"):
            assert getattr(one.rule, name, None) == getattr(other.rule, name, None)
        np.testing.assert_array_equal(one.stated, other.stated)


def test_a_set_that_has_gone_is_told(learned_run, tmp_path, capsys):
    from fittingroom.errors import InputError

    with pytest.raises(
        InputError, match="does not say which set or world it learned: name its folder with --data"
    ):
        data_of(tmp_path)
    moved = shutil.copytree(learned_run, tmp_path / "moved")
    (moved / "data.json").write_text('{"data": "/nowhere/at/all"}')
    assert "which is not there any more" in fails(capsys, "app", str(moved))
    (tmp_path / "data.json").write_text('{"data": "/nowhere/at/all"}')
    with pytest.raises(InputError, match="which is not there any more"):
        data_of(tmp_path)
