"""Which photos count, what counts as right, and which steps could not be done: figures."""

from collections import Counter

import numpy as np

from fittingroom.reporting import Figure, Table
from fittingroom.reporting.format import counted, percent
from fittingroom.studies.reality.probe import ProbeResult
from fittingroom.studies.reality.probe_words import largest_share


def photos(result: ProbeResult) -> Figure:
    """How many photos there are, of how many people, and which do not count."""
    found, labels = result.photos, result.photos.labels
    mapped = int(np.isin(labels, result.headline_labels).sum())
    rows = [
        ("mapped by the first reading", mapped, ""),
        ("of things without a class", int(np.isin(labels, result.class_map.unknown).sum()), ""),
        ("with a label to be ignored", found.ignored, ", ".join(result.class_map.ignore)),
        ("copies of another photo, left out", len(found.copies), _copies(result)),
        ("cannot be read, left out", len(found.unreadable), _unreadable(found.unreadable)),
    ]
    if found.groups is not None:
        sizes = np.bincount(np.unique(found.groups, return_inverse=True)[1])
        rows += [(f"groups ({result.group})", len(sizes), f"median {int(np.median(sizes))} photos")]
        rows += [("share of the three largest groups", None, percent(largest_share(found.groups)))]
    return Figure(
        name="photos",
        title="Which photos count",
        caption="Photos of one group are not independent: whole groups are resampled for every interval."
        if found.groups is not None
        else "No column says who took a photo, so the photos are taken for independent; if they are not, "
        "every interval here is too narrow.",
        description="A table of counts.",
        markup="",
        section="photos",
        table=Table(columns=(("photos", "text"), ("n", "count"), ("", "text")), rows=tuple(rows)),
    )


def _copies(result: ProbeResult) -> str:
    conflicting = result.photos.conflicting
    return (
        f"{counted(conflicting, 'copy').replace('copys', 'copies')} with another label" if conflicting else ""
    )


def _unreadable(reasons: dict[str, str], most: int = 3) -> str:
    named = [f"{name} ({why})" for name, why in list(reasons.items())[:most]]
    return "; ".join(named) + (f" and {len(reasons) - most} more" if len(reasons) > most else "")


def readings(result: ProbeResult) -> Figure:
    """Which answers each reading takes for right."""
    of = result.class_map.readings
    return Figure(
        name="readings",
        title="What counts as right",
        caption=f"The class map {result.class_map.name}: for each label of the photos the classes that are "
        "right for it. How strictly one reads moves the score, so all readings are printed.",
        description="A table with one row for each label.",
        markup="",
        section="photos",
        table=Table(
            columns=(("label", "text"), *((reading.name, "text") for reading in of)),
            rows=tuple(
                (label, *(" or ".join(reading.right.get(label, ("does not count",))) for reading in of))
                for label in result.class_map.mapped
            ),
        ),
    )


def failures(result: ProbeResult) -> Figure:
    """Steps that could not be done, by preparation and reason."""
    rows = []
    for name, failed in result.photos.failures.items():
        reasons = Counter(reason for photo in failed for reason in photo)
        rows += [(name, reason, n) for reason, n in reasons.most_common()]
    return Figure(
        name="failures",
        title="Steps that could not be done",
        caption="Such a step was left out and the rest of the recipe carried out: a photo that could not be "
        "cut out was prepared with its background. These photos count like all others.",
        description="A table of preparations, reasons and counts.",
        markup="",
        section="photos",
        table=Table(
            columns=(("preparation", "text"), ("step: why not", "text"), ("photos", "count")),
            rows=tuple(rows),
        ),
    )
