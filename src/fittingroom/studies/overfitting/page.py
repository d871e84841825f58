"""The study as a report: the answer first, then the programs, the factors, and every arm, folded."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from fittingroom.data.ledger import openings
from fittingroom.files import slug
from fittingroom.measure.baselines import chance, majority
from fittingroom.measure.reuse import best_of
from fittingroom.reporting import Figure, Report, Section, Table, place
from fittingroom.reporting.forest import ForestRow, forest
from fittingroom.reporting.format import count, counted, measured, points
from fittingroom.reporting.spread import overlaid, spread_curves
from fittingroom.studies.overfitting.claims import claims, when_turned
from fittingroom.studies.overfitting.effects import ArmResult, Effect
from fittingroom.studies.overfitting.runs import WHY, Run
from fittingroom.studies.overfitting.words import paragraphs, verdict
from fittingroom.studies.provenance import circumstances
from fittingroom.types import Dataset, Measurement

SECTIONS = (
    Section("answers", "What each change does"),
    Section("programs", "The three programs"),
    Section("factors", "Factor by factor", opened=False),
    Section("arms", "Every arm", opened=False),
)

LIMIT_BYTES = 2_000_000

NOT_TESTED = (
    "Other networks than these: what a factor does to one network it need not do to another.",
    "Two factors at a time, but for the few arms called together.",
    "Settings between those listed; none was tuned, so a factor's best setting may do better.",
    "Pictures from anywhere else than this data set.",
)


def page(
    data: Dataset, found: Sequence[ArmResult], failed: Mapping[Run, str], *, folder: Path, quick: bool
) -> Report:
    """Put the results of a study into a report."""
    by_name = {one.arm.name: one for one in found}
    judged = () if quick else claims(data, by_name)  # a quick look settles nothing
    listed = measurements(data, by_name)
    return Report(
        title=f"{data.card.title}: does it overfit?",
        subtitle=f"{counted(len(found), 'arm')} in {counted(sum(one.seeds for one in found), 'run')}, each "
        "against another that differs in one thing" + ("; a quick look, rough numbers" if quick else ""),
        verdict=verdict(data, by_name),
        paragraphs=paragraphs(found, judged),
        claims=judged,
        cards=(data.card,),
        measurements=tuple(listed),
        baselines=baselines(data, listed),
        sections=SECTIONS,
        figures=figures(found),
        openings=tuple(o for o in openings(data) if o.why.startswith(WHY)),
        reuse=reuse(by_name["plain"], sum(one.seeds for one in found)),
        not_tested=(*NOT_TESTED, *(f"{run.name}: {why}" for run, why in failed.items())),
        provenance=provenance(data, found, folder),
        limit_bytes=LIMIT_BYTES,
    )


def measurements(data: Dataset, found: Mapping[str, ArmResult]) -> tuple[Measurement, ...]:
    """What may be claimed: the plain network's numbers, its baselines, and the three programs'."""
    plain = found["plain"]
    programs = [one for one in found.values() if one.arm.factor == "the programs"]
    listed = [
        _called(plain.gap.measurement, "accuracy gap of the plain network"),
        *(
            _called(plain.accuracy[part].measurement, "accuracy of the plain network")
            for part in ("train", "val", "test")
        ),
        majority(data.labels[data.rows("train")], data.labels[data.rows("test")], "test"),
        chance(data.card, len(data.rows("test")), "test"),
    ]
    listed += [_called(one.accuracy["test"].measurement, f"accuracy of {one.arm.title}") for one in programs]
    if (leak := found.get("program-3-leaking")) and leak.effect_on_test:
        listed.append(_called(leak.effect_on_test.measurement, "what stopping program 3 by test was worth"))
    return tuple(listed)


def baselines(data: Dataset, listed: Sequence[Measurement]) -> dict[str, Measurement]:
    """The majority baseline beside every accuracy."""
    train = data.labels[data.rows("train")]
    return {
        place(m): majority(train, data.labels[data.rows(m.part)], m.part)
        for m in listed
        if m.name.startswith("accuracy of")
    }


def _called(m: Measurement, name: str) -> Measurement:
    return replace(m, name=name)


def figures(found: Sequence[ArmResult]) -> tuple[Figure, ...]:
    """The forest plot and the table of all arms; the programs; one overlay for each factor; every arm."""
    programs = [one for one in found if one.arm.factor in ("plain", "the programs")]
    return (
        *((forest_figure(found),) if any(one.effect_on_gap for one in found) else ()),
        table_figure(found),
        *(arm_figure(one, "programs", folded=False) for one in programs),
        *factor_figures(found),
        *(arm_figure(one, "arms", folded=True) for one in found if one not in programs),
    )


def forest_figure(found: Sequence[ArmResult]) -> Figure:
    titles = {one.arm.name: one.arm.title for one in found}
    compared = [one for one in found if one.effect_on_gap]
    compared = sorted(compared, key=lambda one: one.arm.against != "plain")
    rows = [
        ForestRow(
            label=one.arm.title,
            group=one.arm.factor if one.arm.against == "plain" else f"against {titles[one.arm.against]}",
            effects=tuple(effect.measurement for effect in _effects(one)),
            dots=tuple(effect.over.each for effect in _effects(one)),
            shown=tuple(effect.shown for effect in _effects(one)),
        )
        for one in compared
    ]
    title = "What each change does, against the plain network unless said otherwise"
    return Figure(
        name="effects",
        title=title,
        caption="The change of the gap between train and val, and the change of test accuracy, in points. "
        "Whiskers hold rows and seeds at 95 %; a filled mark holds after Holm's correction for all "
        "comparisons of the study.",
        description=f"Forest plot with two panels and {len(rows)} rows; its numbers are in the table.",
        markup=forest(rows, title=title),
        section="answers",
        table=Table(
            columns=(
                ("change", "link"),
                ("against", "text"),
                ("of the gap", "measured"),
                ("p, adjusted", "p"),
                ("of test accuracy", "measured"),
                ("p of that, adjusted", "p"),
                ("seeds", "count"),
            ),
            rows=tuple(_effect_row(one, titles[one.arm.against]) for one in compared),
        ),
    )


def _effects(one: ArmResult) -> tuple[Effect, ...]:
    return tuple(effect for effect in (one.effect_on_gap, one.effect_on_test) if effect)


def _effect_row(one: ArmResult, against: str) -> tuple:
    cells = [cell for effect in _effects(one) for cell in (effect.measurement, effect.p)]
    return ((one.arm.title, _address(one)), against, *cells, len(_effects(one)[0].over.each))


def table_figure(found: Sequence[ArmResult]) -> Figure:
    """Every arm in one row: accuracies, losses, gap, epoch and word."""
    return Figure(
        name="all-arms",
        title="Every arm in one table",
        caption="Accuracies and the gap as means over seeds with their interval for rows and seeds; losses "
        "in nats, without the penalties; the epoch of lowest loss on the watched part, seed by seed.",
        description="A table of all arms.",
        markup="",
        section="answers",
        table=Table(
            columns=(
                ("arm", "link"),
                ("overfitting", "word"),
                ("gap", "measured"),
                ("test", "measured"),
                ("± seeds", "spread"),
                ("val", "measured"),
                ("train", "measured"),
                ("loss train", "number"),
                ("loss val", "number"),
                ("loss test", "number"),
                ("lowest in epoch", "counts"),
                ("seeds", "count"),
            ),
            rows=tuple(_arm_row(one) for one in found),
        ),
    )


def _arm_row(one: ArmResult) -> tuple:
    accuracy = [
        one.accuracy[part].measurement if part in one.accuracy else None for part in ("train", "val", "test")
    ]
    loss = [
        one.loss[part].measurement.value if part in one.loss else None for part in ("train", "val", "test")
    ]
    spread = one.accuracy["test"].spread if one.seeds > 1 else None
    train, val, test = accuracy
    return (
        (one.arm.title, _address(one)),
        one.word,
        one.gap.measurement,
        test,
        spread,
        val,
        train,
        *loss,
        one.lowest,
        one.seeds,
    )


def _address(one: ArmResult) -> str:
    return f"arm-{one.arm.name.replace('.', '-')}"


def factor_figures(found: Sequence[ArmResult]) -> list[Figure]:
    """Val loss of the arms of each factor in one panel, the plain network among them."""
    plain = [one for one in found if one.arm.name == "plain"]
    drawn = []
    for factor in dict.fromkeys(one.arm.factor for one in found if one not in plain):
        if factor == "the programs":
            continue
        arms = [*plain, *(one for one in found if one.arm.factor == factor)]
        title = f"{factor[0].upper()}{factor[1:]}: loss on val"
        drawn.append(
            Figure(
                name=f"factor-{slug(factor)}",
                title=title,
                caption=f"Mean over seeds, by epoch; the dot is the lowest. {_words_of(arms[1:])}",
                description=f"Line chart of the loss on val by epoch for {len(arms)} arms.",
                markup=overlaid(
                    [(one.arm.title, [outcome.history for outcome in one.outcomes]) for one in arms],
                    title=title,
                    quantity="loss",
                ),
                section="factors",
            )
        )
    return drawn


def _words_of(arms: Sequence[ArmResult]) -> str:
    return (
        "; ".join(f"{one.arm.title}: {one.word}, gap {points(one.gap.measurement.value)}" for one in arms)
        + "."
    )


def arm_figure(one: ArmResult, section: str, *, folded: bool) -> Figure:
    """One arm: its learning curves over the seeds, and a row for each seed."""
    test = one.accuracy["test"].measurement
    title = one.arm.title[0].upper() + one.arm.title[1:]
    return Figure(
        name=_address(one),
        title=title,
        caption=f"{one.word}; gap {measured(one.gap.measurement)}, test {measured(test)}, "
        f"{when_turned(one)}.",
        description=f"Learning curves of {counted(one.seeds, 'seed')}.",
        markup=spread_curves(
            [outcome.history for outcome in one.outcomes], title=title, watched=one.arm.watches
        ),
        section=section,
        folded=folded,
        table=Table(
            columns=(
                ("seed", "count"),
                ("overfitting", "word"),
                ("gap", "points"),
                ("train", "rate"),
                ("val", "rate"),
                ("test", "rate"),
                ("epochs", "count"),
                ("kept", "count"),
                ("parameters", "count"),
                ("seconds", "count"),
            ),
            rows=tuple(_seed_row(one, at) for at in range(one.seeds)),
        ),
    )


def _seed_row(one: ArmResult, at: int) -> tuple:
    run = one.outcomes[at]
    accuracy = [
        one.accuracy[part].each[at] if part in one.accuracy else None for part in ("train", "val", "test")
    ]
    kept = run.history[run.kept].epoch
    return (
        run.run.seed,
        one.words[at],
        one.gap.each[at],
        *accuracy,
        len(run.history),
        kept,
        run.parameters,
        run.seconds,
    )


def reuse(plain: ArmResult, looks: int) -> str:
    """What so many looks at test could gain by luck alone, had one chosen by them."""
    test = plain.accuracy["test"].measurement
    luck = best_of(looks, test.value, test.n)
    return (
        f"This study looked at test once for each of {count(looks)} models and chose nothing by it, but for "
        "the arms that stop by test on purpose. Had one picked the best of them by test, up to "
        f"{points(luck)} of its score could be luck."
    )


def provenance(data: Dataset, found: Sequence[ArmResult], folder: Path) -> dict[str, str]:
    """Where the numbers come from: enough to make them again."""
    spent = sum(outcome.seconds for one in found for outcome in one.outcomes)
    return {
        **circumstances(),
        "training": f"{spent / 3600:.1f} core hours, one thread a run, float32",
        "data": data.fingerprint,
        "split": data.split,
        "images": ", ".join(f"{count(len(rows))} {part}" for part, rows in data.parts.items()),
        "written to": str(folder),
    }
