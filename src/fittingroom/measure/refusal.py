"""What refusing unlike pictures is worth: how many are kept, and how often the model is right on those."""

from dataclasses import dataclass

import numpy as np

from fittingroom.errors import InputError
from fittingroom.measure import accuracy
from fittingroom.measure.familiarity import LIKE, Yardstick
from fittingroom.types import Measurement


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A threshold on unlikeness, and what it did on one part.

    by: what unlikeness is (neighbours, energy, confidence); threshold: the largest that is kept; promised:
    the share of val's kind that it keeps, exact; kept: the share kept here; right_kept, right_refused:
    accuracy on both sides, n = 0 where a side is empty, None where no labels are known.
    """

    by: str
    threshold: float
    promised: Measurement
    kept: Measurement
    right_kept: Measurement | None
    right_refused: Measurement | None


def refuse(
    by: str,
    usual: Yardstick,
    unlikeness: np.ndarray,
    *,
    part: str,
    right: np.ndarray | None = None,
    groups: np.ndarray | None = None,
    share: float = LIKE,
    rng: np.random.Generator,
) -> Refusal:
    """Refuse rows beyond the threshold that keeps `share` of val's kind, and measure.

    unlikeness: (n,); right: (n,) bool, or None without labels; groups: (n,) or None, whole groups are
    resampled then.
    """
    n = len(unlikeness)
    for what, array in (("answers", right), ("group numbers", groups)):
        if array is not None and len(array) != n:
            raise InputError(f"refusal by {by}: {n} rows need as many {what}, found {len(array)}")
    threshold = usual.threshold(share)
    kept = np.asarray(unlikeness) <= threshold

    def measured(name: str, values: np.ndarray, of: np.ndarray) -> Measurement:
        own = None if groups is None else groups[of]
        return accuracy.share(name, values[of], part, groups=own, rng=rng)

    everywhere = np.ones(n, bool)
    return Refusal(
        by=by,
        threshold=threshold,
        promised=Measurement(name="promised to be kept", value=share, n=n, method="exact", part=part),
        kept=measured(f"kept by {by}", kept, everywhere),
        right_kept=None if right is None else measured(f"accuracy on those kept by {by}", right, kept),
        right_refused=None if right is None else measured(f"accuracy on those refused by {by}", right, ~kept),
    )
