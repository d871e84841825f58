"""The numbers that are printed of one model on one part: never the forced F1@8 alone."""

from collections.abc import Iterator

import numpy as np

from fittingroom.errors import InputError
from fittingroom.measure.attributes.average_precision import (
    average_precision_influence,
    macro_average_precision,
)
from fittingroom.measure.attributes.buckets import BOUNDS, buckets
from fittingroom.measure.attributes.calibration import group_calibration
from fittingroom.measure.attributes.frequency import most_frequent
from fittingroom.measure.attributes.group_recall import group_recall
from fittingroom.measure.attributes.micro import count, f1, f1_share, micro
from fittingroom.measure.attributes.oracle import oracle_counts
from fittingroom.measure.attributes.predictions import AttributePredictions, check_pair
from fittingroom.measure.attributes.recall import labels_without_image, mean_recall
from fittingroom.measure.attributes.rules.folds import decided
from fittingroom.measure.attributes.rules.per_class import PER_CLASS
from fittingroom.measure.attributes.rules.threshold import ONE_THRESHOLD
from fittingroom.measure.attributes.top_k import K, top_k
from fittingroom.measure.attributes.truth import AttributeTruth, as_labelled
from fittingroom.measure.intervals import measured_mean
from fittingroom.types import Measurement


def report_numbers(
    predictions: AttributePredictions,
    truth: AttributeTruth,
    *,
    train_counts: np.ndarray,
    groups: np.ndarray | None = None,
    bounds: tuple[int, int] = BOUNDS,
    rng: np.random.Generator,
) -> tuple[Measurement, ...]:
    """Everything that docs/attribute-metrics.md defines, pooled numbers first, then labels and groups.

    train_counts: (L,) images of each label in train: the frequency baseline, and with `bounds` head, middle
    and tail. groups: (n,) or None, images of one product; resampled and cross-validated whole. Numbers that
    these images cannot give (a bucket without labels, a group on no image) are left out, never 0. The two F1
    at thresholds are cross-validated. Raises InputError for shapes that do not fit, for fewer than five
    products or eight labels, and for images without a known label.
    """
    check_pair(predictions, truth)
    train_counts = np.asarray(train_counts)
    if train_counts.shape != truth.images_each.shape:
        raise InputError(
            f"{predictions.model}: train counts of {len(truth.images_each)} labels are needed, "
            f"found shape {train_counts.shape}"
        )
    if len(train_counts) < K:
        raise InputError(
            f"{predictions.model}: a report forces {K} labels out of every image, of {len(train_counts)} in "
            "all that says nothing; `fittingroom app RUN` shows such a model group by group"
        )
    if not truth.present.any():
        raise InputError(
            f"{predictions.model}: no image of {predictions.part} has a known label (n = {len(truth)}), so "
            "that nothing can be measured: give a part with labels"
        )
    where = {"part": predictions.part, "groups": groups}
    chosen = top_k(predictions.logits)
    return (
        *_pooled(predictions, truth, chosen, train_counts, groups=groups, rng=rng),
        *_means_over_labels(predictions, truth, chosen, buckets(train_counts, bounds), groups=groups),
        labels_without_image(truth, predictions.part),
        *(
            m
            for group in truth.label_map.groups
            for m in (
                *group_recall(predictions.logits, truth, group.name, **where, rng=rng),
                *group_calibration(predictions, truth, group.name, **where, rng=rng),
            )
        ),
    )


def _pooled(
    predictions: AttributePredictions,
    truth: AttributeTruth,
    chosen: np.ndarray,
    train_counts: np.ndarray,
    *,
    groups: np.ndarray | None,
    rng: np.random.Generator,
) -> Iterator[Measurement]:
    """F1@8 between its ceiling and what needs no image, and F1 where the number of labels is free."""
    part, n = predictions.part, len(truth)
    by = np.arange(n) if groups is None else groups
    counts, ceiling = count(chosen, truth), oracle_counts(truth)
    eight = micro(counts, suffix="@8", part=part, groups=groups, rng=rng)
    yield from (eight.f1, eight.precision, eight.recall)
    yield micro(ceiling, suffix="@8 of the oracle", part=part, groups=groups, rng=rng).f1
    if f1(ceiling):
        yield f1_share("F1@8 by the oracle's", counts, ceiling, part=part, groups=groups, rng=rng)
    blind = count(most_frequent(train_counts, n), truth)
    yield micro(blind, suffix="@8 of label frequencies", part=part, groups=groups, rng=rng).f1
    if not truth.known.all():
        listed = count(chosen, as_labelled(truth))
        yield micro(listed, suffix="@8, unlisted as absent", part=part, groups=groups, rng=rng).f1
    rules = (ONE_THRESHOLD, PER_CLASS)
    for rule, cells in zip(rules, decided(rules, predictions.logits, truth, by, rng=rng), strict=True):
        yield micro(count(cells, truth), suffix=f", {rule.name}", part=part, groups=groups, rng=rng).f1
    labels = truth.labels_each
    yield measured_mean("labels per image", labels, part=part, unit="number", groups=groups, rng=rng)


def _means_over_labels(
    predictions: AttributePredictions,
    truth: AttributeTruth,
    chosen: np.ndarray,
    parts: dict[str, np.ndarray],
    *,
    groups: np.ndarray | None,
) -> Iterator[Measurement]:
    """Average precision and recall@8 with labels counting alike: all, then head, middle and tail."""
    part = predictions.part
    values, influence = average_precision_influence(predictions.logits, truth)
    for name, among in {
        "": np.ones(len(values), bool),
        **{f", {b}": cells for b, cells in parts.items()},
    }.items():
        for m in (
            macro_average_precision(
                f"macro AP{name}", values, influence, part=part, among=among, groups=groups
            ),
            mean_recall(f"macro recall@8{name}", chosen, truth, part=part, among=among, groups=groups),
        ):
            if m is not None:
                yield m
