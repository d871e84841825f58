"""A catalogue becomes a clean set: which steps run in what order, and what is written last.

Partitions go through their steps each on its own; between these passes stands what must see all rows: copies
and leak groups, then the sample and the split.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import pyarrow as pa
from pyarrow import parquet

from fittingroom.cores import usable_cores
from fittingroom.curate import duplicates, fetch, map_tags, pictures, read, split, verify, whole, write_set
from fittingroom.curate.catalogue import ROWS, Catalogue, listed
from fittingroom.curate.comparing import NO_PAIRS, Pairs, near_pairs
from fittingroom.curate.opening import check_out, forget_others, opened
from fittingroom.curate.recipe import Recipe, path_of, recipe_text
from fittingroom.curate.steps import (
    fetching,
    looking,
    merging,
    naming,
    reading,
    sampling,
    splitting,
    writing,
)
from fittingroom.curate.taxonomy import OURS, Taxonomy, read_taxonomy
from fittingroom.curate.truth import open_truth
from fittingroom.curate.work import Chain, Note, Step, part, read_part, rows_told, run_chain, stamp_of, summed
from fittingroom.data.attributes import imaterialist, label_map_csv, read_label_map
from fittingroom.engine import engine
from fittingroom.errors import InputError
from fittingroom.files import write_text
from fittingroom.jobs.progress import say
from fittingroom.match.copies import Settings as Thresholds

MUCH, FEW_IMAGES = 0.1, 20
"""A leak group with more than this share of a set is told, unless the set has fewer images."""

GB = 10**9
WORKER_BYTES = GB
"""What a process of the engine may take, with partitions of the usual size."""

OURS_BYTES = GB
"""What this process takes besides what it holds of all pictures."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """Where a curation runs (`engine.engine`), with how many processes, within how many bytes of memory, and
    how many rows a partition has."""

    on: str = "cores"
    workers: int | None = None
    memory_bytes: int = 8 * GB
    rows: int = ROWS

    def __post_init__(self):
        if self.workers is not None and self.workers < 1:
            raise InputError(f"a curation needs at least 1 process, got {self.workers}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Curated:
    """What came of it: the folder of the set, images of each part, and what each step did and cost.

    notes: by step, in order; `search`, `compare`, `copies` and `drawing` are what stands between the passes.
    """

    folder: Path
    counts: Mapping[str, int]
    notes: Mapping[str, Note]
    partitions: int


def curate(
    catalogue: Path,
    out: Path,
    *,
    recipe: Recipe | None = None,
    columns: Mapping[str, Sequence[str]] | None = None,
    removed: Sequence[str] = (),
    truth: Path | None = None,
    means: Means | None = None,
) -> Curated:
    """Make a set of a catalogue in the folder `out`, or go on where an earlier run stopped.

    catalogue: a Parquet file or a folder of them (also in its folder catalog/), a CSV, JSON lines, or the
    official JSON. columns: what it calls its columns, where not as `catalogue.COLUMNS`. removed: ids to leave
    out, as annotators did; the sample is filled up. truth: a folder that must be of this catalogue. The same
    arguments give the same rows, whatever `means`.

    Raises DataError for another catalogue, InputError for an `out` that holds something else.
    """
    recipe, means = recipe or Recipe(), means or Means()
    check_out(out, catalogue)
    known = taxonomy_of(recipe)
    run = _Run(out, opened(catalogue, out, known.labels, columns, means.rows), recipe, known, means)
    if truth:
        open_truth(truth, len(run.catalogue))  # refused now rather than after the last step
    (out / "set.json").unlink(missing_ok=True)
    forget_others(out, catalogue, run.catalogue)
    pictures.write_places(run.work / "places.json", run.places)
    write_text(out / "recipe.toml", recipe_text(recipe))
    write_text(out / "labels.csv", label_map_csv(known.labels))
    with engine(means.on, means.workers):
        return _all_steps(run, removed)


def taxonomy_of(recipe: Recipe) -> Taxonomy:
    """The label map and the words of a recipe."""
    labels = path_of(recipe.words.labels)
    return read_taxonomy(
        read_label_map(labels) if labels else imaterialist(),
        path_of(recipe.words.synonyms) or OURS,
        languages=recipe.words.languages,
        drop=recipe.words.drop,
        names=recipe.words.names,
    )


@dataclass(frozen=True, slots=True)
class _Run:
    out: Path
    catalogue: Catalogue
    recipe: Recipe
    known: Taxonomy
    means: Means

    @property
    def work(self) -> Path:
        return self.out / "work"

    @property
    def sizes(self) -> list[int]:
        return [stretch.stop - stretch.start for stretch in self.catalogue.stretches]

    @property
    def places(self) -> pictures.Places:
        return pictures.Places(
            folder=self.catalogue.folder,
            files=self.catalogue.files,
            column=self.catalogue.columns["image"][0],
            fetched=self.work / "fetched",
            firsts=tuple(stretch.first for stretch in self.catalogue.stretches),
            described=self.work / "described" if self.recipe.duplicates.near else None,
        )

    def workers(self, wanted: int | None) -> int:
        """As many processes as are wanted, or as there are cores, if the memory allows it."""
        return min(wanted or usable_cores(), max(1, self.means.memory_bytes // 2 // WORKER_BYTES))

    def parts(self, step: str) -> list[Path]:
        return [part(self.work, step, number) for number in range(len(self.sizes))]

    def decided(self, step: str) -> list[Path]:
        return [part(self.out / "decisions", step, number) for number in range(len(self.sizes))]


def _all_steps(run: _Run, removed: Sequence[str]) -> Curated:
    recipe, known = run.recipe, run.known
    notes: dict[str, Note] = {}
    all_rows = whole.Whole(run.work, len(run.catalogue), run.means.memory_bytes // 2)
    stamp = _each_alone(run, notes)
    verdicts, notes["copies"] = whole.find_copies(
        all_rows,
        run.parts(verify.STEP),
        stamp,
        recipe.duplicates,
        known=known,
        pairs=_near_copies(run, notes) if recipe.duplicates.near else NO_PAIRS,
    )
    stamp = _through(run, notes, _after(run, verify.STEP), stamp, (merging(recipe, verdicts),))
    drawn, divided, notes["drawing"] = whole.draw(
        all_rows, run.parts(duplicates.STEP), stamp, (recipe.sample, recipe.split), removed
    )
    ending = (
        sampling(recipe, drawn, removed),
        splitting(recipe, divided),
        writing(recipe, run.places, run.out / "part"),
    )
    _through(run, notes, _after(run, duplicates.STEP), stamp, ending)
    counts = _written(run)
    _warn(run, counts)
    whole.unknown_tags(run.decided(map_tags.STEP), known, run.out / "unknown_tags.csv")
    whole.overlaps(run.parts(map_tags.STEP), known, run.out / "overlaps.csv")
    return Curated(folder=run.out, counts=counts, notes=notes, partitions=len(run.sizes))


def _near_copies(run: _Run, notes: dict[str, Note]) -> Pairs:
    """They rest on the pictures alone: other words in the recipe do not have them compared anew."""
    thresholds = Thresholds(run.recipe.duplicates.drop, run.recipe.duplicates.suggest)
    pairs, told = near_pairs(
        run.work,
        run.parts(pictures.STEP),
        notes[pictures.STEP].stamp,
        thresholds,
        workers=run.workers(run.means.workers),
        memory_bytes=run.means.memory_bytes - OURS_BYTES,
    )
    notes |= told
    return pairs


def _each_alone(run: _Run, notes: dict[str, Note]) -> str:
    """Bring all partitions through the steps that see one record at a time; returns the stamp of the last."""
    first = reading(run.recipe)
    rest = (looking(run.recipe, run.places), *naming(run.recipe, run.known))
    source, stamp = partial(_from_catalogue, run.catalogue), run.catalogue.stamp
    if run.catalogue.inside:
        return _through(run, notes, source, stamp, (first, *rest))
    stamp, last = _through(run, notes, source, stamp, (first,)), read.STEP
    if whole.any_url(run.parts(last)):
        fetch.forget_passing(run.parts(fetch.STEP), run.decided(fetch.STEP))
        # One process, since only it knows how often each host was asked
        stamp = _through(run, notes, _after(run, last), stamp, (fetching(run.recipe, run.places),), workers=1)
        stamp, last = stamp_of(stamp, rows_told(run.decided(fetch.STEP))), fetch.STEP
    _forget_found(run, last, rest)
    stamp = _through(run, notes, _after(run, last), stamp, rest)
    seen = rows_told(run.decided(pictures.STEP))
    looked = notes[pictures.STEP]
    notes[pictures.STEP] = replace(looked, stamp=stamp_of(looked.stamp, seen))
    return stamp_of(stamp, seen)


def _forget_found(run: _Run, before: str, steps: Sequence[Step]) -> None:
    """Delete what some steps made of partitions in which pictures were missing that lie there now."""
    for number, decided in enumerate(run.decided(pictures.STEP)):
        rows = part(run.work, before, number)
        if decided.is_file() and pictures.found_since(rows, decided, run.places, run.recipe.pictures):
            for step in steps:
                part(run.work, step.name, number).unlink(missing_ok=True)


def _written(run: _Run) -> dict[str, int]:
    """Images of each part of the set; files of parts that a partition has no image of now are deleted.

    Another recipe may have put some there, and they would stand in two parts.
    """
    counts = Counter[str]()
    for number, path in enumerate(run.parts(split.STEP)):
        mine = Counter(parquet.read_table(path, columns=["part"])["part"].to_pylist())
        for name in split.PARTS:
            if not mine[name]:
                write_set.set_file(run.out / "part", name, number).unlink(missing_ok=True)
        counts += mine
    return {name: counts[name] for name in split.PARTS if name in run.recipe.split.shares}


def _warn(run: _Run, counts: Mapping[str, int]) -> None:
    """Say what a user would not expect of the parts: one that is empty, much that hangs together."""
    total = sum(counts.values())
    size, product = whole.largest_group(run.parts(split.STEP))
    empty = [name for name, images in counts.items() if not images]
    if empty and total:
        say(f"no image is in {' and '.join(empty)}, of {total:,} in the set")
    if size > MUCH * total and size > 1 and total >= FEW_IMAGES:
        say(
            f"{size:,} of {total:,} images hang together and stand in one part, among them those of product "
            f"{product!r}: if that is no product, see `together` of [duplicates] in {run.out / 'recipe.toml'}"
        )


Source = Callable[[int], pa.Table]


def _through(
    run: _Run,
    notes: dict[str, Note],
    source: Source,
    stamp: str,
    steps: Sequence[Step],
    *,
    workers: int | None = None,
) -> str:
    """Bring all partitions through some steps; returns the stamp of the last."""
    chain = Chain(
        source=source, steps=tuple(steps), stamp=stamp, work=run.work, decisions=run.out / "decisions"
    )
    made, stamp = run_chain(
        chain,
        run.sizes,
        workers=run.workers(workers or run.means.workers),
        what=f"partitions ({steps[0].name} to {steps[-1].name})",
    )
    notes |= {step: summed(some) for step, some in made.items()}
    return stamp


def _from_catalogue(catalogue: Catalogue, number: int) -> pa.Table:
    return listed(catalogue, catalogue.stretches[number])


def _after(run: _Run, step: str) -> Source:
    return partial(_read_after, run.work, step)


def _read_after(work: Path, step: str, number: int) -> pa.Table:
    return read_part(part(work, step, number))
