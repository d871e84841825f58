"""Copies leave their best picture, with the tags of all; what must not be split stays in one leak group.

Exact copies have equal pixels. Near copies come as verified pairs (`match.copies`). A recoloured copy has
other labels, so it stays; so does another view of a product; both share a leak group, which never crosses a
split.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from fittingroom.curate.grouping import chains, taken
from fittingroom.curate.map_tags import LABELS
from fittingroom.curate.merging import Member, merged
from fittingroom.curate.records import Reasons, Told, decisions, rows_like, with_column
from fittingroom.curate.taxonomy import Taxonomy
from fittingroom.curate.verify import TEXTS
from fittingroom.match.groups import first_of_group, join

STEP = "duplicates"

REASONS: Reasons = {
    "exact-copy": "its pixels equal those of the record named, which is kept",
    "near-copy": "it is a verified copy of the record named, which is kept; the number is how sure",
    "perhaps-copy": "it may be a copy of the record named; kept, and in one leak group with it",
    "recoloured": "it is a recoloured copy of the record named; kept, and in one leak group with it",
    "merged": "a copy that was dropped has this label",
    "merge-conflict": "the copies disagree about this exclusive group, so it is unknown",
}

DROPS: frozenset[str] = frozenset({"exact-copy", "near-copy"})

COLUMNS = ("row", "id", "key", "height", "width", "bytes", "labels", "evidence")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """near: whether near copies are looked for. together: columns whose equal values share a leak group.

    "seller" is not among them unless asked for: copies travel between sellers, so that a whole catalogue
    would hang together.
    """

    near: bool = True
    together: tuple[str, ...] = ("product_id",)


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of rows i < j, (m,) int64; `kind` "copy", "recoloured" or "perhaps"; score (m,) float64."""

    i: np.ndarray
    j: np.ndarray
    kind: np.ndarray
    score: np.ndarray

    def of(self, kind: str) -> tuple[np.ndarray, np.ndarray]:
        """The rows of the pairs of one kind."""
        return self.i[self.kind == kind], self.j[self.kind == kind]


NO_PAIRS = Pairs(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, "U10"), np.empty(0))


def verdicts(
    connection: Any, parts: Sequence[Path], n: int, pairs: Pairs, *, settings: Settings, known: Taxonomy
) -> tuple[pa.Table, pa.Table]:
    """What is to become of each row that has a copy, and which rows share a leak group.

    parts: tables with COLUMNS, `digest` and the columns of `settings.together`; n: rows of the catalogue.
    Returns two tables in order of `row`: of rows that have copies row, copy_of (the row that is kept; null
    for a kept one), reason, subject, number, and for kept ones their merged labels, evidence, unknown,
    not_applicable, told; of rows that share a leak group row, leak_group (its smallest row).
    """
    copies, leaks = np.arange(n), np.arange(n)
    exact = chains(connection, parts, "digest")
    for forest in (copies, leaks):
        _join(forest, exact)
        _join(forest, pairs.of("copy"))
    for kind in ("recoloured", "perhaps"):
        _join(leaks, pairs.of(kind))
    for column in settings.together:
        _join(leaks, chains(connection, parts, column))
    rows = np.arange(n)
    copy_group, leak_group = first_of_group(copies, rows), first_of_group(leaks, rows)
    sizes = np.bincount(copy_group, minlength=n)
    in_copies = rows[sizes[copy_group] > 1]
    members = taken(connection, parts, COLUMNS, in_copies)
    told = _decided(members, copy_group, np.bincount(exact[1], minlength=n) > 0, exact[0], pairs, known=known)
    leaking = rows[np.bincount(leak_group, minlength=n)[leak_group] > 1]
    groups = pa.table({"row": pa.array(leaking), "leak_group": pa.array(leak_group[leaking])})
    return _table(told), groups


@dataclass(frozen=True, slots=True)
class Verdicts:
    """Where the two tables of `verdicts` lie."""

    copies: Path
    groups: Path


