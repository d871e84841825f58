"""From stored logits to labels: on the real data these rules gained more than any architecture (.64 to .72).

threshold, per_class and labels_per_image decide; prior_shift and stacking better the logits first; folds lets
them learn without seeing what they decide; nested says what each is worth on images it has not learned from.
"""

from fittingroom.measure.attributes.rules.nested import RULES, RuleScore, honest_scores, with_prior_shift

__all__ = ["RULES", "RuleScore", "honest_scores", "with_prior_shift"]
