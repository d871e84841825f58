"""A picture to an answer, group by group: no server, no page, no state.

A label is named where it is sure enough; that none applies where that is; else the group is unknown, and so
is every group of a picture unlike anything that was learned.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from fittingroom.app.asking import NEAREST, Familiarness, looked_up
from fittingroom.app.attributes.group import Choice, Known, Several
from fittingroom.app.attributes.preparing import prepared
from fittingroom.app.attributes.subject import AttributeSubject
from fittingroom.app.harmless import harmless
from fittingroom.app.preparing import Preparation
from fittingroom.build import Prepared
from fittingroom.measure.attributes.group_sets import answers
from fittingroom.measure.attributes.predictions import sigmoid
from fittingroom.measure.conformal import sets

State = Literal["named", "none", "unknown"]

MOST_NAMED = 5
"""Labels that a set may hold and still say something; of more the group is unknown."""

BARS = 3


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GroupAnswer:
    """One group. p: (m,) the probability of each label; none: that of none of them, NaN where labels are
    asked one by one; named: labels by their place in the group, likeliest first, for `state` "named" alone;
    or_none: whether the set holds "none" too; possible: labels in the set, or over the threshold; refused:
    whether all is unknown since the picture is like nothing that was learned; kept: after how many of the
    harmless changes its first answer is the same.
    """

    known: Known
    state: State
    p: np.ndarray
    none: float
    named: tuple[int, ...]
    or_none: bool
    possible: int
    refused: bool
    kept: int

    @property
    def top(self) -> tuple[int, ...]:
        """The labels whose probabilities are shown, likeliest first."""
        order = np.argsort(-self.p, kind="stable")
        return tuple(order[: max(BARS, len(self.named))].tolist())


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AttributeAnswer:
    """What the model makes of one picture; nearest: train rows, most alike first."""

    preparation: str
    prepared: Prepared
    familiar: Familiarness
    groups: tuple[GroupAnswer, ...]
    changes: int
    nearest: tuple[int, ...]


def answer(subject: AttributeSubject, picture: np.ndarray, preparation: Preparation) -> AttributeAnswer:
    """Prepare a picture (h, w, 3) uint8 and ask the model about it."""
    return answer_prepared(
        subject, prepared(picture, preparation, subject.learned.settings), preparation.name
    )


def answer_prepared(subject: AttributeSubject, seen: Prepared, preparation: str) -> AttributeAnswer:
    """Ask the model about what a preparation left."""
    variants = harmless(seen.picture)
    logits = subject.ask(np.stack([seen.picture, *(picture for _, picture in variants)]))
    familiar, rows = looked_up(subject.familiarity, subject.features(np.stack([seen.picture])))
    return AttributeAnswer(
        preparation=preparation,
        prepared=seen,
        familiar=familiar,
        groups=tuple(
            _of_group(known, logits[:, known.columns], refused=familiar.verdict == "unlike")
            for known in subject.groups
        ),
        changes=len(variants),
        nearest=rows[:NEAREST],
    )


def _of_group(known: Known, logits: np.ndarray, *, refused: bool) -> GroupAnswer:
    """logits: (1 + changes, m), the picture's own first."""
    p = sigmoid(logits)
    rule = known.rule
    if isinstance(rule, Choice):
        with_none = answers(p)
        state, named, or_none, possible = _chosen(rule, with_none[:1])
        first, p_shown, none = with_none.argmax(axis=1), with_none[0, :-1], float(with_none[0, -1])
    else:
        state, named, possible = _several(rule, logits[0])
        first, p_shown, none, or_none = p.argmax(axis=1), p[0], float("nan"), False
    if refused:
        state, named, or_none = "unknown", (), False
    return GroupAnswer(
        known=known,
        state=state,
        p=p_shown,
        none=none,
        named=named,
        or_none=or_none,
        possible=possible,
        refused=refused,
        kept=int((first[1:] == first[0]).sum()),
    )


def _chosen(rule: Choice, p: np.ndarray) -> tuple[State, tuple[int, ...], bool, int]:
    """p: (1, m + 1), the last of none."""
    if rule.promise is None:
        return "unknown", (), False, 0
    within = sets(rule.promise, p)[0]
    order = np.argsort(-p[0, :-1], kind="stable")
    labels = tuple(int(place) for place in order if within[place])
    if not labels:
        return ("none" if within[-1] else "unknown"), (), False, 0
    if len(labels) > MOST_NAMED:
        return "unknown", (), bool(within[-1]), len(labels)
    return "named", labels, bool(within[-1]), len(labels)


def _several(rule: Several, logits: np.ndarray) -> tuple[State, tuple[int, ...], int]:
    order = np.argsort(-logits, kind="stable")
    labels = tuple(int(place) for place in order if logits[place] >= np.float32(rule.threshold))
    if labels:
        return "named", labels, len(labels)
    none = rule.none_below is not None and float(logits.max()) < rule.none_below
    return ("none" if none else "unknown"), (), 0
