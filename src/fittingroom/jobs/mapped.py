"""A large value laid down in files once and mapped by every worker: no copy is sent, the memory is shared."""

import mmap
import pickle
from pathlib import Path
from typing import Any

from fittingroom.errors import InputError


def lay_down(value: Any, folder: Path) -> None:
    """Write a picklable value into an empty folder; each array in it, however deep, is a file of its own."""
    arrays: list[pickle.PickleBuffer] = []
    try:
        body = pickle.dumps(value, protocol=5, buffer_callback=arrays.append)
    except (pickle.PicklingError, AttributeError, TypeError) as error:
        raise InputError(f"what the jobs share cannot be sent to other processes: {error}") from error
    (folder / "body").write_bytes(body)
    for number, array in enumerate(arrays):
        (folder / f"array-{number}").write_bytes(array.raw())


def take_up(folder: Path) -> Any:
    """The value that was laid down; its arrays are mapped, so they are read-only.

    The folder may go as soon as this has returned (on Windows, when the process ends).
    """
    count = len(list(folder.glob("array-*")))
    arrays = [_mapped(folder / f"array-{number}") for number in range(count)]
    return pickle.loads((folder / "body").read_bytes(), buffers=arrays)


def _mapped(path: Path) -> mmap.mmap | bytes:
    if not path.stat().st_size:
        return b""  # nothing cannot be mapped
    with path.open("rb") as stream:
        return mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
