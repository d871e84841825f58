"""What was to be decided, and by which rule: written down before any result was seen.

The paper (S. Guo et al., arXiv 1906.05750, section 4.2) says that learning many attributes first beats
learning categories alone. A first trial of ours, with one pretraining of each kind, had found the opposite.
"""

from fittingroom.measure.seeds import OverSeeds
from fittingroom.reporting.document import Verdict
from fittingroom.reporting.format import points

AT = 0.1
"""Share of the target's training part at which both questions are decided."""

LEVEL = 0.01
"""p-value, paired by division, below which a difference is taken for real."""

LEAST_GAIN = 0.04
"""Balanced accuracy that simulated pretraining must add to starting from nothing, to be worth it."""


def settled(richer_by: OverSeeds, gain: OverSeeds) -> str:
    """Both answers in a sentence: which pretraining wins, if any is shown to, and whether it is worth it."""
    if richer(richer_by) == "not settled":
        first = f"neither multi-label nor category-only pretraining is shown to be better (p < {LEVEL:g})"
    elif richer_by.measurement.value > 0:
        first = "multi-label pretraining beats category-only pretraining"
    else:
        first = "category-only pretraining beats multi-label pretraining"
    least = points(LEAST_GAIN, 0)
    second = {
        "supported": f"is worth it: it added at least {least}, p below {LEVEL:g} against nothing added",
        "not supported": f"is not worth it: its whole interval lies below {least}",
        "not settled": f"is neither shown to be worth it, nor that it is not ({least} were asked for)",
    }[worth_it(gain)]
    return f"By the criterion set beforehand, {first}; pretraining on simulated garments {second}."


def worth_it(gain: OverSeeds) -> Verdict:
    """Does multi-label pretraining on simulated images help? Balanced accuracy with it, less from scratch.

    Supported by a gain of LEAST_GAIN and p below LEVEL; not supported where the interval lies below
    LEAST_GAIN as a whole.
    """
    m = gain.measurement
    if m.value >= LEAST_GAIN and gain.p < LEVEL:
        return "supported"
    return "not supported" if m.high is not None and m.high < LEAST_GAIN else "not settled"


def richer(gain: OverSeeds) -> Verdict:
    """Does multi-label beat category-only pretraining? Balanced accuracy of the first, less of the second.

    Supported by a gain above 0 and p below LEVEL, not supported by a loss of that p.
    """
    if gain.p >= LEVEL:
        return "not settled"
    return "supported" if gain.measurement.value > 0 else "not supported"
