"""A whole world in a folder: part by part, by any number of workers, going on after a kill."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from fittingroom.data.attributes import imaterialist, label_map_csv
from fittingroom.errors import InputError
from fittingroom.files import write_bytes, write_text
from fittingroom.jobs import Job, run_jobs
from fittingroom.simulate.world.annotators import pool
from fittingroom.simulate.world.balance import balance
from fittingroom.simulate.world.layout import PART_ROWS, layout
from fittingroom.simulate.world.part import Task, make_part
from fittingroom.simulate.world.settings import World, world_text
from fittingroom.simulate.world.tables import parquet_bytes, table_of

FOLDERS = ("answers", "truth", "catalog")
"""In the order in which a part's files are written: the catalogue's is there when all are."""

PACKAGES = ("fittingroom", "numpy", "opencv-python-headless", "pyarrow", "scipy", "simplejpeg", "skia-python")

MANIFEST, KEY = "world.json", ".key.json"


def make_world(
    out: Path,
    world: World,
    *,
    products: int,
    seed: int = 0,
    size_px: int = 128,
    part_rows: int = PART_ROWS,
    on: str = "cores",
    workers: int | None = None,
) -> dict[str, Any]:
    """Make a world into the folder `out`; returns what its manifest world.json holds, which is written last.

    catalog/ is what a shop would hand over, truth/ the same rows in the same order, answers/ those of
    annotators for the rows of val and test, annotators.parquet who they are; labels.csv and world.toml. The
    bytes depend on the world, products, seed, size_px, part_rows and the versions of PACKAGES, not on the
    workers. The same call goes on where it was interrupted. `on`, `workers`: see `run_jobs`. Raises
    InputError where `out` holds something else, and for what `layout` and `balance` refuse.
    """
    if not 16 <= size_px <= 2048:
        raise InputError(f"a picture's edge is 16 to 2048 pixels, asked for {size_px}")
    laid = layout(world, products, seed, part_rows=part_rows)
    about = {
        "simulated": True,
        "seed": seed,
        "size_px": size_px,
        "products": products,
        "rows": laid.rows,
        "views": sum(laid.views),
        "copies": laid.copies,
        "parts": laid.parts,
        "part_rows": part_rows,
        "settings": asdict(world),
        "versions": {name: version(name) for name in PACKAGES},
    }
    with _folder(out, about) as finished:
        if finished:
            return about
        task = Task(world=world, laid=laid, balanced=balance(world), size_px=size_px)
        _write_beside(out, world, seed)
        _make_parts(out, task, on, workers)
        write_text(out / MANIFEST, json.dumps(about, indent=2, ensure_ascii=False) + "\n")
    return about


def _make_parts(out: Path, task: Task, on: str, workers: int | None) -> None:
    missing = [number for number in range(task.laid.parts) if not _file(out, "catalog", number).is_file()]
    jobs = [
        Job(
            name=f"part {number}",
            call=make_part,
            arguments=(number,),
            cost=len(task.laid.part(number)),
        )
        for number in missing
    ]
    running = run_jobs(
        jobs,
        shared=task,
        on=on,
        workers=workers,
        what="parts of the world",
        finished=task.laid.parts - len(missing),
        order="as given",
        unit="rows",
    )
    for done in running:
        if done.failure is not None:
            raise InputError(done.failure)
        (number,) = done.job.arguments
        for folder in FOLDERS:
            write_bytes(_file(out, folder, number), done.value[folder])


def _write_beside(out: Path, world: World, seed: int) -> None:
    """What the world is made of, and who annotates it."""
    write_text(out / "world.toml", world_text(world))
    write_text(out / "labels.csv", label_map_csv(imaterialist()))
    people = pool(world.annotators, seed)
    k = len(people.groups)
    columns = {
        "annotator": [f"a{number:03d}" for number in np.repeat(np.arange(len(people.spammer)), k).tolist()],
        "group": list(people.groups) * len(people.spammer),
        "sensitivity": people.sensitivity.reshape(-1),
        "specificity": people.specificity.reshape(-1),
        "spammer": np.repeat(people.spammer, k),
    }
    write_bytes(out / "annotators.parquet", parquet_bytes([table_of("annotators", columns)]))


@contextmanager
def _folder(out: Path, about: dict[str, Any]) -> Iterator[bool]:
    """The folder of a world, for one process at a time; tells whether the world is finished."""
    from filelock import FileLock, Timeout

    key = sha256(json.dumps(about, sort_keys=True).encode()).hexdigest()
    if out.exists() and not out.is_dir():
        raise InputError(f"{out}: this is a file; name a folder to make the world in")
    if out.is_dir() and any(out.iterdir()):
        told = (out / KEY).read_text(encoding="utf-8") if (out / KEY).is_file() else None
        if told is None:
            raise InputError(f"{out}: this folder is not empty and holds no world; name a new one")
        if told != key:
            raise InputError(
                f"{out}: this folder holds a world of another seed, size, settings or versions; "
                "name a new one"
            )
    out.mkdir(parents=True, exist_ok=True)
    lock = FileLock(out.absolute().parent / f".{out.name}.making.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise InputError(f"{out}: another process makes this world; wait, or name another folder") from error
    try:
        write_text(out / KEY, key)
        yield (out / MANIFEST).is_file()
    finally:
        lock.release()
        Path(lock.lock_file).unlink(missing_ok=True)


def _file(out: Path, folder: str, number: int) -> Path:
    return out / folder / f"part-{number:05d}.parquet"
