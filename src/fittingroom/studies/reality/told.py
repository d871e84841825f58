"""What several seeds of one network say of pictures of one kind: how right, how sure, and is it warned?"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from fittingroom.measure.conformal import Promise, lac, sets
from fittingroom.measure.repeated import repeated_auroc, repeated_mean, repeated_share
from fittingroom.measure.seeds import OverSeeds
from fittingroom.studies.reality.defects import PROMISED
from fittingroom.studies.reality.judging import SURE
from fittingroom.types import Measurement, Unit

AUROC = "AUROC of confidence, right against wrong"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Means over seeds, each with an interval for rows (or groups of them) and seeds.

    accuracy; stated: mean confidence; claims: stated minus accuracy, what is claimed too much; sure: share
    of answers stated at 0.9 and more, right_if_sure: of these; tells: AUROC of confidence between right and
    wrong answers (0.5: nothing); promised, covered, size, empty: of sets of answers (LAC) fitted on cal;
    like: share of pictures within the distance to the training data that 95 % of val keep, right_if_like:
    accuracy on these. None where there is nothing to count.
    """

    name: str
    accuracy: OverSeeds
    stated: Measurement
    claims: Measurement
    sure: Measurement
    right_if_sure: Measurement | None
    tells: Measurement | None
    promised: Measurement
    covered: Measurement
    size: Measurement
    empty: Measurement
    like: Measurement
    right_if_like: Measurement | None


def tell(
    name: str,
    scores: np.ndarray,
    accepts: np.ndarray,
    *,
    promises: Sequence[Promise],
    like: np.ndarray,
    groups: np.ndarray | None = None,
) -> Told:
    """Measure what was said of n pictures.

    scores: (s, n, k) probabilities of s seeds; accepts: (n, k) bool, the classes that are right for each;
    promises: one for each seed; like: (s, n) bool; groups: (n,) or None, whole groups count as one draw.
    """
    right, confidence = answered(scores, accepts), scores.max(axis=2)
    sure = confidence >= SURE
    held = np.stack([sets(promise, p) for promise, p in zip(promises, scores, strict=True)])
    size = held.sum(axis=2)

    def mean(what: str, values: np.ndarray, unit: Unit = "rate") -> Measurement:
        return repeated_mean(what, values, part=name, unit=unit, groups=groups).measurement

    def among(what: str, hits: np.ndarray, rows: np.ndarray) -> Measurement | None:
        return _measurement(repeated_share(what, hits, rows, part=name, groups=groups))

    which = f"{100 * PROMISED:.0f} % sets"
    return Told(
        name=name,
        accuracy=repeated_mean("accuracy", right, part=name, groups=groups),
        stated=mean("mean confidence", confidence),
        claims=mean("confidence less accuracy", confidence - right, "points"),
        sure=mean("answers stated at 90 % or more", sure),
        right_if_sure=among("right among those", right, sure),
        tells=_measurement(
            repeated_auroc(
                "AUROC of confidence, right against wrong", confidence, right, part=name, groups=groups
            )
        ),
        promised=Measurement(name="promised", value=PROMISED, n=right.shape[1], method="exact", part=name),
        covered=mean(f"coverage of {which}", np.any(held & accepts, axis=2)),
        size=mean(f"classes in {which}", size, "number"),
        empty=mean(f"empty {which}", size == 0),
        like=mean("like the training data", like),
        right_if_like=among("accuracy on those like the training data", right, like),
    )


def answered(scores: np.ndarray, accepts: np.ndarray) -> np.ndarray:
    """Whether each answer is right, (s, n) bool, from scores (s, n, k) and the right classes (n, k)."""
    return accepts[np.arange(accepts.shape[0]), scores.argmax(axis=2)]


def promises(cal: Sequence[np.ndarray], labels: np.ndarray) -> list[Promise]:
    """What the sets of each seed promise, fitted on what it said of cal, (n, k)."""
    return [lac(p, labels, PROMISED) for p in cal]


def _measurement(found: OverSeeds | None) -> Measurement | None:
    return None if found is None else found.measurement
