"""The pictures that people brought, with their true labels: a probe that grows by use.

The folder is what every image folder is, `labels.csv` beside `images/`, so that `fittingroom probe`
and any other program read it. A picture is written before the line that names it.
"""

import csv
import hashlib
import io
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from filelock import FileLock

from fittingroom.data.csv_columns import read_csv
from fittingroom.data.image_folder import LABELS_FILE
from fittingroom.errors import DataError, InputError
from fittingroom.files import write_bytes, write_text
from fittingroom.measure.accuracy import rate, share
from fittingroom.types import Measurement

NONE = "none of these"
"""The label of a picture that shows no class of the data set."""
SOMEBODY = "somebody"
MOST_KEPT = 100_000
BANDS = (0.0, 0.5, 0.7, 0.9, 1.0)
"""Confidences between two of these count as alike."""
DRAWING = "drawing"
"""The source of a picture that was drawn on the page."""
FEWEST = 5
"""With fewer pictures than that, nothing is said of how often the model was right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One line of labels.csv.

    label, answer: class names, or NONE for a label; answers: the set, names between semicolons, "" if it
    was empty; group: who brought the picture; confidence: 0..1; verdict: like, borderline or unlike;
    source: drawing, photo, camera or pasted; model: which one answered (`Subject.identity`); when: ISO 8601
    in UTC.
    """

    file: str
    label: str
    group: str
    answer: str
    answers: str
    confidence: float
    verdict: str
    preparation: str
    source: str
    model: str
    when: str

    @property
    def right(self) -> bool:
        return self.answer == self.label


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """What the model was worth on the pictures kept; None where there are none of that kind.

    accuracy: on pictures of known classes; majority: always giving the most frequent of their labels;
    refused: share of pictures of no known class for which it gave no answer; people: how many brought some;
    others: pictures that another model answered, which say nothing of this one.
    """

    accuracy: Measurement | None
    majority: Measurement | None
    refused: Measurement | None
    people: int
    others: int


def contributor(typed: str) -> str:
    """The name that somebody typed, as it is kept: at most 40 letters, digits, spaces, dots and dashes."""
    plain = re.sub(r"[^\w .-]+", " ", typed[:200])
    return " ".join(plain.split()).strip(" .-")[:40].strip() or SOMEBODY


def keep(folder: Path, picture: bytes, suffix: str, line: Kept) -> Kept:
    """Add a picture and its line to the probe; returns the line with the file's name.

    The name comes from the picture's bytes alone. Raises InputError where the very picture was kept before.
    """
    name = f"images/{hashlib.sha256(picture).hexdigest()[:16]}{suffix}"
    line = Kept(**{**asdict(line), "file": name})
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / ".lock"):
        known = read(folder)
        if any(other.file == name for other in known):
            raise InputError("this very picture is in the probe already; nothing was added")
        if len(known) >= MOST_KEPT:
            raise InputError(f"{folder} holds {len(known):,} pictures, the most that the app adds to")
        write_bytes(folder / name, picture)
        _append(folder / LABELS_FILE, asdict(line))
    return line


def read(folder: Path) -> tuple[Kept, ...]:
    """Every line of the probe, oldest first; none if there is no probe yet."""
    path = folder / LABELS_FILE
    if not path.is_file():
        return ()
    table, names = read_csv(path), [field.name for field in fields(Kept)]
    if absent := [name for name in names if name not in table]:
        raise DataError(
            f"{path}: the app's probe has the columns {', '.join(names)}; {', '.join(absent)} is missing; "
            "name another folder with --probe"
        )
    columns: dict[str, Any] = {name: table[name] for name in names}
    try:
        columns["confidence"] = [float(text) for text in table["confidence"]]
    except ValueError as error:
        raise DataError(f"{path}: every confidence must be a number: {error}") from error
    return tuple(Kept(**dict(zip(names, row, strict=True))) for row in zip(*columns.values(), strict=True))


def worth(kept: tuple[Kept, ...], *, model: str, rng: np.random.Generator) -> Worth:
    """Accuracy of a model on the pictures that it answered, beside its baseline.

    From two people on, whole people are resampled.
    """
    own = [line for line in kept if line.model == model]
    known = [line for line in own if line.label != NONE]
    strange = [line for line in own if line.label == NONE]
    people = len({line.group for line in own})
    accuracy = majority = refused = None
    if known:
        most, times = Counter(line.label for line in known).most_common(1)[0]
        accuracy = _share("accuracy", known, [line.right for line in known], rng=rng)
        majority = rate(f"always answering {most}", times, len(known), "your pictures")
    if strange:
        blank = [line.verdict == "unlike" or not line.answers for line in strange]
        refused = _share("refused", strange, blank, rng=rng)
    return Worth(
        accuracy=accuracy, majority=majority, refused=refused, people=people, others=len(kept) - len(own)
    )


def alike(
    kept: tuple[Kept, ...], *, model: str, preparation: str, verdict: str, confidence: float, drawn: bool
) -> Measurement | None:
    """How often a model was right on kept pictures of that verdict and about that confidence.

    None if there are too few. preparation: another one leaves another picture to the model; drawn: drawings
    speak of drawings alone, photos of photos.
    """
    band = _band(confidence)
    some = [
        line
        for line in kept
        if (line.model, line.preparation, line.verdict) == (model, preparation, verdict)
        and _band(line.confidence) == band
        and (line.source == DRAWING) == drawn
    ]
    if len(some) < FEWEST:
        return None
    name = f"right at confidence {BANDS[band]:g} to {BANDS[band + 1]:g}"
    return rate(name, sum(line.right for line in some), len(some), "your pictures")


def now() -> str:
    """The time, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def append(path: Path, line: Mapping[str, Any]) -> None:
    """Add a line to a CSV of this folder, under a lock."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(path.parent / ".lock"):
        _append(path, line)


def _append(path: Path, line: Mapping[str, Any]) -> None:
    """The file with one more line, moved into place; columns that somebody added stay, and stay empty."""
    before = path.read_text(encoding="utf-8-sig") if path.is_file() else ""
    header = next(csv.reader(io.StringIO(before)), list(line))
    after = io.StringIO()
    writer = csv.DictWriter(after, header, restval="", lineterminator="\n")
    if not before:
        writer.writeheader()
    elif not before.endswith("\n"):
        after.write("\n")
    writer.writerow(line)
    write_text(path, before + after.getvalue())


def _share(name: str, lines: list[Kept], values: list[bool], *, rng: np.random.Generator) -> Measurement:
    groups = np.array([line.group for line in lines])
    several = len(np.unique(groups)) > 1
    return share(name, np.array(values), "your pictures", groups=groups if several else None, rng=rng)


def _band(confidence: float) -> int:
    return int(np.clip(np.searchsorted(BANDS, confidence, side="right") - 1, 0, len(BANDS) - 2))
