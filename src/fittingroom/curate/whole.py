"""What must see all rows of a catalogue at once: copies and leak groups, the sample, the split, unknown tags.

Only small columns are read. Each answer is a few Parquet files in the work folder, kept like the tables of
partitions: by a stamp, so that it is not asked for twice.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute
from pyarrow import parquet

from fittingroom.curate import clean_taxonomy, duplicates, map_tags, sample, split
from fittingroom.curate.comparing import Pairs
from fittingroom.curate.grouping import tables
from fittingroom.curate.taxonomy import Taxonomy
from fittingroom.curate.work import Note, kept_tables, stamp_of
from fittingroom.engine import counted
from fittingroom.files import write_text
from fittingroom.jobs.progress import say

pc: Any = pyarrow.compute  # its functions are made when it is imported, unseen by type checkers

SUGGESTED = 1_000
"""Unknown tags for which the nearest label is looked up."""


@dataclass(frozen=True, slots=True)
class Whole:
    """The work folder, rows of the catalogue, and bytes that joins may take before they spill."""

    work: Path
    rows: int
    memory_bytes: int


def any_url(parts: Sequence[Path]) -> bool:
    """Whether any row's picture is behind a URL."""
    from fittingroom.curate.fetch import is_url

    columns = (parquet.read_table(path, columns=["image"])["image"] for path in parts)
    return any(is_url(image) for column in columns for image in column.to_pylist())


def find_copies(
    whole: Whole,
    parts: Sequence[Path],
    stamp: str,
    settings: duplicates.Settings,
    *,
    known: Taxonomy,
    pairs: Pairs,
) -> tuple[duplicates.Verdicts, Note]:
    """Copies and leak groups among the rows of `parts`, of which `pairs` are near copies."""

    def make() -> Mapping[str, pa.Table]:
        with tables(whole.work, whole.memory_bytes) as connection:
            copies, groups = duplicates.verdicts(
                connection, parts, whole.rows, pairs, settings=settings, known=known
            )
        return {"copies": copies, "groups": groups}

    paths, note = kept_tables(whole.work / "found", ("copies", "groups"), stamp_of(stamp, settings), make)
    return duplicates.Verdicts(copies=paths["copies"], groups=paths["groups"]), note


def draw(
    whole: Whole,
    parts: Sequence[Path],
    stamp: str,
    settings: tuple[sample.Settings, split.Settings],
    removed: Sequence[str],
) -> tuple[Path, Path, Note]:
    """Which rows of `parts` go (row, reason) and the part of each that stays (row, part), as two files."""

    def make() -> Mapping[str, pa.Table]:
        names = ["row", "id", "key", "labels", "leak_group"]
        table = pa.concat_tables([parquet.read_table(path, columns=names) for path in parts])
        lists = table["labels"].combine_chunks()
        owner = np.repeat(np.arange(len(table)), np.diff(lists.offsets.to_numpy()))
        labels, keys = lists.flatten().to_numpy(), table["key"].to_numpy()
        out = pc.is_in(table["id"], pa.array(sorted(removed), pa.string())).to_numpy() if removed else None
        if strays := set(removed) - set(table["id"].to_pylist() if removed else ()):
            say(
                f"{len(strays):,} of {len(set(removed)):,} ids to leave out name no image, as {min(strays)!r}"
            )
        reasons = sample.sampled(labels, owner, keys, settings[0], removed=out)
        stays = reasons == ""
        place = np.cumsum(stays) - 1
        with_label = stays[owner]
        part = split.divided(
            labels[with_label],
            place[owner[with_label]],
            table["leak_group"].to_numpy()[stays],
            keys[stays],
            settings[1],
        )
        rows = table["row"].to_numpy()
        named = np.array(list(settings[1].shares))[part]
        return {
            "sample": pa.table(
                {"row": rows[~stays], "reason": pa.array(reasons[~stays].tolist(), pa.string())}
            ),
            "split": pa.table({"row": rows[stays], "part": pa.array(named.tolist(), pa.string())}),
        }

    told = stamp_of(stamp, *settings, sorted(removed))
    paths, note = kept_tables(whole.work / "drawn", ("sample", "split"), told, make)
    return paths["sample"], paths["split"], note


def largest_group(parts: Sequence[Path]) -> tuple[int, str]:
    """Images of the largest leak group among the rows of `parts`, and the product id of one of them."""
    groups = pa.chunked_array(
        [chunk for path in parts for chunk in _column(path, "leak_group").chunks], pa.int64()
    )
    if not len(groups):
        return 0, ""
    found = groups.value_counts()
    place = int(pc.index(found.field("counts"), pc.max(found.field("counts"))).as_py())
    group = found.field("values")[place]
    for path in parts:
        row = pc.index(_column(path, "leak_group"), group).as_py()
        if row >= 0:
            return found.field("counts")[place].as_py(), _column(path, "product_id")[row].as_py()
    raise AssertionError("a group that was counted is in no part")


def _column(path: Path, name: str) -> pa.ChunkedArray:
    return parquet.read_table(path, columns=[name])[name]


def unknown_tags(decided: Sequence[Path], known: Taxonomy, path: Path) -> int:
    """Write the tags that no rule knows as a CSV, the most frequent first, with the nearest label."""
    found = counted(decided, ["subject"], among={"reason": "unknown"})
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(["tag", "records", "nearest_label", "nearest_phrase", "likeness"])
    for place, (tag, n) in enumerate(zip(found["subject"].to_pylist(), found["n"].to_pylist(), strict=True)):
        label, phrase, likeness = map_tags.suggestion(tag, known) if place < SUGGESTED else ("", "", 0.0)
        table.writerow([tag, n, label, phrase, f"{likeness:.0f}" if label else ""])
    write_text(path, text.getvalue())
    return len(found)


def overlaps(mapped: Sequence[Path], known: Taxonomy, path: Path) -> int:
    """Write where single-choice groups do not exclude each other among the mapped tags, as a CSV."""
    k = len(known.labels.labels)
    counts = np.zeros((k, k), np.int64)
    for part in mapped:
        counts += clean_taxonomy.together(parquet.read_table(part, columns=["labels"])["labels"], known)
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(
        ["group", "first", "second", "records_with_both", "share_of_the_rarer", "one_is_a_kind_of_the_other"]
    )
    found = list(clean_taxonomy.told_apart(counts, known))
    for one in found:
        table.writerow(
            [one.group, one.first, one.second, one.both, f"{one.share:.4f}", "yes" if one.related else "no"]
        )
    write_text(path, text.getvalue())
    return len(found)
