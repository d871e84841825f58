"""What a curation tells at its end: label counts after each step, scores against truth, the manifest."""

import json
from collections.abc import Mapping, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np
from pyarrow import parquet

from fittingroom.curate import clean_taxonomy, duplicates, map_tags, sample, verify
from fittingroom.curate.document.tally import nothing, tally, write_tally
from fittingroom.curate.truth import copy_scores, hits, label_scores, open_truth
from fittingroom.curate.work import Note, part
from fittingroom.data.attributes import LabelMap
from fittingroom.files import write_text

LABELLED = (map_tags.STEP, clean_taxonomy.STEP, verify.STEP, duplicates.STEP, sample.STEP)
"""The steps after which rows have labels."""

PACKAGES = ("fittingroom", "daft", "duckdb", "numpy", "pyarrow")


def write_counts(out: Path, labels: LabelMap, partitions: int) -> None:
    """The labels of the rows that were still there after each step, as SET/counts/STEP.parquet."""
    for step in LABELLED:
        total = nothing(labels)
        for number in range(partitions):
            lists = parquet.read_table(part(out / "work", step, number), columns=["labels"])["labels"]
            total = total + tally(lists, labels)
        write_tally(out / "counts" / f"{step}.parquet", total)


def scores(out: Path, truth_folder: Path, labels: LabelMap, partitions: int, rows: int) -> dict[str, Any]:
    """What `truth` says of each step, also written as SET/scores.json."""
    truth = open_truth(truth_folder, rows)
    work = out / "work"

    def parts(step: str) -> list[Path]:
        return [part(work, step, number) for number in range(partitions)]

    by_step = {step: label_scores(hits(parts(step), truth, labels), labels) for step in LABELLED}
    copies = parquet.read_table(work / "found" / "copies.parquet", columns=["row", "copy_of"])
    kept = {
        row: best
        for row, best in zip(copies["row"].to_pylist(), copies["copy_of"].to_pylist(), strict=True)
        if best is not None
    }
    leak_group, seen, names = np.arange(rows), np.zeros(rows, bool), np.full(rows, "", "U5")
    groups = parquet.read_table(work / "found" / "groups.parquet")
    leak_group[groups["row"].to_numpy()] = groups["leak_group"].to_numpy()
    for path in parts(verify.STEP):
        seen[parquet.read_table(path, columns=["row"])["row"].to_numpy()] = True
    drawn = parquet.read_table(work / "drawn" / "split.parquet")
    names[drawn["row"].to_numpy()] = drawn["part"].to_pylist()
    found = {
        "simulated": True,
        "rows": rows,
        "labels": by_step,
        "copies": copy_scores(truth, kept, leak_group, seen, names),
    }
    write_text(out / "scores.json", json.dumps(found, indent=1) + "\n")
    return found


def write_manifest(
    out: Path,
    notes: Mapping[str, Note],
    counts: Mapping[str, int],
    reasons: Mapping[str, Mapping[str, str]],
    *,
    simulated: bool,
    seed: int,
    command: Sequence[str],
) -> None:
    """SET/set.json, which says that the set is complete."""
    told = {
        "format": "fittingroom attribute set 1",
        "simulated": simulated,
        "parts": dict(counts),
        "steps": [step for step in notes if step in reasons],
        "records": {
            step: {"in": note.taken, "left": note.left} for step, note in notes.items() if step in reasons
        },
        "decisions": {step: dict(note.reasons) for step, note in notes.items() if note.reasons},
        "costs": {
            step: {
                "rows": note.taken,
                "seconds": round(note.cpu_s, 3),
                "wall_seconds": round(note.wall_s, 3),
                "peak_mb": round(note.peak_mb),
            }
            for step, note in notes.items()
        },
        "reasons": {step: dict(some) for step, some in reasons.items()},
        "seed": seed,
        "command": list(command),
        "versions": {name: metadata.version(name) for name in PACKAGES},
    }
    write_text(out / "set.json", json.dumps(told, indent=1, ensure_ascii=False) + "\n")
