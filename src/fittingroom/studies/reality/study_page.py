"""The study as a report: the answer first, the card in full, then photos, damage, what training changes."""

from dataclasses import replace

from fittingroom.data.ledger import openings
from fittingroom.reporting import Report, Section, place
from fittingroom.reporting.format import count, counted, measured, value
from fittingroom.studies.provenance import circumstances
from fittingroom.studies.reality.arms import DEFAULT, DEFECTS
from fittingroom.studies.reality.card import apart, expectation_card, not_tested, telling
from fittingroom.studies.reality.outcomes import WHY
from fittingroom.studies.reality.study import Reality
from fittingroom.studies.reality.study_figures import benchmark, damage, styles, trained_with_defects
from fittingroom.studies.reality.study_photos import photo_figures
from fittingroom.types import Measurement

SECTIONS = (
    Section("card", "What to expect"),
    Section("photos", "Real photos"),
    Section("damage", "Damaged pictures, and single cues"),
    Section("training", "What training with defects changes"),
    Section("benchmark", "On the benchmark itself", opened=False),
)

LIMIT_BYTES = 2_000_000


def page(found: Reality) -> Report:
    """Put the results of a study into a report."""
    listed = measurements(found)
    return Report(
        title=f"{found.data.card.title}: what is the score worth outside?",
        subtitle=f"{DEFAULT.title[0].upper()}{DEFAULT.title[1:]} and others trained with defects, "
        f"{counted(found.seeds, 'seed')} each" + ("; a quick look, rough numbers" if found.quick else ""),
        verdict=verdict(found),
        cards=(found.data.card,),
        measurements=listed,
        baselines=baselines(found, listed),
        sections=SECTIONS,
        figures=(
            expectation_card(found).figure(section="card"),
            *photo_figures(found),
            *damage(found),
            *styles(found),
            *trained_with_defects(found),
            benchmark(found),
        ),
        openings=tuple(o for o in openings(found.data) if o.why.startswith(WHY)),
        reuse="This study looked at test once for each of its models, when all were trained, and chose "
        "nothing by it.",
        not_tested=not_tested(found),
        provenance=provenance(found),
        limit_bytes=LIMIT_BYTES,
    )


def verdict(found: Reality) -> tuple[str, ...]:
    """At most five lines: the photos, their confidence, what a few photos change, damage, what was rough."""
    test = found.test[DEFAULT.name]
    lines = []
    for probe in found.probes[:1]:
        said = probe.arms[DEFAULT.name]
        first, told = said.judged[0], said.told[said.judged[0].recipe]
        lines.append(
            f"Right in {measured(test.accuracy.measurement)} of the benchmark's test pictures, and in "
            f"{measured(first.accuracy.measurement)} of {count(told.accuracy.measurement.n)} real photos "
            f"({probe.question.name}, {first.recipe}, {first.reading} reading); always answering "
            f"{first.constant}: {value(first.always)}."
        )
        tells = "" if told.tells is None else f" (AUROC, right against wrong: {measured(told.tells)})"
        lines.append(f"On these photos it states {measured(told.stated)} confidence{tells}.")
        if probe.few is not None:
            last = probe.few.each[-1]
            lines.append(
                f"Prepared as chosen on other photos: {measured(probe.few.before.measurement)}; after "
                f"learning {count(last.photos)} other photos "
                f"{measured(last.accuracy.measurement)}."
            )
    if not found.probes:
        lines.append(
            f"Right in {measured(test.accuracy.measurement)} of the benchmark's test pictures; always "
            f"answering {found.answer}: {value(found.majority)}. Real photos: not tested."
        )
    tolls, other = found.tolls[DEFAULT.name], found.tolls[DEFECTS.name]
    lines.append(
        f"Damaged pictures: {measured(tolls.suite)} at {value(tolls.suite_stated)} stated confidence; "
        f"trained with defects {measured(other.suite)}, which says nothing of damage that it never learned."
    )
    if found.quick:
        lines.append(
            "A quick look: a smaller training, one seed, fewer pictures. Do not quote these numbers."
        )
    elif found.seeds == 1:
        lines.append("One seed: how far another would move these numbers is not known, nor counted in them.")
    return tuple(lines)


def measurements(found: Reality) -> tuple[Measurement, ...]:
    """What may be claimed: photos first, if there are any, then test, damage and what would change them."""
    told, tolls = found.test[DEFAULT.name], found.tolls[DEFAULT.name]
    listed = []
    for probe in found.probes:
        said, of = probe.arms[DEFAULT.name], probe.question.name
        first = said.judged[0]
        listed += [_on(m, of) for m in (first.accuracy.measurement, first.advantage)]
        listed.append(_on(apart(first.accuracy.measurement, told.accuracy.measurement), of))
        others = [j for j in said.judged[1:] if first.recipe == j.recipe or first.reading == j.reading]
        listed += [_on(j.accuracy.measurement, of) for j in others]
        stated = said.told[first.recipe]
        listed += [m for m in (stated.stated, stated.claims, stated.tells, stated.covered) if m is not None]
        if probe.few is not None:
            few = [probe.few.before, *(f.accuracy for f in probe.few.each)]
            listed += [replace(f.measurement, part=f"{of}, taught by others") for f in few]
    listed += [told.accuracy.measurement, found.majority, told.stated, told.claims, told.covered]
    listed += [tolls.clean, tolls.suite, tolls.suite_stated]
    other = found.tolls[DEFECTS.name].suite
    listed.append(replace(other, name=f"{other.name}, trained with defects"))
    listed += [
        replace(c.difference.measurement, part=c.what, name="gained by training with defects")
        for c in telling(found)
    ]
    return (*listed, *found.classes)


def _on(m: Measurement, of: str) -> Measurement:
    return replace(m, part=m.part.replace("photos", of, 1))


def baselines(found: Reality, listed: tuple[Measurement, ...]) -> dict[str, Measurement]:
    """Beside an accuracy the one class that is always given."""
    beside = {place(m): found.majority for m in listed if m.part in ("test", "test, damaged")}
    beside = {where: m for where, m in beside.items() if where.startswith("accuracy")}
    for probe in found.probes:
        of = probe.question.name
        for j in probe.arms[DEFAULT.name].judged:
            beside[place(_on(j.accuracy.measurement, of))] = j.always
        if probe.few is not None:
            always = probe.arms[DEFAULT.name].judged[0].always
            for few in (probe.few.before, *(f.accuracy for f in probe.few.each)):
                beside[place(replace(few.measurement, part=f"{of}, taught by others"))] = always
    known = {place(m) for m in listed}
    return {where: m for where, m in beside.items() if where in known}


def provenance(found: Reality) -> dict[str, str]:
    """Where the numbers come from: enough to make them again."""
    return {
        **circumstances(),
        "training": f"{found.seconds / 3600:.1f} core hours, one thread a run",
        "data": found.data.fingerprint,
        "split": found.data.split,
        "images": ", ".join(f"{count(len(rows))} {part}" for part, rows in found.data.parts.items()),
        **{
            f"photos of {probe.question.name}": f"{count(len(probe.photos.ids))} of "
            f"{probe.question.listing.source.name}, class map {probe.question.chart.name}, preparations "
            + ", ".join(f"{r.name} v{r.version}" for r in probe.question.recipes)
            for probe in found.probes
        },
        "written to": str(found.folder),
    }
