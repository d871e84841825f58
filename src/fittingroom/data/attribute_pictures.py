"""Pictures with many labels as their publisher lays them out: files, labels, parts; none of them opened."""

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

import numpy as np

from fittingroom.data.attributes import LabelMap
from fittingroom.errors import DataError


@dataclass(frozen=True, kw_only=True)
class AttributePictures:
    """n listed pictures and what is known of their labels, columns in the order of `label_map`.

    present, known: (n, L) bool; what is not known is unknown, not absent. parts: the part of each, where the
    publisher divides; groups: (n,) int64, pictures of one product share a number; boxes: (n, 4) int32,
    where the garment is, as left, top, right, bottom in pixels. `notes` say what was left out.
    """

    files: Sequence[Path]
    ids: Sequence[str]
    label_map: LabelMap
    present: np.ndarray
    known: np.ndarray
    parts: Sequence[str] | None = None
    groups: np.ndarray | None = None
    boxes: np.ndarray | None = None
    notes: tuple[str, ...] = field(default=())

    def __post_init__(self):
        n, cells = len(self.files), (len(self.files), len(self.label_map.labels))
        for what, value, shape in (
            ("ids", np.shape(self.ids), (n,)),
            ("present", self.present.shape, cells),
            ("known", self.known.shape, cells),
            ("parts", (n,) if self.parts is None else np.shape(self.parts), (n,)),
            ("groups", (n,) if self.groups is None else self.groups.shape, (n,)),
            ("boxes", (n, 4) if self.boxes is None else self.boxes.shape, (n, 4)),
        ):
            if value != shape:
                raise DataError(f"{n} pictures need {what} of shape {shape}, found {value}")

    def __len__(self) -> int:
        return len(self.files)

    def rows(self, part: str) -> np.ndarray:
        """Row numbers of a part, (m,) int64; none where the publisher does not divide."""
        return np.flatnonzero(np.array(self.parts or [""] * len(self)) == part)


def check_there(source: Path, folder: Path, names: Sequence[str]) -> None:
    """Refuse a list whose pictures are not all below `folder`: half a download looks like a data set.

    Folders are listed once each, so that a million names take seconds. Raises DataError with how many are
    missing, and which folders are missing altogether.
    """
    by_folder: dict[str, list[str]] = {}
    for name in names:
        head, _, tail = name.rpartition("/")
        by_folder.setdefault(head, []).append(tail)
    absent: list[str] = []
    gone: Counter[str] = Counter()
    for head, tails in by_folder.items():
        where = folder / head
        inside = set(os.listdir(where)) if where.is_dir() else set()
        missing = [tail for tail in tails if tail not in inside]
        absent += [f"{head}/{tail}" if head else tail for tail in missing]
        if missing and not where.is_dir():
            gone[_first_absent(folder, head)] += len(missing)
    if absent:
        whole = ", ".join(sorted(gone)[:5]) + (f" and {len(gone) - 5} more" if len(gone) > 5 else "")
        raise DataError(
            f"{source}: {len(absent):,} of {len(names):,} listed pictures are not in {folder}, the first is "
            f"{min(absent)}"
            + (f"; these folders are not there: {whole}" if gone else "")
            + "; unpack or download the rest"
        )


def _first_absent(folder: Path, head: str) -> str:
    """The outermost folder of a path that does not exist: the archive that was not unpacked."""
    at = PurePosixPath()
    for piece in PurePosixPath(head).parts:
        at /= piece
        if not (folder / at).is_dir():
            break
    return at.as_posix()


def read_lines(path: Path, what: str) -> Iterator[str]:
    """The lines of a publisher's text file, blank ones left out. Raises DataError where it is not there."""
    try:
        with path.open(encoding="utf-8-sig") as stream:
            for line in stream:
                if not line.isspace():
                    yield line.rstrip("\n")
    except UnicodeDecodeError as error:
        raise DataError(f"{path}: {what} must be text in UTF-8: {error}") from error
    except OSError as error:
        raise DataError(
            f"{path}: {what} cannot be read ({error.strerror or error}); it belongs to the download"
        ) from error
