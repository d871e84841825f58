"""Many labels an image: what is true of it, what a model said, and what that is worth.

Definitions: docs/attribute-metrics.md. truth and predictions hold the values; top_k, frequency and oracle
choose labels; micro, recall, group_recall, average_precision and calibration measure; rules/ holds the
decision rules on stored logits; report puts the numbers together that are printed of one model.
"""

from fittingroom.measure.attributes.predictions import AttributePredictions
from fittingroom.measure.attributes.report import report_numbers
from fittingroom.measure.attributes.truth import AttributeTruth, as_labelled, truth_from_tables

__all__ = ["AttributePredictions", "AttributeTruth", "as_labelled", "report_numbers", "truth_from_tables"]
