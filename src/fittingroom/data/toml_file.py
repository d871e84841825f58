"""TOML that a person wrote, or a sentence on what is wrong with it."""

import os
import tomllib
from pathlib import Path
from typing import Any

from fittingroom.errors import InputError


def read_toml(path: str | os.PathLike[str], what: str) -> dict[str, Any]:
    """What a TOML file holds; `what` it is for, as in "the recipe". Raises InputError."""
    try:
        return tomllib.loads(Path(path).read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise InputError(f"{path}: {what} cannot be read ({error.strerror or error})") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"{path}: not a readable TOML file: {error}") from error
