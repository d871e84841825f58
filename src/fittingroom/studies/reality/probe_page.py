"""A probe as a page: the answer first, then every preparation, the pictures, the confidence, the photos."""

from fittingroom.reporting import Figure, Report, Section, place
from fittingroom.reporting.format import count
from fittingroom.studies.provenance import circumstances
from fittingroom.studies.reality.probe import ProbeResult
from fittingroom.studies.reality.probe_counts import failures, photos, readings
from fittingroom.studies.reality.probe_figures import by_label, called, confidence, preparations
from fittingroom.studies.reality.probe_sheets import seen, step_by_step
from fittingroom.studies.reality.probe_words import subtitle, verdict
from fittingroom.types import Measurement

SECTIONS = (
    Section("answers", "How often it is right"),
    Section("seen", "What the model sees"),
    Section("confidence", "What its confidence is worth"),
    Section("photos", "The photos, and what was left out"),
    Section("steps", "Step by step", opened=False),
)

LIMIT_BYTES = 3_000_000
"""Room for the pictures of some photos after each step."""

NOT_TESTED = (
    "Other people's photos: the intervals speak of people like those who took these.",
    "Preparations that are not listed.",
    "Whether the photos' labels are right.",
    "The sealed test part: it was not opened.",
)


def page(result: ProbeResult) -> Report:
    """Put the result of a probe into a report."""
    return Report(
        title=f"{_model(result)}, tried on {result.name}",
        subtitle=subtitle(result),
        verdict=verdict(result),
        cards=(),
        measurements=measurements(result),
        baselines=baselines(result),
        sections=SECTIONS,
        figures=figures(result),
        not_tested=(*NOT_TESTED, *(f"{name}: {why}" for name, why in result.left_out.items())),
        provenance=provenance(result),
        limit_bytes=LIMIT_BYTES,
    )


def _model(result: ProbeResult) -> str:
    return f"{next(iter(result.predictions.values())).model} of {result.data_title}"


def measurements(result: ProbeResult) -> tuple[Measurement, ...]:
    """What may be claimed, the headline first; every preparation in every reading is in a figure's table."""
    first = result.headline
    strict = [j for j in result.judged if j.reading == first.reading]
    said = result.stated.get(first.recipe)
    confidence = (said.mean, said.sure, said.right_if_sure, said.tells, said.unknown_mean) if said else ()
    chosen = (result.chosen.reported_on,) if result.chosen else ()
    listed = (
        first.accuracy,
        first.advantage,
        *(j.accuracy for j in result.judged if j.recipe == first.recipe and j is not first),
        first.restricted,
        *(j.accuracy for j in strict if j is not first),
        *chosen,
        *confidence,
        *first.by_label,
    )
    return tuple(m for m in listed if m is not None)


def baselines(result: ProbeResult) -> dict[str, Measurement]:
    """Beside an accuracy the one class that is right most often; beside confidence the accuracy."""
    listed = {place(m) for m in measurements(result)}
    first, always = result.headline, {j.reading: j.always for j in result.judged}
    beside = {place(j.accuracy): always[j.reading] for j in result.judged}
    if first.restricted:
        beside[place(first.restricted)] = first.always
    if result.chosen:
        beside[place(result.chosen.reported_on)] = result.chosen.always
    if said := result.stated.get(first.recipe):
        beside[place(said.mean)] = first.accuracy
    return {where: m for where, m in beside.items() if where in listed}


def figures(result: ProbeResult) -> tuple[Figure, ...]:
    """Tables and charts of every preparation, the pictures, and what happened to the photos."""
    return (
        preparations(result),
        by_label(result),
        called(result),
        seen(result),
        *((confidence(result),) if result.stated else ()),
        photos(result),
        readings(result),
        *((failures(result),) if any(any(f) for f in result.photos.failures.values()) else ()),
        *(step_by_step(result, recipe) for recipe in result.recipes),
    )


def provenance(result: ProbeResult) -> dict[str, str]:
    """Where the numbers come from: enough to make them again."""
    return {
        **circumstances(),
        "photos": f"{count(len(result.photos.ids))} of {result.source}",
        "class map": result.class_map.name,
        "data": result.data,
        **{f"preparation {r.name}": f"version {r.version}, {r.fingerprint[:12]}" for r in result.recipes},
        **{f"answers {name}": said.fingerprint[:12] for name, said in result.predictions.items()},
    }
