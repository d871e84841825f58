"""The work on a source, block by block, kept in a folder so that a kill at any moment costs one block.

What a block holds depends on nothing but its pictures and the recipe, so blocks may be made by any number
of workers, here or on a cluster, and are put together in the order of the source.
"""

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import astuple
from pathlib import Path

import numpy as np

from fittingroom.build.block import Block, Task, convert
from fittingroom.build.refusal import Refusal
from fittingroom.build.sources import Listing
from fittingroom.errors import DataError, InputError
from fittingroom.files import landing
from fittingroom.jobs import Job, run_jobs

PICTURES = 1024
"""Pictures of a block: some tenths of a second of work."""

ARRAYS = ("pictures", "contrast", "fill", "sharpness", "handled")


def spans(listing: Listing) -> list[tuple[int, int]]:
    """The blocks of a source, (first record, one after the last), whole row groups where it has them."""
    steps = np.arange(0, len(listing), PICTURES) if listing.steps is None else listing.steps
    starts = [0]
    for step in steps.tolist():
        if step - starts[-1] >= PICTURES:
            starts.append(step)
    return list(zip(starts, [*starts[1:], len(listing)], strict=True))


def make_blocks(
    task: Task, folder: Path, *, on: str = "cores", workers: int | None = None, strict: bool = False
) -> None:
    """Make all blocks that are not in the folder yet, or whose pictures have changed since.

    strict: raise DataError at the first picture that is refused. `on`, `workers`: see `run_jobs`.
    """
    every = spans(task.listing)
    missing = [span for span in every if not _is_made(task.listing, folder, span)]
    jobs = [
        Job(
            name=f"{start:,} to {stop:,}",
            call=convert,
            arguments=(start, stop),
            cost=1 + int(task.wanted[start:stop].sum()),
        )
        for start, stop in missing
    ]
    running = run_jobs(
        jobs,
        shared=task,
        on=on,
        workers=workers,
        what="blocks of pictures",
        finished=len(every) - len(missing),
        order="as given",
        unit="pictures",
    )
    for done in running:
        if done.failure is not None:
            raise InputError(done.failure)
        start, stop = done.job.arguments
        if strict and done.value.refusals:
            place, refusal = min(done.value.refusals.items())
            name = task.listing.ids[start + place].as_py()
            raise DataError(f"{task.listing.path}: {name} is refused as {refusal.reason} ({refusal.why})")
        _save(done.value, task.listing, folder, (start, stop))


def blocks(listing: Listing, folder: Path) -> Iterator[tuple[int, Block]]:
    """Each block that was made, and the number of its first record, in the order of the source."""
    for start, stop in spans(listing):
        with np.load(_file(folder, start, stop)) as stored:
            told = json.loads(str(stored["refusals"]))
            refusals = {int(place): Refusal(*refusal) for place, refusal in told.items()}
            yield start, Block(refusals=refusals, **{name: stored[name] for name in ARRAYS})


def _save(block: Block, listing: Listing, folder: Path, span: tuple[int, int]) -> None:
    told = json.dumps({place: astuple(refusal) for place, refusal in sorted(block.refusals.items())})
    with landing(_file(folder, *span)) as beside, beside.open("wb") as stream:
        arrays = {name: getattr(block, name) for name in ARRAYS}
        np.savez(stream, refusals=np.array(told), stamp=np.array(_stamp(listing, *span)), **arrays)


def _is_made(listing: Listing, folder: Path, span: tuple[int, int]) -> bool:
    path = _file(folder, *span)
    if not path.is_file():
        return False
    with np.load(path) as stored:
        return str(stored["stamp"]) == _stamp(listing, *span)


def _file(folder: Path, start: int, stop: int) -> Path:
    return folder / f"block-{start:09d}-{stop:09d}.npz"


def _stamp(listing: Listing, start: int, stop: int) -> str:
    """Sizes and times of the files in which a block's pictures lie: equal as long as nobody touched them."""
    if listing.kind == "files":
        paths: Sequence[Path] = [listing.path / name for name in listing.places[start:stop].to_pylist()]
    else:
        paths = [listing.containers[number] for number in np.unique(listing.places[start:stop])]
    digest = hashlib.sha256()
    for path in paths:
        try:
            found = os.stat(path)
        except (OSError, ValueError):  # not there, or a name that no file has
            digest.update(b"missing")
        else:
            digest.update(f"{found.st_size} {found.st_mtime_ns} ".encode())
    return digest.hexdigest()
