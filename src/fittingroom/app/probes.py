"""What was measured on real photos, by `fittingroom probe`, of the run that the app shows."""

import json
from dataclasses import dataclass
from pathlib import Path

from fittingroom.errors import DataError
from fittingroom.types import Measurement

REPORTS = "probe-*/report.json"
"""Where `fittingroom probe` writes below a run's folder, unless told otherwise."""
ACCURACY = "accuracy, "
SURE = "right among those"
"""How that report calls the accuracy by a reading of the class map, and that of the surest answers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Probed:
    """A probe's photos through one preparation: how often right in the map's first reading, and if sure."""

    photos: str
    preparation: str
    accuracy: Measurement
    sure: Measurement | None


def probes_beside(folder: Path) -> tuple[Probed, ...]:
    """What probes below a run's folder measured, one for each of their preparations.

    Raises DataError for a report there that cannot be read.
    """
    return tuple(one for path in sorted(folder.glob(REPORTS)) for one in _read(path))


def _read(path: Path) -> list[Probed]:
    try:
        listed = [Measurement(**one) for one in json.loads(path.read_text(encoding="utf-8"))["measurements"]]
    except (ValueError, KeyError, TypeError) as error:
        raise DataError(
            f"{path}: not a report of `fittingroom probe` that can be read ({error}); make it again, or "
            "move it away"
        ) from error
    first = {_preparation(m): m for m in reversed(listed) if m.name.startswith(ACCURACY)}
    sure = {_preparation(m): m for m in listed if m.name == SURE}
    name = path.parent.name.removeprefix("probe-")
    return [
        Probed(photos=name, preparation=preparation, accuracy=m, sure=sure.get(preparation))
        for preparation, m in first.items()
    ]


def _preparation(m: Measurement) -> str:
    """The preparation's name, which ends the part that was measured ("photos through area")."""
    return m.part.rsplit(" ", 1)[-1]
