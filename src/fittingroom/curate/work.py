"""Steps run over the partitions of a catalogue, each kept as it ends, so that a killed run goes on.

A partition's table after a step is one Parquet file that lands last; its metadata say by which settings it
was made, what was counted and what it cost. A file with another stamp counts as not there.
"""

import hashlib
import json
import resource
import shutil
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import parquet

from fittingroom.engine import run_partitions
from fittingroom.errors import InputError
from fittingroom.files import landing
from fittingroom.jobs import Job

NOTE = b"fittingroom"
VERSION = 2
"""Of what steps do: raise it when a step answers differently, and old partitions are made anew."""

TOGETHER = 1 << 13
"""Rows that are stored together: of a table of all rows a partition so reads its own and few others."""

Apply = Callable[[pa.Table, Any, Any], tuple[pa.Table, pa.Table]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a curation: `apply(table, settings, known)` is pure, in and out Arrow tables.

    known: what it knows beside its settings; `stamp` is equal for equal knowledge. drops: reasons for which a
    record, rather than a tag of it, is dropped.
    """

    name: str
    apply: Apply
    settings: Any = None
    known: Any = None
    stamp: str = ""
    drops: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What a step did to a partition: records in and left, decisions by reason as [kept, dropped], the cost.

    cpu_s and wall_s in its process, peak_mb
    the largest memory of that process so far.
    """

    stamp: str
    taken: int
    left: int
    reasons: Mapping[str, Sequence[int]] = field(default_factory=dict)
    cpu_s: float = 0.0
    wall_s: float = 0.0
    peak_mb: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """Steps that each partition goes through without waiting for the others.

    source: a partition's number -> the table that it starts from. work and decisions: the folders of tables
    and of decisions.
    """

    source: Callable[[int], pa.Table]
    steps: tuple[Step, ...]
    stamp: str
    work: Path
    decisions: Path

    def stamps(self) -> list[str]:
        """What each step's tables carry: it changes with its settings and with all that came before."""
        stamps, before = [], self.stamp
        for step in self.steps:
            before = stamp_of(VERSION, before, step.name, _plain(step.settings), step.stamp)
            stamps.append(before)
        return stamps


def run_chain(
    chain: Chain, sizes: Sequence[int], *, workers: int | None, what: str
) -> tuple[dict[str, tuple[Note, ...]], str]:
    """Bring every partition through every step; returns each step's notes and the last step's stamp.

    sizes: rows of each partition. Tables that are there with the right stamp are kept. Raises InputError
    where a step refuses its input.
    """
    stamps = chain.stamps()
    last = chain.steps[-1].name
    missing = [n for n in range(len(sizes)) if note_of(part(chain.work, last, n), stamps[-1]) is None]
    jobs = [
        Job(name=f"partition {number}", call=_carry, arguments=(number,), cost=max(sizes[number], 1))
        for number in missing
    ]
    run_missing(jobs, shared=chain, workers=workers, what=what, finished=len(sizes) - len(missing))
    notes: dict[str, tuple[Note, ...]] = {}
    for step, stamp in zip(chain.steps, stamps, strict=True):
        found = [note_of(part(chain.work, step.name, n), stamp) for n in range(len(sizes))]
        notes[step.name] = tuple(note for note in found if note is not None)
        if len(notes[step.name]) < len(sizes):  # an earlier step was deleted by hand
            shutil.rmtree(chain.work / last)
            return run_chain(chain, sizes, workers=workers, what=what)
    return notes, stamps[-1]


def run_missing(
    jobs: Sequence[Job],
    *,
    shared: Any,
    workers: int | None,
    what: str,
    finished: int,
    unit: str = "images",
) -> None:
    """Run jobs whose results land in files (`engine.run_partitions`). Raises InputError where one fails."""
    for done in run_partitions(jobs, shared=shared, workers=workers, what=what, finished=finished, unit=unit):
        if done.failure is not None:
            raise InputError(done.failure)


def _carry(chain: Chain, number: int) -> None:
    """Bring one partition through the steps that it has not been through."""
    table: pa.Table | None = None
    for place, (step, stamp) in enumerate(zip(chain.steps, chain.stamps(), strict=True)):
        path = part(chain.work, step.name, number)
        if note_of(path, stamp) is not None:
            table = None
            continue
        if table is None:
            table = (
                chain.source(number)
                if place == 0
                else read_part(part(chain.work, chain.steps[place - 1].name, number))
            )
        table = _done(step, table, stamp, path, part(chain.decisions, step.name, number))


def _done(step: Step, table: pa.Table, stamp: str, path: Path, told_at: Path) -> pa.Table:
    begun = clocks()
    out, told = step.apply(table, step.settings, step.known)
    counted = _note(step, stamp, len(table), out, told)
    with landing(told_at) as beside:
        parquet.write_table(told, beside, compression="zstd")
    write_part(path, out, with_cost(counted, begun))
    return out


def _note(step: Step, stamp: str, taken: int, out: pa.Table, told: pa.Table) -> Note:
    counts = Counter(zip(told["reason"].to_pylist(), told["kept"].to_pylist(), strict=True))
    dropped = sum(n for (reason, kept), n in counts.items() if not kept and reason in step.drops)
    if taken != len(out) + dropped:
        raise AssertionError(
            f"{step.name}: {taken} records came in, {len(out)} are left, {dropped} were dropped with a reason"
        )
    reasons = {
        reason: [counts.get((reason, True), 0), counts.get((reason, False), 0)]
        for reason in sorted({reason for reason, _ in counts})
    }
    return Note(stamp=stamp, taken=taken, left=len(out), reasons=reasons)


def kept_tables(
    folder: Path, names: Sequence[str], stamp: str, make: Callable[[], Mapping[str, pa.Table]]
) -> tuple[dict[str, Path], Note]:
    """Tables that all rows have in common, made unless they are there with this stamp; and what they cost."""
    paths = {name: folder / f"{name}.parquet" for name in names}
    notes = [note_of(path, stamp) for path in paths.values()]
    if notes[-1] is not None and all(notes):
        return paths, notes[-1]
    begun = clocks()
    made = make()
    taken, left = len(made[names[0]]), len(made[names[-1]])
    note = with_cost(Note(stamp=stamp, taken=taken, left=left), begun)
    for name in names:
        write_part(paths[name], made[name], note)
    return paths, note


def clocks() -> tuple[float, float]:
    """Processor and clock seconds of this process, for `with_cost`."""
    return time.process_time(), time.perf_counter()


def with_cost(note: Note, since: tuple[float, float]) -> Note:
    """The note, with what was spent in this process since its `clocks` were read."""
    return replace(
        note,
        cpu_s=time.process_time() - since[0],
        wall_s=time.perf_counter() - since[1],
        peak_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    )


def stamp_of(*told: object) -> str:
    """Equal for what has equal representations."""
    return hashlib.sha256(repr(told).encode()).hexdigest()


def rows_told(decided: Sequence[Path]) -> str:
    """Equal as long as a step decides about the same rows: later ones rest on which it left.

    For steps whose answer depends on what is elsewhere, as on a server. decided: their decisions.
    """
    return stamp_of(*(parquet.read_table(path, columns=["row"])["row"].to_pylist() for path in decided))


def part(folder: Path, step: str, number: int) -> Path:
    """Where a step's table of a partition lies."""
    return folder / step / f"part-{number:05d}.parquet"


def write_part(path: Path, table: pa.Table, note: Note) -> None:
    """Write a partition's table with its note; it lands whole or not at all."""
    noted = table.replace_schema_metadata({NOTE: json.dumps(asdict(note)).encode()})
    with landing(path) as beside:
        parquet.write_table(noted, beside, compression="zstd", row_group_size=TOGETHER)


def read_part(path: Path) -> pa.Table:
    """A partition's table, without the note."""
    return parquet.read_table(path).replace_schema_metadata(None)


def note_of(path: Path, stamp: str) -> Note | None:
    """The note of a partition that was made with this stamp; None where there is no such file."""
    if not path.is_file():
        return None
    told = (parquet.read_schema(path).metadata or {}).get(NOTE)
    note = Note(**json.loads(told)) if told else None
    return note if note is not None and note.stamp == stamp else None


def summed(notes: Sequence[Note]) -> Note:
    """The note of all partitions together."""
    codes = sorted({code for note in notes for code in note.reasons})
    reasons = {
        code: [sum(note.reasons.get(code, (0, 0))[at] for note in notes) for at in (0, 1)] for code in codes
    }
    return Note(
        stamp=notes[0].stamp if notes else "",
        taken=sum(note.taken for note in notes),
        left=sum(note.left for note in notes),
        reasons=reasons,
        cpu_s=sum(note.cpu_s for note in notes),
        wall_s=sum(note.wall_s for note in notes),
        peak_mb=max((note.peak_mb for note in notes), default=0.0),
    )


def _plain(settings: Any) -> Any:
    return sorted(asdict(settings).items()) if hasattr(settings, "__dataclass_fields__") else settings
