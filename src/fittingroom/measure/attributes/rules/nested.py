"""What each decision rule is worth on images that it has not learned from."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from fittingroom.measure.attributes.micro import Micro, count, f1_difference, micro
from fittingroom.measure.attributes.predictions import AttributePredictions, check_pair
from fittingroom.measure.attributes.rules.folds import decided
from fittingroom.measure.attributes.rules.labels_per_image import LABELS_PER_IMAGE
from fittingroom.measure.attributes.rules.per_class import PER_CLASS
from fittingroom.measure.attributes.rules.prior_shift import MATCHED_RATES, prior_shift
from fittingroom.measure.attributes.rules.rule import Rule, after
from fittingroom.measure.attributes.rules.stacking import STACKED
from fittingroom.measure.attributes.rules.threshold import HALF_OF_BEST_F1, ONE_THRESHOLD
from fittingroom.measure.attributes.top_k import top_k
from fittingroom.measure.attributes.truth import AttributeTruth
from fittingroom.types import Measurement

TOP_8 = Rule("top 8", lambda _logits, _truth: top_k)
"""The paper's rule; it learns nothing."""

RULES: tuple[Rule, ...] = (
    ONE_THRESHOLD,
    HALF_OF_BEST_F1,
    PER_CLASS,
    LABELS_PER_IMAGE,
    after(MATCHED_RATES, ONE_THRESHOLD),
    after(STACKED, ONE_THRESHOLD),
    after(STACKED, PER_CLASS),
)
"""The rules that need nothing but logits and truth, from the plainest."""


@dataclass(frozen=True, slots=True)
class RuleScore:
    """A rule's pooled precision, recall and F1, and its F1 less that of the top 8 on the same images."""

    name: str
    micro: Micro
    gain: Measurement


def with_prior_shift(
    train_counts: np.ndarray, n_train: int, rules: Sequence[Rule] = RULES
) -> tuple[Rule, ...]:
    """The rules, and one more for whom it is known how many of n_train images have each label, (L,)."""
    return (*rules, after(prior_shift(np.asarray(train_counts) / n_train), ONE_THRESHOLD))


def honest_scores(
    predictions: AttributePredictions,
    truth: AttributeTruth,
    *,
    groups: np.ndarray | None = None,
    rules: Sequence[Rule] = RULES,
    rng: np.random.Generator,
) -> tuple[RuleScore, ...]:
    """Score the top 8 and every rule on the same images, each by nested cross-validation.

    Whatever a rule tunes (thresholds, weights, the threshold after a stack) it tunes on four fifths of the
    products and is scored on the rest, in turn, so that nothing is tuned on what is reported. groups: (n,) or
    None, whole products are divided and resampled. Fitted on all of val a rule may be a little better.
    """
    check_pair(predictions, truth)
    part, n = predictions.part, len(truth)
    by = np.arange(n) if groups is None else groups
    every = (TOP_8, *rules)
    chosen = decided(every, predictions.logits, truth, by, rng=rng)
    counted, scores = [count(cells, truth) for cells in chosen], []
    for rule, counts in zip(every, counted, strict=True):
        measured = micro(counts, suffix=f", {rule.name}", part=part, groups=groups, rng=rng)
        gain = f1_difference(
            f"F1, {rule.name}, less top 8", counts, counted[0], part=part, groups=groups, rng=rng
        )
        scores.append(RuleScore(rule.name, measured, gain))
    return tuple(scores)
