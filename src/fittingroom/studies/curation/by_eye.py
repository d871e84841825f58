"""A set's decisions for a person to judge: a page with pictures, and a CSV to fill in."""

import base64
import io
from itertools import groupby
from pathlib import Path

import numpy as np
from PIL import Image

from fittingroom.curate.document.drawn import Case, Record, draw
from fittingroom.curate.document.verdicts import VERDICTS, read_verdicts, verdict_rows, verdict_text
from fittingroom.data.photo import Photo, read_photo
from fittingroom.errors import InputError
from fittingroom.files import write_text
from fittingroom.reporting.curation.by_eye import Shown, ShownKind, page
from fittingroom.reporting.format import count, decimals

LONGEST_PX = 320
"""Longest edge of a picture on the page."""

NAME = "check"


def write_check(folder: Path, out: Path, *, each: int, rng: np.random.Generator) -> Path:
    """Draw `each` decisions of every kind of a set and write check.html and check.csv into the folder `out`.

    Returns where the page lies. Raises what `draw` raises, and InputError where `out` has a CSV with
    verdicts, which would be lost.
    """
    file = out / f"{NAME}.csv"
    if file.exists() and any(one.right + one.wrong + one.cannot_tell for one in read_verdicts(file)):
        raise InputError(f"{file} holds verdicts already; name another folder by --out")
    cases = draw(folder, each=each, rng=rng)
    rows = verdict_rows(cases)
    kinds = [_kind(list(some)) for _, some in groupby(enumerate(cases, 1), key=lambda one: one[1].kind)]
    write_text(file, verdict_text(rows))
    html = page(
        kinds,
        title=f"Decisions of {folder.resolve().name}, by eye",
        subtitle=f"{count(len(cases))} decisions of {count(len(kinds))} kinds, drawn at random",
        rows=rows,
        verdicts=VERDICTS,
        file=file.name,
    )
    write_text(out / f"{NAME}.html", html)
    return out / f"{NAME}.html"


def _kind(some: list[tuple[int, Case]]) -> ShownKind:
    kind = some[0][1].kind
    return ShownKind(
        step=kind.step,
        reason=kind.reason,
        kept=kind.kept,
        total=kind.total,
        sentence=kind.sentence,
        shown=tuple(_shown(number, case) for number, case in some),
    )


def _shown(number: int, case: Case) -> Shown:
    one, other = case.record, case.other
    after = "the record is dropped" if case.after is None else ", ".join(case.after)
    lines = [
        ("title", one.title),
        ("description", one.description),
        ("tags", "; ".join(one.tags)),
        ("before", ", ".join(case.before)),
        ("after", after),
        ("how sure", "" if case.number is None else decimals(case.number, 3)),
    ]
    if other is not None:
        lines += [("the other", other.title), ("its tags", "; ".join(other.tags))]
    records = (one,) if other is None else (one, other)
    return Shown(
        number=number,
        subject=case.subject,
        pictures=tuple((_address(record), record.id) for record in records),
        lines=tuple((name, text) for name, text in lines if text),
    )


def _address(record: Record) -> str:
    photo = read_photo(record.picture) if record.picture else None
    if not isinstance(photo, Photo):
        return ""
    image = Image.fromarray(photo.pixels)
    image.thumbnail((LONGEST_PX, LONGEST_PX), Image.Resampling.LANCZOS)
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=90)
    return f"data:image/jpeg;base64,{base64.b64encode(stream.getvalue()).decode()}"
