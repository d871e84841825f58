"""Keeping something of each Parquet file of a source in a folder, made once, in a process per core."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from fittingroom.errors import DataError, InputError
from fittingroom.jobs import Job, run_jobs
from fittingroom.models.attributes.shards import Source

FREE_SHARE = 0.9
"""Of the free space of a disk that may be filled."""


def files_of(source: Source) -> dict[int, Path]:
    """The Parquet files in which a source has images, by their numbers."""
    return {int(at): source.files[at] for at in np.unique(source.file)}


def rows_of(file: Path) -> int:
    """Rows of a Parquet file."""
    import pyarrow.parquet as pq

    return pq.read_metadata(file).num_rows


def is_fresh(place: Path, file: Path) -> bool:
    """Whether what is kept of a Parquet file was made after it."""
    return place.exists() and place.stat().st_mtime >= file.stat().st_mtime


@contextmanager
def damage_named(place: Path) -> Iterator[None]:
    """While what is kept at `place` is opened: raise DataError where it is cut short or of another file."""
    try:
        yield
    except (ValueError, EOFError, OSError) as error:
        raise DataError(
            f"{place}: what is kept there of the images cannot be used ({error}): remove that file, and the "
            "same command makes it anew"
        ) from error


def free_bytes(folder: Path) -> int:
    """Free space where a folder lies, or will."""
    folder.mkdir(parents=True, exist_ok=True)
    return shutil.disk_usage(folder).free


def keep_files(
    source: Source, places: Mapping[int, Path], make: Callable, arguments: tuple, *, needed: int, what: str
) -> None:
    """Call `make(None, file, *arguments, place)` for each file of which nothing is kept, a process per core.

    After a kill the next call goes on. Raises InputError where `needed` bytes are not free, DataError where a
    file cannot be used.
    """
    files = files_of(source)
    missing = [at for at, place in places.items() if not is_fresh(place, files[at])]
    folder = next(iter(places.values())).parent
    if needed > FREE_SHARE * (free := free_bytes(folder)):
        raise InputError(
            f"the images of {source.name} take {needed / 1e9:.1f} GB, {folder} has {free / 1e9:.1f} GB free: "
            "learn at a smaller size, learn fewer images, or name another disk (--cache)"
        )
    jobs = [
        Job(
            name=files[at].name,
            call=make,
            arguments=(files[at], *arguments, places[at]),
            cost=rows_of(files[at]),
        )
        for at in missing
    ]
    for done in run_jobs(jobs, what=what, finished=len(files) - len(missing), unit="images"):
        if done.failure:
            raise DataError(done.failure)
