"""What several answers together say: the paper's rule, majority, and the probable labels of a posterior."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from fittingroom.curate.annotate.dawid_skene import Posterior
from fittingroom.curate.annotate.judgements import (
    Judgements,
    any_in_group,
    first_answers,
    group_of_label,
)
from fittingroom.data.attributes import LabelMap
from fittingroom.data.parquet import pyarrow

if TYPE_CHECKING:
    import pyarrow as pa

STEP = "annotate"

REASONS: Mapping[str, str] = MappingProxyType(
    {
        "agreed": "All who judged the picture named the same labels.",
        "settled": "People differed, and the rule found an answer for every label.",
        "needs-another": "People differ or too few have answered: ask one more.",
        "unclear": "No two of three people agree in a group: the picture is put aside.",
        "put-aside": "Most of those who looked put the picture aside as unclear.",
    }
)
KEPT = ("agreed", "settled")


@dataclass(frozen=True, slots=True, kw_only=True)
class Consensus:
    """One answer a picture: ids (n,) text; present (n, k), unknown and not_applicable (n, g) bool.

    reason (n,) holds codes of REASONS; asked (n,) int64 says how many answers counted.
    """

    labels: LabelMap
    ids: np.ndarray
    present: np.ndarray
    unknown: np.ndarray
    not_applicable: np.ndarray
    reason: np.ndarray
    asked: np.ndarray

    @property
    def kept(self) -> np.ndarray:
        """Whether a picture has a clear answer, (n,) bool."""
        return np.isin(self.reason, KEPT)


def paper(said: Judgements) -> Consensus:
    """Two people, a third where they differ, put aside where it stays unclear (Guo et al. 2019, section 3).

    Of each picture the answers of the first three who judged it count, as the rule asks no more. A label
    holds if two of them named it. A group with fewer than two answers, or with two that differ, needs
    another as long as fewer than three have judged the picture. Of three, a group is unclear if two people
    named labels and no label holds, if an exclusive group holds two, or if one left it open and the others
    differ; two who leave it open leave it unknown. One unclear group puts the picture aside; `unknown` says
    which it was.
    """
    said = first_answers(said, 3)
    yes, asked, groups = said.yes(), said.asked(), said.group_of_label
    present = yes >= 2
    differ = any_in_group((yes > 0) & (yes < asked[:, groups]), said.labels)
    judged = said.by_image @ (~said.discarded).astype(np.float32)
    all_said = (judged >= 3)[:, None]
    short, split = asked < 2, (asked == 2) & differ
    few = (short | split) & ~all_said
    spoke = said.by_image @ (said.answered & any_in_group(said.said, said.labels)).astype(np.float32)
    silent = ~any_in_group(present, said.labels) & (spoke >= 2)
    unclear = ((asked >= 3) & (silent | _several(present, said.labels))) | (split & all_said)
    return _consensus(said, present, unknown=short | few | unclear, few=few, unclear=unclear, differ=differ)


def majority(said: Judgements) -> Consensus:
    """A label holds if more than half of those who answered its group named it; a tie leaves it unknown."""
    yes, asked = said.yes(), said.asked()
    of_cell = asked[:, said.group_of_label]
    differ = any_in_group((yes > 0) & (yes < of_cell), said.labels)
    tie = any_in_group((2 * yes == of_cell) & (yes > 0), said.labels)
    nobody = np.zeros_like(tie)
    return _consensus(
        said, 2 * yes > of_cell, unknown=tie | (asked == 0), few=nobody, unclear=nobody, differ=differ
    )


def probable(said: Judgements, posterior: Posterior) -> Consensus:
    """A label holds if it is more probable than not; of an exclusive group only the most probable one."""
    groups, probability = said.group_of_label, posterior.probability
    present = probability > 0.5
    for at, group in enumerate(said.labels.groups):
        own = np.flatnonzero(groups == at)
        if group.exclusive and len(own):
            best = own[probability[:, own].argmax(1)]
            first = np.zeros_like(present)
            first[np.arange(len(first)), best] = True
            present[:, own] &= first[:, own]
    yes, asked = said.yes(), said.asked()
    differ = any_in_group((yes > 0) & (yes < asked[:, groups]), said.labels)
    nobody = np.zeros_like(differ)
    return _consensus(said, present, unknown=asked == 0, few=nobody, unclear=nobody, differ=differ)


def _several(present: np.ndarray, labels: LabelMap) -> np.ndarray:
    """Whether an exclusive group holds more than one label, (n, g) bool."""
    groups = group_of_label(labels)
    counts = np.stack([present[:, groups == at].sum(1) for at in range(len(labels.groups))], axis=1)
    return (counts > 1) & np.array([group.exclusive for group in labels.groups])


def _consensus(
    said: Judgements,
    present: np.ndarray,
    *,
    unknown: np.ndarray,
    few: np.ndarray,
    unclear: np.ndarray,
    differ: np.ndarray,
) -> Consensus:
    """A rule's answer. Groups, (n, g) bool: few need another, unclear have no answer, differ were settled."""
    looked = np.bincount(said.image, minlength=len(said.ids))
    aside = 2 * np.bincount(said.image, said.discarded, minlength=len(said.ids)) > looked
    apart = 2 * (said.by_image @ said.not_applicable.astype(np.float32)) > np.maximum(said.asked(), 1)
    unknown = (unknown | aside[:, None]) & ~(apart & ~few)
    reason = np.select(
        [aside, few.any(1), unclear.any(1), differ.any(1)],
        ["put-aside", "needs-another", "unclear", "settled"],
        "agreed",
    )
    clear = ~(unknown | apart)[:, said.group_of_label]
    return Consensus(
        labels=said.labels,
        ids=said.ids,
        present=present & clear,
        unknown=unknown,
        not_applicable=apart & ~unknown,
        reason=reason,
        asked=looked,
    )


def consensus_table(found: Consensus) -> "pa.Table":
    """id, labels, unknown, not_applicable, kept, reason and asked: a row a picture, none left out."""
    pa, _ = pyarrow("writing a consensus")
    ids, names = found.labels.ids, np.array([group.name for group in found.labels.groups], object)
    texts = pa.list_(pa.string())
    return pa.table(
        {
            "id": pa.array(found.ids, pa.string()),
            "labels": pa.array([ids[row] for row in found.present], pa.list_(pa.int16())),
            "unknown": pa.array([names[row] for row in found.unknown], texts),
            "not_applicable": pa.array([names[row] for row in found.not_applicable], texts),
            "kept": pa.array(found.kept),
            "reason": pa.array(found.reason.astype(object), pa.string()),
            "asked": pa.array(found.asked, pa.int64()),
        }
    )
