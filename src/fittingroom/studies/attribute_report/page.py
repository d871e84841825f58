"""The report of a trial: what may be claimed, in five lines, and everything that it rests on."""

import numpy as np

from fittingroom.checks.attributes import STATED_RIGHT, check_attributes
from fittingroom.reporting import Report
from fittingroom.reporting.document import Section, place
from fittingroom.reporting.format import count, counted, enumerated, measured, percent
from fittingroom.studies.attribute_report.copies_shown import near_copies
from fittingroom.studies.attribute_report.damage_figures import damage
from fittingroom.studies.attribute_report.figures import by_group, by_label, extremes, head_to_tail
from fittingroom.studies.attribute_report.near_copies import can_compare
from fittingroom.studies.attribute_report.shown import doubted, wrong
from fittingroom.studies.attribute_report.trial import Trial
from fittingroom.studies.provenance import circumstances
from fittingroom.studies.verdict import checks_line
from fittingroom.types import Card, Measurement

SECTIONS = (
    Section("groups", "Group by group"),
    Section("labels", "Label by label"),
    Section("failures", "Where it fails"),
    Section("damage", "Damaged pictures"),
    Section("data", "The labels and pictures themselves"),
)

NOT_TESTED = (
    "Pictures from anywhere else than this set: another shop, another camera, your own photos.",
    "Things with none of these labels, and pictures of no garment.",
    "Another training run: one model was judged, so how far a new seed would move a number is not known.",
)
"""What no number of such a report speaks of."""


def attribute_report(trial: Trial, *, rng: np.random.Generator) -> Report:
    """Check, draw and word what was measured."""
    evidence = trial.evidence
    own, drawn = rng.spawn(2)
    findings = check_attributes(evidence, rng=own)
    blind = trial.number("F1@8 of label frequencies")
    headline, n = trial.numbers[0], len(evidence.truth)
    labels = evidence.truth.label_map
    card = Card(
        name=trial.data,
        classes=tuple(label.name for label in labels.labels),
        counts={"train": trial.learned.train_n, evidence.part: len(evidence.truth)},
        title=_title(trial),
    )
    return Report(
        title=f"{_title(trial)}: {evidence.predictions.model}",
        subtitle=f"{evidence.predictions.model} tried on {counted(n, f'{evidence.part} image')}, "
        f"{counted(len(labels.labels), 'label')} in {counted(len(labels.groups), 'group')}",
        verdict=(*claims(trial), checks_line(findings), limits(trial)),
        cards=(card,),
        measurements=_pooled(trial),
        baselines={} if blind is None else {place(headline): blind},
        findings=findings,
        sections=SECTIONS,
        figures=(
            by_group(trial),
            head_to_tail(trial),
            by_label(trial, rng=drawn),
            *wrong(trial),
            *damage(trial),
            *doubted(trial),
            *near_copies(trial),
        ),
        openings=evidence.openings,
        not_tested=not_tested(trial),
        provenance=_provenance(trial),
    )


def not_tested(trial: Trial) -> tuple[str, ...]:
    """What nothing is said of: always, and because it was not asked for or cannot be done here."""
    near, lines = trial.evidence.crossing.near, []
    if trial.damaged is None:
        lines.append("Damaged pictures: blur, bad crops, noise, another background.")
    if near is None and trial.evidence.crossing.compared:
        why = "" if can_compare() else "; OpenCV and numba are not installed (fittingroom[curate])"
        lines.append(
            "Near copies that the set does not know of: bytes, products and its groups of copies were "
            f"compared, no pictures{why}."
        )
    if near is not None and near.is_sample:
        some = enumerated([f"{count(near.compared[p])} of {count(n)} of {p}" for p, n in near.of.items()])
        lines.append(f"Near copies among all pictures: a sample was compared, {some}.")
    return (*NOT_TESTED[:1], *lines, *NOT_TESTED[1:])


def _pooled(trial: Trial) -> tuple[Measurement, ...]:
    """The numbers over all labels: those of single groups stand in their own table."""
    ends = tuple(
        f"of {group.name}{more}"
        for group in trial.evidence.truth.label_map.groups
        for more in ("", ", first answer")
    )
    damaged = () if trial.damaged is None else (trial.damaged.suite,)
    return (*(m for m in trial.numbers if not m.name.endswith(ends)), *damaged)


def claims(trial: Trial) -> tuple[str, ...]:
    """What may be claimed: F1@8 between its ends, the weakest and strongest group, what is stated."""
    f1, oracle = trial.numbers[0], trial.number("F1@8 of the oracle")
    blind = trial.number("F1@8 of label frequencies")
    ends = ""
    if oracle is not None and blind is not None:
        ends = (
            f"; always naming the most frequent labels reaches {percent(blind.value)}, knowing every label "
            f"{percent(oracle.value)}"
        )
    lines = [f"F1@8 is {measured(f1)} on {counted(f1.n, f'{f1.part} image')}{ends}."]
    if hits := extremes(trial, "hit rate of "):
        low, high = hits
        lines.append(
            f"Answers are least often right for {low.name.removeprefix('hit rate of ')}, {measured(low)} "
            f"of {count(low.n)}, most often for {high.name.removeprefix('hit rate of ')}, {measured(high)}."
        )
    known = [m for m in trial.numbers if m.name.startswith("labels stated per label of ")]
    if len(known) > 1:
        furthest = max(known, key=lambda m: abs(np.log(max(m.value, 1e-9))))
        name = furthest.name.removeprefix("labels stated per label of ")
        inside = all(
            m.low is not None
            and m.high is not None
            and STATED_RIGHT[0] <= m.low
            and m.high <= STATED_RIGHT[1]
            for m in known
        )
        told = (
            "Every group states about as many labels as there are; furthest off" if inside else "Furthest off"
        )
        lines.append(f"{told} in what it states is {name}: {measured(furthest)} labels for each one present.")
    return tuple(lines)


def limits(trial: Trial) -> str:
    """What the numbers speak of."""
    simulated = "All pictures are drawn; no photo was shown. " if trial.simulated else ""
    part, looks = trial.evidence.part, len(trial.evidence.openings)
    looked = (
        f"The ledger of this machine counts {counted(looks, 'opening')} of the test part."
        if part == "test"
        else f"The {part} part is not sealed: who chose by it must not quote it."
    )
    return f"{simulated}This speaks of pictures made like those of {trial.data}. {looked}"


def _title(trial: Trial) -> str:
    return f"{'Simulated: ' if trial.simulated else ''}{trial.data}"


def _provenance(trial: Trial) -> dict[str, str]:
    learned = trial.learned
    return {
        **circumstances(),
        "model": learned.settings.name,
        "weights": learned.fingerprint,
        "seed": str(learned.settings.seed),
        "epochs": str(learned.settings.epochs),
        "images of train": count(learned.train_n),
        "size": f"{learned.settings.size_px} px",
    }
