"""Copies leave their best picture, with the tags of all; what must not be split stays in one leak group.

Exact copies have equal pixels. Near copies come as verified pairs (`match.copies`). A recoloured copy has
other labels, so it stays; so do one whose sellers name another colour, and another view of a product. All
share a leak group, which never crosses a split.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from fittingroom.curate.comparing import Pairs
from fittingroom.curate.grouping import chains, taken
from fittingroom.curate.map_tags import LABELS
from fittingroom.curate.merging import Member, merged
from fittingroom.curate.records import Reasons, Told, decisions, rows_like, with_column
from fittingroom.curate.taxonomy import Taxonomy
from fittingroom.curate.verify import TEXTS
from fittingroom.errors import InputError
from fittingroom.match.copies import Settings as Thresholds
from fittingroom.match.copies import stars
from fittingroom.match.groups import first_of_group, join

STEP = "duplicates"

REASONS: Reasons = {
    "exact-copy": "its pixels equal those of the record named, which is kept",
    "near-copy": "it is a verified copy of the record named, which is kept; the number is how sure",
    "perhaps-copy": "it may be a copy of the record named; kept, and in one leak group with it",
    "recoloured": "it is a recoloured copy of the record named; kept, and in one leak group with it",
    "told-apart": "it looks like a copy of the record named, but of a group that tells copies apart their "
    "labels have nothing in common; kept, and in one leak group with it",
    "id-twice": "an earlier record has the same id; both go on, under their rows",
    "merged": "a copy that was dropped has this label",
    "merge-conflict": "the copies disagree about this exclusive group; without a majority it is unknown",
    "merge-parent": "another copy names a kind of this, which says more",
    "merge-bare": "what most copies name has no such part",
}

KEPT_FOR = {"recoloured": "recoloured", "perhaps": "perhaps-copy", "apart": "told-apart"}
"""The reason for which the later one of a pair of each kind is kept."""

DROPS: frozenset[str] = frozenset({"exact-copy", "near-copy"})

MAY_BE_TOGETHER = ("product_id", "seller", "title", "description", "image")

COLUMNS = ("row", "id", "key", "digest", "height", "width", "bytes", "labels", "evidence")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """near: whether near copies are looked for. together: columns whose equal values share a leak group.

    drop, suggest: scores from which a near pair is a copy, and from which it may be one (`match.copies`).
    apart: groups of labels by which near copies are told apart: a rendering in another shade looks like a
    copy, and its labels would spoil those of the other. A group that the label map lacks has no say.
    "seller" is not in `together` unless asked for: copies travel between sellers, so that a whole catalogue
    would hang together.
    """

    near: bool = True
    drop: float = 0.88
    suggest: float = 0.78
    apart: tuple[str, ...] = ("color",)
    together: tuple[str, ...] = ("product_id",)

    def __post_init__(self):
        Thresholds(self.drop, self.suggest)  # refuses what is no pair of thresholds
        if strays := [name for name in self.together if name not in MAY_BE_TOGETHER]:
            raise InputError(
                f"columns whose equal values stay together are among {', '.join(MAY_BE_TOGETHER)}, "
                f"got {strays[0]!r}"
            )


def verdicts(
    connection: Any, parts: Sequence[Path], n: int, pairs: Pairs, *, settings: Settings, known: Taxonomy
) -> tuple[pa.Table, pa.Table]:
    """What is to become of each row that has a copy, and which rows share a leak group.

    parts: tables with COLUMNS and the columns of `settings.together`; n: rows of the catalogue.
    Returns two tables in order of `row`: of rows that have copies row, copy_of (the row that is kept; null
    for a kept one), reason, subject, number, and for kept ones their merged labels, evidence, unknown,
    not_applicable, told; of rows that share a leak group row, leak_group (its smallest row).
    """
    leaks = np.arange(n)
    exact = chains(connection, parts, "digest")
    for edges in (
        exact,
        (pairs.i, pairs.j),
        *(chains(connection, parts, name) for name in settings.together),
    ):
        if len(edges[0]):
            join(leaks, *edges)
    paired = np.unique(np.concatenate([*exact, pairs.i, pairs.j]))
    members = taken(connection, parts, COLUMNS, paired).to_pylist()
    members.sort(key=lambda member: _quality(member, pairs))
    pairs = _told_apart(pairs, members, settings.apart, known)
    leader = _leaders(members, pairs.of("copy"))
    told = _decided(members, leader, pairs, known)
    for row in chains(connection, parts, "id")[1].tolist():
        verdict = told.setdefault(row, {})
        if "reason" not in verdict:
            verdict |= {"reason": "id-twice", "subject": ""}
    rows = np.arange(n)
    group = first_of_group(leaks, rows)
    leaking = rows[np.bincount(group, minlength=n)[group] > 1]
    return _table(told), pa.table({"row": pa.array(leaking), "leak_group": pa.array(group[leaking])})


def _told_apart(
    pairs: Pairs, members: Sequence[Mapping[str, Any]], groups: Sequence[str], known: Taxonomy
) -> Pairs:
    """The pairs, but copies of which both have labels of one of `groups`, and none in common, are "apart"."""
    labels = {
        member["row"]: [{one for one in member["labels"] if known.group[one] == name} for name in groups]
        for member in members
    }
    ends = zip(pairs.i.tolist(), pairs.j.tolist(), strict=True)
    apart = np.array(
        [any(a and b and not a & b for a, b in zip(labels[i], labels[j], strict=True)) for i, j in ends], bool
    )
    return replace(pairs, kind=np.where((pairs.kind == "copy") & apart, "apart", pairs.kind))


def _leaders(members: Sequence[Mapping[str, Any]], near: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    """The place of the member that each is a copy of, (m,) int64; members: the best first.

    Equal pictures are one picture, so that of them the best stands for all; between different ones only a
    verified pair counts.
    """
    best: dict[bytes, int] = {}
    stands_for = np.array([best.setdefault(m["digest"], at) for at, m in enumerate(members)], np.int64)
    place = {member["row"]: int(at) for member, at in zip(members, stands_for, strict=True)}
    i, j = (np.array([place[row] for row in rows.tolist()], np.int64) for rows in near)
    return stars(i, j, np.arange(len(members)))[stands_for]


def _quality(member: Mapping[str, Any], pairs: Pairs) -> tuple:
    """The best of some copies sorts first: the largest without its border, then the least compressed."""
    row = member["row"]
    area = pairs.area[row] if row in pairs.area else member["height"] * member["width"]
    return -area, -member["bytes"], -len(member["labels"]), member["key"], member["row"]


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


def _decided(
    members: Sequence[Mapping[str, Any]], leader: np.ndarray, pairs: Pairs, known: Taxonomy
) -> dict[int, dict[str, Any]]:
    """The verdict of each member that has copies: the best is kept, the others say why they go.

    members: the best first; leader: (m,) the place of the one that each is a copy of.
    """
    score = {
        (min(i, j), max(i, j)): float(one)
        for i, j, one in zip(pairs.i.tolist(), pairs.j.tolist(), pairs.score, strict=True)
    }
    groups: dict[int, list[Mapping[str, Any]]] = {}
    for member, best in zip(members, leader.tolist(), strict=True):
        groups.setdefault(best, []).append(member)
    told: dict[int, dict[str, Any]] = {}
    for best, *others in groups.values():
        for other in others:
            same = other["digest"] == best["digest"]
            ends = sorted((other["row"], best["row"]))
            told[other["row"]] = {
                "copy_of": best["row"],
                "reason": "exact-copy" if same else "near-copy",
                "subject": best["id"],
                "number": None if same else score.get((ends[0], ends[1])),
            }
        if others:
            told[best["row"]] = _merged([best, *others], known)
    ids = {member["row"]: member["id"] for member in members}
    for i, j, kind, one in zip(pairs.i.tolist(), pairs.j.tolist(), pairs.kind, pairs.score, strict=True):
        verdict = told.setdefault(max(i, j), {})
        if kind != "copy" and "reason" not in verdict:
            verdict |= {"reason": KEPT_FOR[kind], "subject": ids[min(i, j)], "number": float(one)}
    return {row: verdict for row, verdict in told.items() if verdict}


def _merged(group: Sequence[Mapping[str, Any]], known: Taxonomy) -> dict[str, Any]:
    outcome = merged([Member(tuple(m["labels"]), tuple(m["evidence"])) for m in group], known)
    return {
        "labels": list(outcome.labels),
        "evidence": list(outcome.evidence),
        "unknown": list(outcome.unknown),
        "not_applicable": list(outcome.bare),
        "told": [
            {"kept": kept, "reason": reason, "subject": known.labels.by_id[label].name}
            for kept, reason, label in outcome.told
        ],
    }


def _table(told: Mapping[int, Mapping[str, Any]]) -> pa.Table:
    blank = dict.fromkeys(VERDICTS.names)
    return pa.Table.from_pylist([blank | {"row": row} | dict(told[row]) for row in sorted(told)], VERDICTS)
