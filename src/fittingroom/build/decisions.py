"""What became of every record of a source: one row each, so that kept and refused add up to what came in."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from fittingroom.build.built import Built
from fittingroom.build.pool import CODES
from fittingroom.build.refusal import REASONS
from fittingroom.data.photo import HANDLED

if TYPE_CHECKING:
    import pyarrow as pa

ROWS_AT_ONCE = 50_000


def write_decisions(built: Built, path: Path) -> None:
    """Write a Parquet table with a row for every record, in the order of the source.

    record, label, group: as the source has them; class: the set's own, if any. kept; step, reason, why and
    number: of a refusal (build/refusal.py). part and row: where the picture is in the IDX files; family:
    what may not be parted. contrast, fill, sharpness: of the prepared picture; handled: what else was done
    to the photo.
    """
    import pyarrow as pa
    from pyarrow import parquet

    n = len(built.listing)
    part, row, family = np.full(n, -1), np.full(n, -1), np.full(n, -1)
    family[built.pool.records] = built.families
    for number, chosen in enumerate(built.parts.values()):
        records = built.pool.records[chosen.rows]
        part[records], row[records] = number, np.arange(len(records))
    with parquet.ParquetWriter(path, _schema()) as writer:
        for start in range(0, n, ROWS_AT_ONCE):
            some = slice(start, min(n, start + ROWS_AT_ONCE))
            placed = {"part": _words(built.parts, part[some]), "row": _numbers(row[some])}
            columns = _told(built, some) | placed | {"family": _numbers(family[some])}
            writer.write_table(pa.table(columns, schema=_schema()))


def _told(built: Built, some: slice) -> dict[str, Any]:
    listing, pool = built.listing, built.pool
    refusals = [pool.told.get(record) for record in range(some.start, some.stop)]
    handled = [
        ", ".join(w for at, w in enumerate(HANDLED) if bits >> at & 1) for bits in range(1 << len(HANDLED))
    ]
    return {
        "record": listing.ids[some],
        "label": _words(listing.words, listing.labels[some]),
        "class": _words(built.classes, built.codes[some]),
        "group": listing.groups[some] if listing.groups is not None else [None] * len(refusals),
        "kept": pool.reasons[some] < 0,
        "step": _words([REASONS[code][0] for code in CODES], pool.reasons[some]),
        "reason": _words(CODES, pool.reasons[some]),
        "why": [one.why if one else None for one in refusals],
        "number": [None if one is None or np.isnan(one.number) else one.number for one in refusals],
        "contrast": pool.contrast[some],
        "fill": pool.fill[some],
        "sharpness": pool.sharpness[some],
        "handled": _words(handled, pool.handled[some]),
    }


def _words(words: Any, numbers: np.ndarray) -> "pa.Array":
    """Words by their number; none for -1."""
    import pyarrow as pa

    known = list(words)
    return pa.array([*known, None], pa.string()).take(pa.array(numbers.astype(np.int64) % (len(known) + 1)))


def _numbers(numbers: np.ndarray) -> "pa.Array":
    import pyarrow as pa

    return pa.array(numbers, mask=numbers < 0)


def _schema() -> "pa.Schema":
    import pyarrow as pa

    text, real, whole = pa.string(), pa.float32(), pa.int64()
    return pa.schema(
        [
            *(("record", text), ("label", text), ("class", text), ("group", text), ("kept", pa.bool_())),
            *(("step", text), ("reason", text), ("why", text), ("number", pa.float64())),
            *(("contrast", real), ("fill", real), ("sharpness", real), ("handled", text)),
            *(("part", text), ("row", whole), ("family", whole)),
        ]
    )
