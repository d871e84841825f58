"""From answers to one answer a picture, and how far to trust it: what `fittingroom annotate agree` writes."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from fittingroom.curate.annotate.agreement import cohen, krippendorff
from fittingroom.curate.annotate.consensus import (
    REASONS,
    Consensus,
    consensus_table,
    majority,
    paper,
    probable,
)
from fittingroom.curate.annotate.dawid_skene import Posterior, dawid_skene
from fittingroom.curate.annotate.judgements import Answer, Judgements, judgements
from fittingroom.curate.annotate.residual import Doubt, Residual, doubts, residual
from fittingroom.data.attributes import LabelMap
from fittingroom.data.parquet import pyarrow
from fittingroom.errors import InputError
from fittingroom.files import landing, write_text
from fittingroom.types import Measurement

RULES = ("paper", "majority", "dawid-skene")


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """What the answers say: the consensus, agreement by group, what is left wrong, and what to ask again."""

    judgements: Judgements
    consensus: Consensus
    posterior: Posterior
    alpha: tuple[Measurement, ...]
    kappa: tuple[Measurement, ...]
    residual: Residual
    doubts: tuple[Doubt, ...]


def agree(answers: Sequence[Answer], labels: LabelMap, *, rule: str, rng: np.random.Generator) -> Agreed:
    """Apply a rule of `RULES`; each person's rates are shared within groups, whatever the rule.

    Raises InputError for another rule.
    """
    if rule not in RULES:
        raise InputError(f"the rules are {', '.join(RULES)}, got {rule!r}")
    said = judgements(answers, labels)
    posterior = dawid_skene(said, shared=said.group_of_label)
    found = (
        {"paper": paper, "majority": majority}[rule](said)
        if rule != "dawid-skene"
        else probable(said, posterior)
    )
    groups = range(len(labels.groups))
    return Agreed(
        judgements=said,
        consensus=found,
        posterior=posterior,
        alpha=tuple(krippendorff(said, group, rng=rng) for group in groups),
        kappa=tuple(cohen(said, group) for group in groups),
        residual=residual(found, posterior),
        doubts=tuple(doubts(found, posterior)),
    )


def write_agreed(found: Agreed, folder: Path) -> None:
    """consensus.parquet, ask.csv (what to look at again, and why), people.csv (each one's rates)."""
    _, parquet = pyarrow("writing a consensus")
    write_text(folder / "people.csv", _people(found))
    write_text(folder / "ask.csv", _ask(found))
    with landing(folder / "consensus.parquet") as beside:
        parquet.write_table(consensus_table(found.consensus), beside)


def _ask(found: Agreed) -> str:
    rows = [
        (record, "", "needs-another", "")
        for record, reason in zip(found.consensus.ids, found.consensus.reason, strict=True)
        if reason == "needs-another"
    ]
    names = [label.name for label in found.judgements.labels.labels]
    for doubt in found.doubts:
        rows.append(
            (found.consensus.ids[doubt.image], names[doubt.column], "doubt", f"{doubt.probability:.3f}")
        )
    return _csv(("id", "label", "why", "probability"), rows)


def _people(found: Agreed) -> str:
    answers = np.bincount(found.judgements.person, minlength=len(found.judgements.people))
    used = np.unique(found.judgements.group_of_label)
    rows = [
        (
            who,
            found.judgements.labels.groups[group].name,
            int(answers[person]),
            f"{sensitivity:.4f}",
            f"{specificity:.4f}",
        )
        for person, who in enumerate(found.judgements.people)
        for group, sensitivity, specificity in zip(
            used, found.posterior.sensitivity[person], found.posterior.specificity[person], strict=True
        )
    ]
    return _csv(("annotator", "group", "answers", "sensitivity", "specificity"), rows)


def _csv(header: Sequence[str], rows: Sequence[Sequence]) -> str:
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(header)
    table.writerows(rows)
    return text.getvalue()


def summary(found: Agreed) -> list[str]:
    """The result in lines of text, for a terminal."""
    n, left = len(found.consensus.ids), found.residual
    people, answers = len(found.judgements.people), len(found.judgements.image)
    lines = [f"{n:,} pictures, {answers:,} answers of {people:,} people"]
    for reason, sentence in REASONS.items():
        if count := int((found.consensus.reason == reason).sum()):
            lines.append(f"  {count:>9,}  {reason}: {sentence}")
    lines.append(f"{'group':<12} {'alpha':>7} {'95 %':>16} {'kappa':>7} {'pictures':>9}")
    for alpha, kappa in zip(found.alpha, found.kappa, strict=True):
        ends = f"[{alpha.low:.3f}, {alpha.high:.3f}]" if alpha.low is not None else "-"
        value = f"{alpha.value:.3f}" if alpha.n else "-"
        name = alpha.name.removeprefix("alpha of ")
        lines.append(f"{name:<12} {value:>7} {ends:>16} {kappa.value:>7.3f} {alpha.n:>9,}")
    lines.append(
        f"expected among {left.images:,} kept pictures: {left.wrong_share:.2%} of {left.labels:,} "
        f"labels wrong, {left.missed_share:.2%} of the true ones missed, if people err independently"
    )
    lines.append(f"cells worth another look: {len(found.doubts):,}")
    return lines
