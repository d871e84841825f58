"""What the arms learn, and what all are asked about: the same images of one world, labelled differently."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import torch
from pyarrow import parquet

from fittingroom.curate import clean_taxonomy, duplicates, map_tags, verify
from fittingroom.data.attributes import LabelMap
from fittingroom.errors import DataError
from fittingroom.measure.attributes import AttributeTruth, as_labelled
from fittingroom.models.attributes.noise import transition
from fittingroom.models.attributes.shards import Source, read_labels, read_source, untold
from fittingroom.models.attributes.truth import truth_of_table

STEPS: Mapping[str, str] = {
    "mapped": map_tags.STEP,
    "cleaned": clean_taxonomy.STEP,
    "verified": verify.STEP,
    "merged": duplicates.STEP,
}
"""After which step of curation the labels stand that an arm learns."""

SAID = ("unknown", "not_applicable")

Rates = tuple[np.ndarray, np.ndarray]
"""How often a label is given where it is true, and where it is not, (k,) float32 each."""


@dataclass(frozen=True, slots=True, eq=False)
class Lessons:
    """train: what is learned, by name; val and test with the truth; rates: what may be believed of sellers.

    tagged: of val and test what a perfect reader of their richer tags would name, all else absent: what the
    paper's val and test are.
    """

    labels: LabelMap
    train: Mapping[str, Source]
    val: Source
    test: Source
    tagged: Mapping[str, AttributeTruth]
    rates: Mapping[str, Rates]

    def part(self, name: str) -> Source:
        """val or test."""
        return {"val": self.val, "test": self.test}[name]


def lessons(world: Path, curated: Path, *, checked: int, rng: np.random.Generator) -> Lessons:
    """Read a world, and what each step of its curation said of its train part.

    curated: the folder that `curate` made of the world. Val and test are the world's own; products never
    cross. Raises DataError where the folders do not belong together.
    """
    labels = read_labels(world)
    truth = read_source(world, "train")
    firsts = np.cumsum([0, *(parquet.read_metadata(file).num_rows for file in truth.files)])
    rows = firsts[truth.file] + truth.row
    train = {name: _after(truth, rows, curated, step, labels) for name, step in STEPS.items()}
    train |= {"tagged": read_source(world, "train", taught="tagged"), "truth": truth}
    tagged = {
        part: as_labelled(read_source(world, part, taught="tagged").truth.measured())
        for part in ("val", "test")
    }
    looked_up = rng.permutation(len(truth))[:checked]
    return Lessons(
        labels=labels,
        train=train,
        val=read_source(world, "val"),
        test=read_source(world, "test"),
        tagged=tagged,
        rates=believed(train["mapped"].take(looked_up), truth.take(looked_up)),
    )


def believed(tags: Source, truth: Source) -> dict[str, Rates]:
    """Rates counted on the same images, and wrong ones: half as much of what is true is given as that."""
    given, true = (torch.from_numpy(source.truth.of(slice(None))[0]) for source in (tags, truth))
    where_true, where_not = (
        each.numpy().astype(np.float32) for each in transition(given, true, torch.ones_like(true))
    )
    return {"counted": (where_true, where_not), "wrong": (where_true / 2, where_not)}


def _after(truth: Source, rows: np.ndarray, curated: Path, step: str, labels: LabelMap) -> Source:
    """The train images that are still there after a step, with the labels that they have there."""
    files = sorted((curated / "work" / step).glob("part-*.parquet"))
    if not files:
        raise DataError(f"{curated} holds nothing of the step {step}: remove it, and it is made anew")
    table = pa.concat_tables([_read(file) for file in files]).combine_chunks()
    place = np.full(int(max(rows.max(), table["row"].to_numpy().max())) + 1, -1)
    place[table["row"].to_numpy()] = np.arange(len(table))
    at = place[rows]
    kept = np.flatnonzero(at >= 0)
    if not len(kept):
        raise DataError(f"{curated} was made of another catalogue: remove it, and it is made anew")
    found = truth_of_table(table.take(pa.array(at[kept])), labels, f"{curated} after {step}")
    said = "unknown" in parquet.read_schema(files[0]).names
    return replace(truth.take(kept), truth=found if said else untold(found))


def _read(file: Path) -> pa.Table:
    """row, labels, unknown, not_applicable; before tags are verified nothing is said of the latter two."""
    names = parquet.read_schema(file).names
    table = parquet.read_table(file, columns=["row", "labels", *(name for name in SAID if name in names)])
    for name in SAID:
        if name not in names:
            table = table.append_column(name, pa.array([[]] * len(table), pa.list_(pa.string())))
    return table.select(["row", "labels", *SAID])
