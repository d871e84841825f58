"""The class map that lies beside kept pictures: with it `fittingroom probe` reads them as they are."""

import json
from pathlib import Path

from fittingroom.app.collecting import NONE
from fittingroom.app.preparing import Preparation
from fittingroom.files import write_text
from fittingroom.types import Dataset

MAP = "map.toml"


def write_map(folder: Path, data: Dataset, known: tuple[Preparation, ...]) -> None:
    """Write the map, unless one lies there already: its owner may have changed it."""
    if not (folder / MAP).is_file():
        write_text(folder / MAP, class_map(data, known))


def class_map(data: Dataset, known: tuple[Preparation, ...]) -> str:
    """A map in TOML by which every class is itself, and the group is who brought a picture."""
    recipes = [one.name for one in known if one.recipe is not None]
    classes = "".join(f"{_text(name)} = {_text(name)}\n" for name in data.card.classes)
    return (
        "# Pictures kept by `fittingroom app`: a label is the class that somebody said it was.\n"
        f"data = {_text(data.card.name)}\n"
        'group = "group"\n'
        f"prepare = [{', '.join(map(_text, recipes))}]\n"
        f"unknown = [{_text(NONE)}]\n\n[strict]\n{classes}"
    )


def _text(name: str) -> str:
    """A TOML string; those of JSON are such."""
    return json.dumps(name, ensure_ascii=False)
