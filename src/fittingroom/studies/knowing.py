"""Does a model know when it does not know? Sets of answers, answering less, refusing what is unlike."""

from dataclasses import dataclass

import numpy as np

from fittingroom.checks.evidence import Evidence, judged
from fittingroom.measure.conformal import Promise, aps, class_conditional_lac, lac, sets
from fittingroom.measure.coverage import Coverage, coverage
from fittingroom.measure.familiarity import Yardstick, yardstick
from fittingroom.measure.refusal import Refusal, refuse
from fittingroom.measure.selective import Selective, selective
from fittingroom.types import Measurement, Part, Predictions

PROMISES = (0.9, 0.95)
RULES = (lac, class_conditional_lac, aps)
"""What a report shows. The randomised rule is left out: the same picture may get another set by it."""

NO_FEATURES = (
    "it takes the model's features, which are known of fittingroom's own recipes, fitted on this data set's "
    "train part"
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Noticed:
    """How unlike the training data the rows of a judged part are: (n,), by what, and what is usual of val."""

    by: str
    usual: Yardstick
    unlikeness: np.ndarray


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowing:
    """What was measured of it; `missing` names what could not be, and why: (what, because)."""

    sets: tuple[Coverage, ...]
    selective: Selective | None
    refusals: tuple[Refusal, ...]
    missing: tuple[tuple[str, str], ...]

    @property
    def listed(self) -> tuple[Measurement, ...]:
        """The measurements for the report's list; the figures' tables hold the others."""
        chosen = [c.covered for c in self.sets]
        if self.selective:
            chosen += [self.selective.aurc, *self.selective.accuracies[1:]]
        return (*chosen, *(r.kept for r in self.refusals))

    @property
    def beside(self) -> tuple[tuple[Measurement, Measurement], ...]:
        """Each listed measurement with its baseline: the promise, no order, answering everything."""
        pairs = [(c.covered, c.promised) for c in self.sets]
        if chosen := self.selective:
            everything, *surest = chosen.accuracies
            pairs += [(chosen.aurc, chosen.none), *((m, everything) for m in surest)]
        return (*pairs, *((r.kept, r.promised) for r in self.refusals))


def promises(cal: Predictions, labels: np.ndarray) -> tuple[Promise, ...]:
    """Every promise that a report shows, fitted on cal; those that cal is too small for are left out."""
    made = [rule(cal, labels, share) for share in PROMISES for rule in RULES]
    return tuple(promise for promise in made if np.isfinite(promise.thresholds).any())


def know(
    evidence: Evidence,
    part: Part,
    said: Predictions,
    *,
    noticed: tuple[Noticed, ...] = (),
    rng: np.random.Generator,
) -> Knowing:
    """Measure, on `part`, all that these predictions allow. `noticed` is known of a model with features."""
    missing: list[tuple[str, str]] = []
    right = said.answers == part.labels
    if said.kind == "labels":
        missing.append(("accuracy on the surest answers", "the model gave labels and no confidence"))
        chosen = None
    else:
        chosen = selective(said.confidence, right, part=part.name, groups=part.groups, rng=rng)
    noticed = (*noticed, *_by_confidence(evidence, said, missing))
    if not any(n.by == "neighbours" for n in noticed):
        missing.append(("refusal by neighbours and by energy", NO_FEATURES))
    return Knowing(
        sets=_sets(evidence, part, said, missing, rng=rng),
        selective=chosen,
        refusals=tuple(
            refuse(n.by, n.usual, n.unlikeness, part=part.name, right=right, groups=part.groups, rng=rng)
            for n in noticed
        ),
        missing=tuple(missing),
    )


def _sets(
    evidence: Evidence,
    part: Part,
    said: Predictions,
    missing: list[tuple[str, str]],
    *,
    rng: np.random.Generator,
) -> tuple[Coverage, ...]:
    if reason := _no_sets(evidence, said):
        missing.append(("sets of answers", reason))
        return ()
    cal = judged(evidence, "cal")
    made = promises(cal.predictions, cal.labels)
    if not made:
        missing.append(("sets of answers", f"cal has {len(cal.labels)} images, too few to promise anything"))
    return tuple(
        coverage(
            promise,
            sets(promise, said),
            part.labels,
            part=part.name,
            classes=evidence.data.card.classes,
            groups=part.groups,
            rng=rng,
        )
        for promise in made
    )


def _no_sets(evidence: Evidence, said: Predictions) -> str:
    if said.kind != "probabilities":
        return f"they take probabilities; these predictions are {said.kind}"
    if said.part == "cal":
        return "their thresholds are fitted on cal, the very part that is judged here"
    if "cal" not in evidence.predictions:
        return "their thresholds are fitted on predictions of the cal part, and there are none"
    if (kind := evidence.predictions["cal"].kind) != "probabilities":
        return f"they take probabilities; the predictions of the cal part are {kind}"
    return ""


def _by_confidence(
    evidence: Evidence, said: Predictions, missing: list[tuple[str, str]]
) -> tuple[Noticed, ...]:
    """The baseline that every other way of refusing has to beat."""
    val = evidence.predictions.get("val")
    if said.kind == "labels":
        reason = "the model gave labels and no confidence"
    elif said.part == "val":
        reason = "what is usual is learned from val, the very part that is judged here"
    elif val is None:
        reason = "what is usual is learned from predictions of the val part, and there are none"
    else:
        return (
            Noticed(by="confidence", usual=yardstick(1 - val.confidence), unlikeness=1 - said.confidence),
        )
    missing.append(("refusal by confidence", reason))
    return ()
