"""People who label the rows of val and test, each alone, with errors that are known."""

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit, ndtri

from fittingroom.data.attributes import imaterialist
from fittingroom.simulate.world.counted import uniforms
from fittingroom.simulate.world.settings import Annotators

SPAMMER = (0.15, 0.985)
"""Sensitivity and specificity of somebody who hardly looks (our choice)."""

HARDEST = 0.1


@dataclass(frozen=True)
class Pool:
    """sensitivity and specificity: (annotators, groups), on a row of middling difficulty; spammer
    (annotators,).
    """

    groups: tuple[str, ...]
    sensitivity: np.ndarray
    specificity: np.ndarray
    spammer: np.ndarray


@dataclass(frozen=True)
class Answers:
    """Who answered for which row: at (m,) index of the row, annotator (m,), labels (m, k) bool, discarded
    (m,).
    """

    at: np.ndarray
    annotator: np.ndarray
    labels: np.ndarray
    discarded: np.ndarray


def pool(settings: Annotators, seed: int) -> Pool:
    """Draw the annotators of a world; a tenth or so of them are spammers."""
    groups = tuple(group.name for group in imaterialist().groups)
    people = np.arange(settings.pool)
    chance = uniforms(seed, "annotators", people, 1 + 2 * len(groups))
    normal = settings.spread * ndtri(np.clip(chance[:, 1:], 1e-12, 1 - 1e-12))
    spammer = chance[:, 0] < settings.spammers
    rates = []
    for number, mean in enumerate((settings.sensitivity, settings.specificity)):
        own = expit(logit(min(mean, 1 - 1e-9)) + normal[:, number * len(groups) : (number + 1) * len(groups)])
        rates.append(np.where(spammer[:, None], SPAMMER[number], own))
    return Pool(groups, rates[0], rates[1], spammer)


def answers(
    people: Pool,
    settings: Annotators,
    rows: np.ndarray,
    *,
    seed: int,
    truth: np.ndarray,
    possible: np.ndarray,
    seen: np.ndarray,
) -> Answers:
    """What `settings.each` annotators say of each of the rows (n,), independently given the row's difficulty.

    truth (n, k) bool; possible (n, k): labels of groups that apply to the row, others nobody names; seen
    (k,): labels that a pixel shows.
    """
    labels = imaterialist().labels
    each = settings.each
    order = uniforms(seed, "who answers", rows, settings.pool).argsort(axis=1)[:, :each]
    chance = uniforms(seed, "difficulty", rows, 1)[:, 0]
    difficulty = settings.difficulty * ndtri(np.clip(chance, 1e-12, 1 - 1e-12))
    at, annotator = np.repeat(np.arange(len(rows)), each), order.reshape(-1)
    group = np.array([people.groups.index(label.group) for label in labels])
    hard = difficulty[at][:, None]
    sensitivity = expit(logit(people.sensitivity[annotator]) - hard)[:, group] * np.where(
        seen, 1, settings.unseen
    )
    false = expit(logit(1 - people.specificity[annotator]) + hard)[:, group]
    rate = np.where(truth[at], sensitivity, false) * possible[at]
    address = rows[at] * settings.pool + annotator
    said = uniforms(seed, "answers", address, len(labels)) < rate
    gave_back = uniforms(seed, "discarded", address, 1)[:, 0] < settings.discard
    return Answers(at, annotator, said, gave_back & (chance[at] > 1 - HARDEST))
