"""Learning on some images and deciding on others, in turn, so that every image is decided by a stranger."""

from collections.abc import Iterator, Sequence

import numpy as np

from fittingroom.data.split import assign
from fittingroom.errors import InputError
from fittingroom.measure.attributes.rules.rule import Change, Decide, Rule, Transform
from fittingroom.measure.attributes.truth import AttributeTruth
from fittingroom.measure.intervals import units

FOLDS = 5
INNER = 3
"""Parts into which a fitting part is divided again where a rule follows a transform."""


def folds(groups: np.ndarray, k: int, *, rng: np.random.Generator) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Give k times the rows to learn on and the rows to decide on; every row is decided on once.

    groups: (n,), products stay whole. Raises InputError with fewer products than folds.
    """
    number = units(groups, len(groups))
    products = int(number.max(initial=-1)) + 1
    if products < k:
        raise InputError(
            f"{k} folds need at least {k} products, found {products} in {len(groups)} images: "
            "give a larger part"
        )
    side = assign(number, np.zeros(len(number), np.int64), (1 / k,) * (k - 1), rng=rng)
    for fold in range(k):
        yield np.flatnonzero(side != fold), np.flatnonzero(side == fold)


def fitted(
    rules: Sequence[Rule],
    logits: np.ndarray,
    truth: AttributeTruth,
    groups: np.ndarray,
    *,
    rng: np.random.Generator,
) -> tuple[Decide, ...]:
    """Let rules learn from images whose truth is known, to decide on others, as those of test.

    Where a transform comes first, the rule learns from logits of images that the transform was not fitted on,
    in turn: on its own images a stack is surer than it may be, and so would be a threshold set there. Rules
    that share a transform share its fits.
    """
    firsts = dict.fromkeys(rule.first for rule in rules)
    bettered = {first: _bettered(first, logits, truth, groups, rng) for first in firsts}
    return tuple(
        _composed(rule.fit(bettered[rule.first][0], truth), bettered[rule.first][1]) for rule in rules
    )


def decided(
    rules: Sequence[Rule],
    logits: np.ndarray,
    truth: AttributeTruth,
    groups: np.ndarray,
    *,
    k: int = FOLDS,
    rng: np.random.Generator,
) -> tuple[np.ndarray, ...]:
    """What each rule chooses for images, (n, L) bool, each by what it learned from other products."""
    chosen = tuple(np.empty(logits.shape, bool) for _ in rules)
    for learn, rest in folds(groups, k, rng=rng):
        decides = fitted(rules, logits[learn], truth.of_rows(learn), groups[learn], rng=rng)
        for cells, decide in zip(chosen, decides, strict=True):
            cells[rest] = decide(logits[rest])
    return chosen


def _bettered(
    first: Transform | None,
    logits: np.ndarray,
    truth: AttributeTruth,
    groups: np.ndarray,
    rng: np.random.Generator,
) -> tuple[np.ndarray, Change]:
    """Logits that a transform gave to images it was not fitted on, and the one fitted on all of them."""
    if first is None:
        return logits, lambda new: new
    honest = np.empty_like(logits)
    for learn, rest in folds(groups, INNER, rng=rng):
        honest[rest] = first.fit(logits[learn], truth.of_rows(learn))(logits[rest])
    return honest, first.fit(logits, truth)


def _composed(decide: Decide, change: Change) -> Decide:
    return lambda new: decide(change(new))
