"""Annotators err as often as the world says, each alone, and the same whenever they are asked."""

from dataclasses import replace

import numpy as np
import pytest

from fittingroom.data.attributes import imaterialist
from fittingroom.simulate.world.annotators import SPAMMER, answers, pool
from fittingroom.simulate.world.settings import Annotators

STEADY = replace(Annotators(), difficulty=0.0, unseen=1.0, discard=0.0)
K = len(imaterialist().labels)


def asked(settings: Annotators, rows: np.ndarray, truth: np.ndarray, **given: np.ndarray):
    possible = given.get("possible", np.ones_like(truth))
    seen = given.get("seen", np.ones(K, bool))
    return answers(pool(settings, 0), settings, rows, seed=0, truth=truth, possible=possible, seen=seen)


@pytest.fixture
def truth(rng: np.random.Generator) -> np.ndarray:
    return rng.random((800, K)) < 0.04


def test_each_errs_at_the_rates_that_are_written_down(truth: np.ndarray):
    people, found = pool(STEADY, 0), asked(STEADY, np.arange(800), truth)
    groups = np.array([people.groups.index(label.group) for label in imaterialist().labels])
    right = truth[found.at]
    for group, _ in enumerate(people.groups):
        own = groups == group
        for person in range(STEADY.pool):
            mine = found.annotator == person
            for is_true, rate in ((True, people.sensitivity), (False, 1 - people.specificity)):
                cells = found.labels[mine][:, own][right[mine][:, own] == is_true]
                expected = rate[person, group]
                spread = np.sqrt(expected * (1 - expected) / len(cells))
                assert abs(cells.mean() - expected) < 6 * spread + 1e-9


def test_every_row_gets_its_answers_from_different_people(truth: np.ndarray):
    found = asked(Annotators(), np.arange(800), truth)
    assert np.array_equal(np.bincount(found.at), np.full(800, 4))
    assert len(set(zip(found.at.tolist(), found.annotator.tolist(), strict=True))) == 3200
    assert len(np.unique(found.annotator)) == Annotators().pool


def test_an_answer_does_not_depend_on_the_other_rows(truth: np.ndarray):
    whole, some = asked(Annotators(), np.arange(800), truth), np.array([40, 7])
    alone = asked(Annotators(), some, truth[some])
    for place, row in enumerate(some):
        assert np.array_equal(alone.labels[alone.at == place], whole.labels[whole.at == row])
        assert np.array_equal(alone.annotator[alone.at == place], whole.annotator[whole.at == row])


def test_what_does_not_apply_is_never_named_and_what_is_not_seen_is_named_less(truth: np.ndarray):
    possible = np.ones_like(truth)
    possible[:, 100:] = False
    found = asked(Annotators(), np.arange(800), truth, possible=possible)
    assert not found.labels[:, 100:].any()
    seen = asked(Annotators(), np.arange(800), truth)
    unseen = asked(Annotators(), np.arange(800), truth, seen=np.zeros(K, bool))
    right = truth[seen.at]
    assert unseen.labels[right].mean() == pytest.approx(0.8 * seen.labels[right].mean(), abs=0.02)


def test_hard_rows_are_given_back_and_spammers_hardly_look(truth: np.ndarray):
    settings = replace(Annotators(), discard=0.5)
    found = asked(settings, np.arange(800), truth)
    assert found.discarded.mean() == pytest.approx(0.05, abs=0.02)
    assert len(np.unique(found.at[found.discarded])) <= 0.13 * 800
    everybody = pool(replace(Annotators(), spammers=1.0), 0)
    assert (everybody.sensitivity == SPAMMER[0]).all()
    assert not pool(replace(Annotators(), spammers=0.0), 0).spammer.any()


def test_no_rows_have_no_answers():
    found = asked(Annotators(), np.empty(0, np.int64), np.empty((0, K), bool))
    assert len(found.labels) == len(found.discarded) == 0