def apply_verdicts(table: pa.Table, _: Settings, known: Verdicts) -> tuple[pa.Table, pa.Table]:
    """Drops copies, sets merged labels, adds `leak_group` (a row that shares none: its own)."""
    found = {verdict["row"]: verdict for verdict in rows_like(known.copies, table).to_pylist()}
    groups = dict(
        zip(*(column.to_pylist() for column in rows_like(known.groups, table).columns), strict=True)
    )
    told: list[Told] = []
    out: dict[str, list[Any]] = {name: table[name].to_pylist() for name in MERGED}
    rows, keep = table["row"].to_pylist(), []
    for at, (row, record) in enumerate(zip(rows, table["id"].to_pylist(), strict=True)):
        verdict = found.get(row)
        keep.append(verdict is None or verdict["copy_of"] is None)
        if verdict is None:
            continue
        if verdict["reason"]:
            told.append((row, record, keep[-1], verdict["reason"], verdict["subject"], verdict["number"]))
        if verdict["labels"] is not None:
            for name in MERGED:
                out[name][at] = verdict[name]
            told += [
                (row, record, one["kept"], one["reason"], one["subject"], None) for one in verdict["told"]
            ]
    for name, kind in MERGED.items():
        table = with_column(table, name, out[name], kind)
    table = with_column(table, "leak_group", [groups.get(row, row) for row in rows], pa.int64())
    return table.filter(pa.array(keep, pa.bool_())), decisions(STEP, told)


MERGED: Mapping[str, pa.DataType] = {
    "labels": LABELS,
    "evidence": TEXTS,
    "unknown": TEXTS,
    "not_applicable": TEXTS,
}
TOLD = pa.list_(pa.struct([("kept", pa.bool_()), ("reason", pa.string()), ("subject", pa.string())]))
VERDICTS = pa.schema(
    [
        ("row", pa.int64()),
        ("copy_of", pa.int64()),
        ("reason", pa.string()),
        ("subject", pa.string()),
        ("number", pa.float64()),
        *MERGED.items(),
        ("told", TOLD),
    ]
)


def _join(forest: np.ndarray, edges: tuple[np.ndarray, np.ndarray]) -> None:
    if len(edges[0]):
        join(forest, *edges)


def _decided(
    members: pa.Table,
    copy_group: np.ndarray,
    has_equal: np.ndarray,
    firsts: np.ndarray,
    pairs: Pairs,
    *,
    known: Taxonomy,
) -> dict[int, dict[str, Any]]:
    """The verdict of each row that has copies: the best of a group is kept, the others say why they go."""
    is_equal = has_equal.copy()
    is_equal[firsts] = True
    sure = _surest(pairs)
    groups: dict[int, list[dict[str, Any]]] = {}
    for member in members.to_pylist():
        groups.setdefault(int(copy_group[member["row"]]), []).append(member)
    told: dict[int, dict[str, Any]] = {}
    for some in groups.values():
        some.sort(
            key=lambda m: (-m["height"] * m["width"], -m["bytes"], -len(m["labels"]), m["key"], m["row"])
        )
        best, *others = some
        for other in others:
            near = sure.get(other["row"])
            same = is_equal[other["row"]] and near is None
            told[other["row"]] = {
                "copy_of": best["row"],
                "reason": "exact-copy" if same else "near-copy",
                "subject": best["id"],
                "number": near,
            }
        outcome = merged([Member(tuple(m["labels"]), tuple(m["evidence"])) for m in some], known)
        told[best["row"]] = {
            "labels": list(outcome.labels),
            "evidence": list(outcome.evidence),
            "unknown": list(outcome.unknown),
            "not_applicable": list(outcome.bare),
            "told": [
                {"kept": kept, "reason": reason, "subject": known.labels.by_id[label].name}
                for kept, reason, label in outcome.told
            ],
        }
    for kind, reason in (("recoloured", "recoloured"), ("perhaps", "perhaps-copy")):
        _tell_of_leaks(told, pairs, kind, reason)
    return told


def _tell_of_leaks(told: dict[int, dict[str, Any]], pairs: Pairs, kind: str, reason: str) -> None:
    for i, j in zip(*pairs.of(kind), strict=True):
        verdict = told.setdefault(int(j), {})
        if "reason" not in verdict:
            verdict |= {"reason": reason, "subject": f"row-{i}", "number": None}


def _surest(pairs: Pairs) -> dict[int, float]:
    """For each row that is in a copy pair, the highest score."""
    found: dict[int, float] = {}
    for i, j, kind, score in zip(pairs.i, pairs.j, pairs.kind, pairs.score, strict=True):
        if kind == "copy":
            for row in (int(i), int(j)):
                found[row] = max(found.get(row, 0.0), float(score))
    return found


def _table(told: Mapping[int, Mapping[str, Any]]) -> pa.Table:
    blank = dict.fromkeys(VERDICTS.names)
    return pa.Table.from_pylist([blank | {"row": row} | dict(told[row]) for row in sorted(told)], VERDICTS)
