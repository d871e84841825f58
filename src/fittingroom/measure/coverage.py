"""What sets of answers are worth: the coverage that was measured beside the one that was promised."""

from dataclasses import dataclass

import numpy as np

from fittingroom.errors import InputError
from fittingroom.measure.accuracy import share
from fittingroom.measure.conformal import Promise, Rule, rank
from fittingroom.measure.intervals import measured_mean
from fittingroom.types import Measurement


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How the sets of one rule did on one part.

    promised: the coverage they were fitted for, exact; covered: the share of rows whose label is in its
    set; size: classes in a set; empty: share of sets without a class, lone: with exactly one; classes: the
    coverage of each class of label, in order, n = 0 where there is no such row.
    """

    rule: Rule
    promised: Measurement
    covered: Measurement
    size: Measurement
    empty: Measurement
    lone: Measurement
    classes: tuple[Measurement, ...]

    @property
    def worst(self) -> Measurement:
        """The coverage of the class that is covered least, among those with rows."""
        return min((m for m in self.classes if m.n), key=lambda m: m.value)


def coverage(
    promise: Promise,
    sets: np.ndarray,
    labels: np.ndarray,
    *,
    part: str,
    classes: tuple[str, ...] | None = None,
    groups: np.ndarray | None = None,
    rng: np.random.Generator,
) -> Coverage:
    """Measure sets (n, k) bool on rows of known labels (n,), which fitted no threshold.

    classes: the k names, by default the numbers. groups: (n,) or None, rows of one sender or product;
    whole groups are resampled then, else the rates have Wilson intervals. The intervals are those of the
    coverage of *these* thresholds; the promise is kept on average over cal parts (see `expected`).
    """
    n, k = sets.shape
    labels, names = np.asarray(labels), classes or tuple(str(c) for c in range(k))
    if labels.shape != (n,) or not n or k != promise.classes or len(names) != k:
        raise InputError(
            f"coverage needs a label for each of the sets and a name for each of {promise.classes} classes, "
            f"found {n} sets of {k} classes, labels of shape {labels.shape} and {len(names)} names"
        )
    which, size = f"{100 * promise.coverage:.3g} % {promise.rule} sets", sets.sum(axis=1)
    covered = sets[np.arange(n), labels]

    def measured(name: str, values: np.ndarray, of: np.ndarray | None = None) -> Measurement:
        own = groups if groups is None or of is None else groups[of]
        return share(name, values, part, groups=own, rng=rng)

    return Coverage(
        rule=promise.rule,
        promised=Measurement(name="promised", value=promise.coverage, n=n, method="exact", part=part),
        covered=measured(f"coverage of {which}", covered),
        size=measured_mean(f"mean size of {which}", size, part=part, unit="number", groups=groups, rng=rng),
        empty=measured(f"empty {which}", size == 0),
        lone=measured(f"{which} of one class", size == 1),
        classes=tuple(
            measured(f"coverage of {which} for {name}", covered[labels == c], labels == c)
            for c, name in enumerate(names)
        ),
    )


def expected(coverage: float, n_cal: int, n: int, level: float = 0.95) -> tuple[float, float]:
    """Where the share `level` of coverages lie that a kept promise would show on n new rows, (low, high).

    Luck comes in twice, with the n_cal rows of cal and with the new ones: the covered rows are
    beta-binomial with a = k and b = n_cal + 1 - k (Vovk 2012; Angelopoulos & Bates 2023, section 3.2).
    Equal strangenesses can only raise the coverage.
    """
    k = rank(n_cal, coverage)
    if k > n_cal:
        return 1.0, 1.0
    from scipy.special import betaln, gammaln

    a, b, x = k, n_cal + 1 - k, np.arange(n + 1)
    ways = gammaln(n + 1) - gammaln(x + 1) - gammaln(n - x + 1)
    luck = np.exp(ways + betaln(x + a, n - x + b) - betaln(a, b)).cumsum()
    low, high = np.searchsorted(luck, [(1 - level) / 2, (1 + level) / 2])
    return float(low) / n, float(high) / n
