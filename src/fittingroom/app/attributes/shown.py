"""An answer about attributes as the page gets it: JSON values, every sentence already written."""

from typing import Any

import numpy as np

from fittingroom.app.attributes import words
from fittingroom.app.attributes.asking import AttributeAnswer, GroupAnswer
from fittingroom.app.attributes.subject import AttributeSubject, images_of
from fittingroom.app.safety import MOST_BYTES
from fittingroom.app.shown import picture, seen
from fittingroom.app.words import nearest
from fittingroom.models.attributes.gallery import Gallery

KIND = "attributes"
SHORT = 6
"""Labels of a training image that are shown below it."""


def about(subject: AttributeSubject) -> dict[str, Any]:
    """What the page must know before a picture comes."""
    return {
        "kind": KIND,
        "title": f"{subject.data[:1].upper()}{subject.data[1:]}, tried on".replace(
            "-", "\N{NON-BREAKING HYPHEN}"
        ),
        "subtitle": words.subtitle(subject),
        "model": subject.learned.settings.name,
        "groups": [{"name": known.name, "labels": len(known.names)} for known in subject.groups],
        "preparations": [{"name": one.name, "title": one.title} for one in subject.preparations],
        "preparation": subject.preparations[0].name,
        "most_bytes": MOST_BYTES,
        "keeps": (
            "Everything stays on the machine that runs fittingroom, and no picture is kept. "
            f"{words.outside(subject)}"
        ),
    }


def answered(found: AttributeAnswer, subject: AttributeSubject, *, truth: str = "") -> dict[str, Any]:
    """One answer; truth: a sentence with the labels, for an image of the data."""
    rows = np.array(found.nearest, np.int64)
    return {
        "truth": truth,
        **seen(found.prepared, found.familiar),
        "caution": words.caution(found, subject, outside=not truth),
        "groups": [_group(one, found) for one in found.groups],
        "nearest": {
            "sentence": nearest(found.familiar, found.nearest),
            "images": [
                {"picture": picture(image), "label": _short(subject.train, int(row))}
                for image, row in zip(images_of(subject.train, rows), rows, strict=True)
            ],
        },
    }


def labels_of(part: Gallery, row: int) -> dict[str, tuple[str, ...]]:
    """The labels of an image by the names of their groups, those without one too."""
    truth = part.source.truth
    present = truth.of(np.array([row]))[0][0]
    return {
        group.name: tuple(
            label.name
            for label, there in zip(truth.labels.labels, present, strict=True)
            if there and label.group == group.name
        )
        for group in truth.labels.groups
    }


def _group(one: GroupAnswer, found: AttributeAnswer) -> dict[str, Any]:
    listed = [(one.known.names[place], float(one.p[place]), place in one.named) for place in one.top]
    if np.isfinite(one.none):
        listed.append(
            ("none of them", one.none, one.state == "none" or (one.state == "named" and one.or_none))
        )
        listed.sort(key=lambda bar: -bar[1])
    return {
        "name": one.known.name,
        "asked": words.asked(one),
        "state": one.state,
        "chips": words.chips(one),
        "why": words.why(one),
        "tested": words.tested(one, found.familiar.verdict, found.changes),
        "bars": [
            {"name": name, "probability": p, "text": words.hundredths(p), "named": named}
            for name, p, named in listed
        ],
    }


def _short(part: Gallery, row: int) -> str:
    names = [name for labels in labels_of(part, row).values() for name in labels]
    return ", ".join(names[:SHORT]) + (" …" if len(names) > SHORT else "")
