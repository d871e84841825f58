"""The study as a report: the two questions and their answers first, then tables, curves and classes."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from fittingroom.reporting import Claim, Report, Section
from fittingroom.reporting.format import count, counted, enumerated, measured, p_value, percent, points
from fittingroom.studies.provenance import circumstances
from fittingroom.studies.transfer import figures
from fittingroom.studies.transfer.arms import Kind, Way
from fittingroom.studies.transfer.correct_rate import CorrectRate
from fittingroom.studies.transfer.criterion import AT, LEAST_GAIN, LEVEL, richer, settled, worth_it
from fittingroom.studies.transfer.divisions import Division
from fittingroom.studies.transfer.results import Comparison, Results
from fittingroom.studies.transfer.scale import Scale
from fittingroom.studies.transfer.target import Target
from fittingroom.types import Card, Measurement, Opening

SECTIONS = (
    Section("answers", "What it is worth to have learned before"),
    Section("curves", "By how many photos there are"),
    Section("classes", "Class by class"),
    Section("rate", "The “correct rate”"),
    Section("how", "How it was done", opened=False),
)

SAID = {
    "richer": "Learning many attributes first beats learning categories alone (Guo et al. 2019, 4.2).",
    "worth": "Learning simulated garments first is worth it where photos are few.",
    "rate": "A fine-tuned model reaches a “correct rate” of 72.7 % (the same, on a million noisy labels).",
}

NOT_TESTED = (
    "Other targets: attributes of real photos, other shops, other cameras; the target's classes are "
    "categories, which favours a pretraining on categories.",
    "Larger networks and pictures: all but ImageNet's are the small network at the size named below.",
    "Pretraining without labels, and more of it: nothing here was trained until it was saturated.",
    "Settings: none was tuned, for any arm.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """All that the page tells."""

    target: Target
    scale: Scale
    quick: bool
    folder: Path
    divisions: tuple[Division, ...]
    openings: tuple[Opening, ...]
    results: Results
    correct: CorrectRate
    seen: Mapping[Kind, int]


def page(found: Found) -> Report:
    """Put the study into a report."""
    chance = Measurement(
        name="chance", value=1 / len(found.target.classes), n=len(found.target), method="exact", part="test"
    )
    main = found.results.compared("multi-label", "category only", "fine-tuned", AT)
    gain = found.results.compared("multi-label", "scratch", "fine-tuned", AT)
    assert main, "the criterion's comparison is made in every study"
    assert gain, "the criterion's comparison is made in every study"
    accuracies = tuple(over.measurement for key, over in found.results.accuracy.items() if key[1] == AT)
    ways: tuple[Way, ...] = ("fine-tuned", "frozen")
    return Report(
        title=f"{found.target.name}: what transfers?",
        subtitle=f"{counted(len(found.target), 'photo')} of {len(found.target.classes)} classes, divided by "
        f"who took them, {counted(found.scale.seeds, 'division')}"
        + ("; a quick look, rough numbers" if found.quick else ""),
        verdict=_verdict(found, main, gain),
        paragraphs=_paragraphs(found),
        claims=() if found.quick else _claims(found, main, gain),
        cards=(_card(found.target),),
        measurements=(main.over.measurement, gain.over.measurement, *accuracies),
        baselines={f"{m.name} on {m.part}": chance for m in accuracies},
        sections=SECTIONS,
        figures=(
            figures.table_4(found.results),
            figures.side_by_side(found.results, chance),
            figures.table_5(found.results),
            figures.differences(found.results),
            *(figures.curves(found.results, way) for way in ways),
            figures.figure_5(found.results, found.target.classes),
            figures.rates(found.correct),
            figures.kinds(found.seen),
        ),
        openings=found.openings,
        reuse=_reuse(found),
        not_tested=NOT_TESTED,
        provenance=_provenance(found),
        limit_bytes=2_000_000,
    )


def _verdict(found: Found, main: Comparison, gain: Comparison) -> tuple[str, ...]:
    if found.quick:
        answer = "A quick look settles nothing: the criterion is for the full study."
    else:
        answer = settled(main.over, gain.over)
    correct = found.correct
    best = max(found.results.accuracy.items(), key=lambda one: one[1].measurement.value)
    return (
        f"With {AT:.0%} of the photos, multi-label less category-only pretraining is "
        f"{measured(main.over.measurement)} of balanced accuracy, fine-tuned (p {p_value(main.over.p)}).",
        f"Multi-label pretraining on simulated garments less none is {measured(gain.over.measurement)} "
        f"(p {p_value(gain.over.p)}).",
        answer,
        f"The highest balanced accuracy is that of {best[0][0].title} with {best[0][1]:.0%} of the photos: "
        f"{measured(best[1].measurement)}; chance is {percent(1 / len(found.target.classes))}.",
        "Simulated: a head that learned noisy labels agrees with them on "
        f"{measured(correct.agreement.measurement)} and with the truth on "
        f"{measured(correct.accuracy.measurement)}: a “correct rate” is not accuracy.",
    )


def _paragraphs(found: Found) -> tuple[str, ...]:
    grouped = (
        "Nobody has photos in both parts."
        if found.target.grouped
        else "Who took them is not told, so each photo counts alone: intervals are too narrow if not so."
    )
    return (
        "The photos are divided by who took them, at random, as often as there are seeds; each division has "
        f"pretrainings of its own seed. {grouped} Each way to begin learns the same share of the training "
        "part and is asked about the same test photos; balanced accuracy is the mean recall of the classes.",
        f"Set before any result: *multi-label beats category-only* if the difference at {AT:.0%}, "
        f"fine-tuned, is above 0 with p below {LEVEL:g}; *simulated pretraining is worth it* if it adds at "
        f"least {points(LEAST_GAIN, 0)} to starting from scratch there, with the same p; it is not if the "
        "interval lies below that as a whole.",
    )


def _claims(found: Found, main: Comparison, gain: Comparison) -> tuple[Claim, ...]:
    correct = found.correct
    return (
        Claim(
            said=SAID["richer"],
            verdict=richer(main.over),
            sentence="On simulated garments and these photos the difference is "
            f"{measured(main.over.measurement)}, p {p_value(main.over.p)}.",
        ),
        Claim(
            said=SAID["worth"],
            verdict=worth_it(gain.over),
            sentence=f"It adds {measured(gain.over.measurement)} at {AT:.0%}, p {p_value(gain.over.p)}; at "
            f"least {points(LEAST_GAIN, 0)} was asked for.",
        ),
        Claim(
            said=SAID["rate"],
            verdict="not settled",
            sentence="It is agreement with noisy labels, and says nothing of accuracy by itself: simulated, "
            f"agreement is {measured(correct.agreement.measurement)} where accuracy is "
            f"{measured(correct.accuracy.measurement)}.",
        ),
    )


def _reuse(found: Found) -> str:
    """What looking at so many arms is worth by luck."""
    models = len(found.results.accuracy)
    return (
        f"Every division's test photos were asked about by {count(models)} trainings, each when it was over, "
        "and nothing was chosen by them: each comparison stood beforehand, and p is corrected for their "
        "number. The highest of so many is no estimate of what the best would reach elsewhere."
    )


def _card(target: Target) -> Card:
    return Card(
        name=target.name,
        classes=target.classes,
        counts={"photos": len(target)},
        chance={"balanced accuracy": 1 / len(target.classes)},
        notes=target.notes,
    )


def _provenance(found: Found) -> dict[str, str]:
    scale = found.scale
    seen = [f"{kind} {count(images)}" for kind, images in found.seen.items()]
    parts = [f"{count(len(at.train))} and {count(len(at.test))}" for at in found.divisions]
    return {
        **circumstances(),
        "network": f"small, {scale.size_px} px; ImageNet: EfficientNet-Lite0, {scale.lite0_px} px",
        "pretraining": f"{enumerated(seen)} images seen for each seed; "
        f"{count(scale.products)} simulated products",
        "fine-tuning": f"{scale.steps} steps of {scale.batch} photos, or more for {scale.passes} times each",
        "photos to learn and to test": ", ".join(dict.fromkeys(parts)),
        "people": count(len(set(found.target.groups.tolist()))),
        "data": found.target.fingerprint,
        "written to": str(found.folder),
    }
