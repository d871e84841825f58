"""Arrays that are dear to make: made once, kept in a file, and found again by the same call."""

import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from fittingroom.errors import DataError
from fittingroom.files import landing


def kept(path: Path, make: Callable[[], Mapping[str, Any]]) -> dict[str, np.ndarray]:
    """The arrays that lie at `path`, by name; made and written there, if there is no such file.

    Raises DataError for a file that holds no arrays.
    """
    if not path.is_file():
        arrays = make()
        with landing(path) as beside, beside.open("wb") as stream:
            np.savez_compressed(stream, **arrays)
    try:
        with np.load(path) as stored:
            return {name: stored[name] for name in stored.files}
    except (ValueError, EOFError, zipfile.BadZipFile) as error:
        raise DataError(
            f"{path} cannot be read ({error}): remove it, and the same command makes it anew"
        ) from error
