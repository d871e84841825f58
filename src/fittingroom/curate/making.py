"""A curation from the catalogue to the manifest: the steps, the counts, the scores where truth is known."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from fittingroom.curate.finish import scores, write_counts, write_manifest
from fittingroom.curate.pipeline import Curated, Means, curate, taxonomy_of
from fittingroom.curate.recipe import Recipe
from fittingroom.curate.steps import reasons
from fittingroom.curate.truth import find_truth
from fittingroom.errors import InputError


def make_set(
    catalogue: Path,
    out: Path,
    *,
    recipe: Recipe | None = None,
    columns: Mapping[str, Sequence[str]] | None = None,
    removed: str | os.PathLike[str] | None = None,
    truth: Path | None = None,
    means: Means | None = None,
    command: Sequence[str] = (),
) -> tuple[Curated, dict[str, Any] | None]:
    """Curate a catalogue and write everything that tells of it; OUT/set.json lands last.

    removed: a file with ids to leave out. truth: the folder of truth to score by; a simulated world's own is
    found. Returns what was made, and the scores if there is truth. Raises as `pipeline.curate` does.
    """
    recipe = recipe or Recipe()
    folder = truth or find_truth(catalogue)
    made = curate(
        catalogue,
        out,
        recipe=recipe,
        columns=columns,
        removed=_ids(removed) if removed else (),
        truth=folder,
        means=means,
    )
    labels = taxonomy_of(recipe).labels
    write_counts(out, labels, made.partitions)
    rows = made.notes["read"].taken
    found = scores(out, folder, labels, made.partitions, rows) if folder else None
    write_manifest(
        out,
        made.notes,
        made.counts,
        reasons(),
        simulated=find_truth(catalogue) is not None,
        seed=recipe.split.seed,
        command=command,
    )
    return made, found


def _ids(path: str | os.PathLike[str]) -> tuple[str, ...]:
    try:
        lines = Path(path).read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: a file with an id a line was expected ({error})") from error
    return tuple(line.strip() for line in lines if line.strip())
