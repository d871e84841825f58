"""An answer as the page gets it: JSON values, pictures as data, every sentence already written."""

import base64
import io
from typing import Any

import numpy as np
from PIL import Image

from fittingroom.app import words
from fittingroom.app.asking import Answer, Familiarness
from fittingroom.app.collecting import Kept, Worth
from fittingroom.app.safety import MOST_BYTES
from fittingroom.app.subject import Subject
from fittingroom.build import Prepared
from fittingroom.data.pictures import encode_png
from fittingroom.reporting.format import interval, percent, value
from fittingroom.types import Measurement

SHOWN_PX = 160
"""Longest edge of a step's picture on the page."""
BARS = 3

STEPS = {
    "photo": "your picture",
    "resized": "resized",
    "area": "reduced",
    "limit": "size limited",
    "sample": "rows skipped",
    "stretch": "stretched",
    "extend": "on a square",
    "grey": "grey",
    "negate": "negated",
    "trim": "trimmed",
    "sharpen": "sharpened",
    "flood": "background flooded",
    "grabcut": "cut out",
    "ink": "ink found",
    "clear": "edges cleared",
    "box": "in a box",
    "centre": "centred",
    "middle": "its middle",
}
"""What the steps of a preparation are called on the page; others by their own name."""


def about(subject: Subject, *, folder: str) -> dict[str, Any]:
    """What the page must know before a picture comes, without what was kept and played so far."""
    data = subject.run.data
    return {
        "title": f"{data.card.title}, tried on".replace("-", "\N{NON-BREAKING HYPHEN}"),
        "subtitle": words.subtitle(subject),
        "model": subject.run.model.name,
        "classes": subject.classes,
        "invitation": words.invitation(data),
        "preparations": [{"name": one.name, "title": one.title} for one in subject.preparations],
        "preparation": subject.preparations[0].name,
        "most_bytes": MOST_BYTES,
        "keeps": (
            "Everything stays on the machine that runs fittingroom. A picture is kept only when you say what "
            f"it is, in the folder {folder}, without metadata; answers of the quiz are kept there too."
        ),
    }


def answered(
    found: Answer, subject: Subject, kept: tuple[Kept, ...], *, source: str, name: str, truth: str = ""
) -> dict[str, Any]:
    """One answer about a picture that came as `source`.

    name: what to call it when it is kept; truth: a sentence with the label, where that is known.
    """
    classes = subject.classes
    tested = words.confidence(found, subject, kept, source)
    top = np.argsort(-found.probabilities, kind="stable")[:BARS]
    data = subject.run.data
    return {
        "id": name,
        "keepable": not truth,
        "truth": truth,
        **seen(found.prepared, found.familiar),
        "set": {
            "classes": [classes[label] for label in found.named],
            "promise": words.promise(subject),
            "sentence": words.answers(found, classes),
        },
        "confidence": {
            "top": [
                {
                    "name": classes[label],
                    "probability": float(found.probabilities[label]),
                    "text": percent(float(found.probabilities[label]), 0),
                }
                for label in top
            ],
            "sentence": tested[0],
            "tested": tested[1],
        },
        "steady": {
            "kept": found.kept,
            "of": len(found.changes),
            "sentence": words.steady(found, classes),
            "changes": [
                {
                    "name": change.name,
                    "picture": picture(change.picture),
                    "kept": change.answer == found.top,
                    "answer": classes[change.answer],
                }
                for change in found.changes
            ],
        },
        "nearest": {
            "sentence": words.nearest(found.familiar, found.nearest),
            "images": [
                {"picture": picture(data.images[row]), "label": classes[data.labels[row]]}
                for row in data.rows("train")[list(found.nearest)]
            ],
        },
    }


def seen(prepared: Prepared, familiar: Familiarness) -> dict[str, Any]:
    """What was left of the picture, and whether that looks like what was learned."""
    return {
        "steps": [
            {"name": STEPS.get(step, step), "picture": picture(stage)} for step, stage in prepared.stages
        ],
        "failed": words.failed(prepared.failures),
        "familiar": {
            "word": familiar.verdict,
            "sentence": words.familiar(familiar),
            "number": words.distance(familiar),
            **_scale(familiar),
        },
    }


def worth(found: Worth, subject: Subject) -> dict[str, Any]:
    """What the model was worth on the pictures kept."""
    listed = (found.accuracy, found.majority, found.refused)
    return {
        "sentence": words.real_world(found, subject),
        "note": words.people(found),
        "measurements": [_measured(m) for m in listed if m is not None],
    }


def picture(image: np.ndarray) -> str:
    """An image (h, w[, c]) as the address of a PNG that holds it, reduced where it is large."""
    pixels = image[..., 0] if image.ndim == 3 and image.shape[2] == 1 else image
    if max(pixels.shape[:2]) > SHOWN_PX:
        small = Image.fromarray(pixels)
        small.thumbnail((SHOWN_PX, SHOWN_PX))
        stream = io.BytesIO()
        small.save(stream, "PNG")
        encoded = stream.getvalue()
    else:
        encoded = encode_png(pixels)
    return f"data:image/png;base64,{base64.b64encode(encoded).decode()}"


def _measured(m: Measurement) -> dict[str, str]:
    about = f"{interval(m)} n = {m.n}, {m.method}".strip()
    return {"name": words.WORTH.get(m.name, m.name), "value": value(m), "about": about}


def _scale(found: Familiarness) -> dict[str, Any]:
    """Where on the page's scale the picture stands, and where its zones end, as shares of its width."""
    if found.verdict == "unknown" or not np.isfinite(found.unlike) or found.unlike <= 0:
        return {"zones": [1 / 3, 2 / 3], "at": {"like": 1 / 6, "borderline": 1 / 2}.get(found.verdict, 5 / 6)}
    end = 2.2 * found.unlike
    return {
        "zones": [found.like / end, found.unlike / end],
        "at": min(max(found.distance / end, 0.01), 0.99),
    }
