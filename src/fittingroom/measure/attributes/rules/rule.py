"""A decision rule: from logits to labels, with what it must learn first from images whose truth is known."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from fittingroom.errors import InputError
from fittingroom.measure.attributes.truth import AttributeTruth

Decide = Callable[[np.ndarray], np.ndarray]
"""Logits (n, L) to the labels that are chosen, (n, L) bool."""

Change = Callable[[np.ndarray], np.ndarray]
"""Logits (n, L) float32 to better ones of the same shape."""


@dataclass(frozen=True, slots=True)
class Transform:
    """A way to better logits before anything is chosen: `fit(logits, truth)` learns and gives a Change."""

    name: str
    fit: Callable[[np.ndarray, AttributeTruth], Change]


@dataclass(frozen=True, slots=True)
class Rule:
    """A way to choose labels: `fit(logits, truth)` gives a Decide, for logits that `first` has bettered."""

    name: str
    fit: Callable[[np.ndarray, AttributeTruth], Decide]
    first: Transform | None = None


def after(transform: Transform, rule: Rule) -> Rule:
    """The same rule, on logits that a transform has bettered."""
    return replace(rule, name=f"{transform.name}, {rule.name}", first=transform)


def check_fit(rule: str, truth: AttributeTruth) -> None:
    """Refuse to learn from images without a single known label."""
    if not truth.present.any():
        raise InputError(
            f"{rule}: there is nothing to learn from {len(truth)} images without a known label: "
            "give a part with more labelled images"
        )
