"""Near copies among all pictures of a catalogue: searched once, compared part by part, kept as it goes.

A million pictures take half an hour to compare; a kill costs a part of it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import parquet

from fittingroom.curate import near
from fittingroom.curate.catalogue import rows_of
from fittingroom.curate.work import (
    Note,
    clocks,
    kept_tables,
    note_of,
    part,
    read_part,
    run_missing,
    stamp_of,
    summed,
    with_cost,
    write_part,
)
from fittingroom.jobs import Job
from fittingroom.match.copies import (
    RECORD,
    Candidates,
    Laid,
    Settings,
    candidates,
    changes_colour,
    equal_pictures,
    lay,
    opencv_on_one_thread,
    settled,
)

PART = 1 << 15
"""Pairs that are compared between two moments at which a kill costs nothing: some 20 s of a core."""

AHEAD = 1 << 11
"""Pairs whose records are asked for while as many others are compared."""

SEARCHED, COMPARED = "searched", "compared"

LAID = pa.schema(
    [
        ("i", pa.int64()),
        ("j", pa.int64()),
        ("mirrored", pa.bool_()),
        ("score", pa.float64()),
        ("kind", pa.string()),
    ]
)
"""What is kept of a pair that may be one of copies: `Laid`."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of rows, (m,) int64; `kind` (m,) "copy", "recoloured" or "perhaps"; score (m,) float64.

    area: of each row that is in a pair, the pixels of its picture without a border.
    """

    i: np.ndarray
    j: np.ndarray
    kind: np.ndarray
    score: np.ndarray
    area: dict[int, int]

    def of(self, *kinds: str) -> tuple[np.ndarray, np.ndarray]:
        """The rows of the pairs of some kinds."""
        mask = np.isin(self.kind, kinds)
        return self.i[mask], self.j[mask]


NO_PAIRS = Pairs(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, "U10"), np.empty(0), {})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stage:
    """Below `work` lie the records of the rows of `parts`, the tables of `pictures`, and all that is kept."""

    work: Path
    parts: Sequence[Path]
    thresholds: Settings
    stamp: str

    @property
    def folder(self) -> Path:
        return self.work / "near"

    def records(self) -> Path:
        return near.all_records(self.work, self.parts, self.stamp)


def near_pairs(
    work: Path,
    parts: Sequence[Path],
    stamp: str,
    thresholds: Settings,
    *,
    workers: int | None = None,
    memory_bytes: int = 0,
) -> tuple[Pairs, dict[str, Note]]:
    """The near copies among the rows of `parts`, the tables of `pictures`, and what finding them cost.

    stamp: of these tables; memory_bytes: see `match.copies.candidates`. Call it within `engine`. Pairs worth
    a look are kept once they are searched out, and so is what comparing each part of them found. Raises
    InputError where a process fails.
    """
    stage = _Stage(work=work, parts=tuple(parts), thresholds=thresholds, stamp=stamp_of(stamp, thresholds))
    search = partial(_searched, stage, memory_bytes)
    searched, told = kept_tables(stage.folder, (SEARCHED,), stage.stamp, search)
    notes = _compare_all(stage, searched[SEARCHED], told.left, workers)
    found, ended = kept_tables(
        stage.folder, ("areas", "copies"), stage.stamp, partial(_settled, stage, len(notes))
    )
    near.forget_records(work)
    copies, areas = read_part(found["copies"]), read_part(found["areas"])
    pairs = Pairs(
        *(copies[name].to_numpy() for name in ("i", "j", "kind", "score")),
        area=dict(zip(areas["row"].to_pylist(), areas["area"].to_pylist(), strict=True)),
    )
    compare = replace(summed((*notes, ended)), taken=told.left, left=ended.left)
    return pairs, {"search": told, "compare": compare}


def _searched(stage: _Stage, memory_bytes: int) -> dict[str, pa.Table]:
    found = candidates(
        np.frombuffer(near.mapped(stage.records()), RECORD),
        shared=stage.thresholds.shared,
        most=stage.thresholds.most,
        memory_bytes=memory_bytes,
    )
    return {SEARCHED: pa.table({"i": found.i, "j": found.j, "mirrored": found.mirrored})}


def _compare_all(stage: _Stage, pairs: Path, n: int, workers: int | None) -> list[Note]:
    """Compare the n pairs in a file, but for the parts that are there; what each part cost."""
    paths = [part(stage.folder, COMPARED, number) for number in range(-(-n // PART))]
    missing = [number for number, path in enumerate(paths) if note_of(path, stage.stamp) is None]
    if missing:
        stage.records()  # before several processes ask for them
    jobs = [
        Job(
            name=f"part {number}",
            call=_compare,
            arguments=(pairs, number),
            cost=min(PART, n - number * PART),
        )
        for number in missing
    ]
    run_missing(
        jobs,
        shared=stage,
        workers=workers,
        what="parts of the pairs compared",
        finished=len(paths) - len(missing),
        unit="pairs",
    )
    return [note for path in paths if (note := note_of(path, stage.stamp)) is not None]


def _compare(stage: _Stage, pairs: Path, number: int) -> None:
    """Compare one part of the pairs; what was found lands beside the others."""
    begun, start = clocks(), number * PART
    columns = ("i", "j", "mirrored")
    some = pa.Table.from_batches(rows_of(pairs, start, start + PART, columns, at_once=PART))
    i, j, mirrored = (some[name].to_numpy() for name in columns)
    asked = Candidates(i, j, mirrored, np.zeros(len(i), int))
    space = near.mapped(stage.records())
    records, laid = np.frombuffer(space, RECORD), []
    near.read_ahead(space, np.concatenate([i[:AHEAD], j[:AHEAD]]))
    with opencv_on_one_thread():
        for at in range(0, len(i), AHEAD):
            next_ones = slice(at + AHEAD, at + 2 * AHEAD)
            near.read_ahead(space, np.concatenate([i[next_ones], j[next_ones]]))
            laid += lay(records, asked.take(np.arange(at, min(at + AHEAD, len(i)))), stage.thresholds)
    table = pa.Table.from_pylist([dict(zip(LAID.names, one, strict=True)) for one in laid], LAID)
    note = Note(stamp=stage.stamp, taken=len(some), left=len(table))
    write_part(part(stage.folder, COMPARED, number), table, with_cost(note, begun))


def _settled(stage: _Stage, parts: int) -> dict[str, pa.Table]:
    """The copies among what was compared, in rows of the catalogue, and how large their pictures are."""
    rows = np.concatenate(
        [parquet.read_table(path, columns=["row"])["row"].to_numpy() for path in stage.parts]
    )
    space = near.mapped(stage.records())
    records = np.frombuffer(space, RECORD)
    if len(records) != len(rows):
        raise AssertionError(f"{len(rows)} pictures and {len(records)} records of them")
    laid = [*equal_pictures(records), *_laid(stage, parts)]
    near.read_ahead(space, np.array([one[:2] for one in laid], np.int64))
    found = settled(records, laid, stage.thresholds)
    recoloured = np.array([changes_colour(name) for name in found.kind], bool)
    kind = np.where(found.verified, np.where(recoloured, "recoloured", "copy"), "perhaps")
    paired = np.unique(np.concatenate([found.i, found.j]))
    top, bottom, left, right = records["box"][paired].astype(np.int64).T
    return {
        "areas": pa.table({"row": rows[paired], "area": (bottom - top) * (right - left)}),
        "copies": pa.table(
            {
                "i": rows[found.i],
                "j": rows[found.j],
                "kind": pa.array(kind.tolist(), pa.string()),
                "score": found.score.astype(np.float64),
            }
        ),
    }


def _laid(stage: _Stage, parts: int) -> Iterator[Laid]:
    for number in range(parts):
        table = read_part(part(stage.folder, COMPARED, number))
        yield from zip(*(column.to_pylist() for column in table.columns), strict=True)
