"""Which files of the given paths are read."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from fittingroom.errors import InputError
from fittingroom.lint.each import each
from fittingroom.lint.source import SUFFIXES

SKIPPED = each("venv env node_modules build dist site-packages __pycache__ eggs wheels __pypackages__")


def files(paths: Sequence[Path]) -> list[Path]:
    """The .py and .ipynb files under `paths`, each once, in the order given and then by name.

    Of folders those that are hidden, virtual environments or built are left out, unless named
    themselves. A file that is named is read whatever its name, and told if it is not Python. Raises
    InputError for a path that does not exist, and if there is nothing to read.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            found.update(dict.fromkeys(sorted(_inside(path))))
        elif path.exists():
            found[path] = None
        else:
            raise InputError(f"there is no file or folder {path}: name .py files, notebooks or folders")
    if not found:
        raise InputError(f"no .py file or notebook in {', '.join(map(str, paths))}")
    return list(found)


def _inside(folder: Path) -> Iterator[Path]:
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not _is_skipped(Path(here, name)))
        yield from (
            Path(here, name) for name in names if name.endswith(SUFFIXES) and not name.startswith(".")
        )


def _is_skipped(folder: Path) -> bool:
    name = folder.name
    return (
        name.startswith(".")
        or name in SKIPPED
        or name.endswith(".egg-info")
        or (folder / "pyvenv.cfg").exists()
    )
