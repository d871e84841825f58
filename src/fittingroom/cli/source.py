"""DATA on the command line: a name or a path, and how to read a folder of pictures."""

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fittingroom.types import Dataset

DATA_HELP = "a data set's name (see `fittingroom data list`) or a path"


def seed(text: str) -> int:
    """The type of --seed: a whole number of at least 0, which is what random generators take."""
    number = int(text)
    if number < 0:
        raise argparse.ArgumentTypeError(f"a seed is a whole number of at least 0, got {text}")
    return number


def add_source(parser: argparse.ArgumentParser, *, option: str = "data", default: str | None = None) -> None:
    """Give a command its DATA: a positional argument, perhaps with a default, or the option `--data`."""
    if default is None:
        data = parser.add_argument(option, metavar="DATA", help=DATA_HELP)
        data.required = True
    else:
        about = f"{DATA_HELP} (default: {default})"
        parser.add_argument(option, metavar="DATA", nargs="?", default=default, help=about)
    add_folder_options(parser)


def add_sources(parser: argparse.ArgumentParser, *, default: Sequence[str] = ()) -> None:
    """Give a command any number of DATA; without a default at least one. `each` reads them."""
    about = f"{DATA_HELP} (default: {' '.join(default)})" if default else DATA_HELP
    data = parser.add_argument("data", metavar="DATA", nargs="*" if default else "+", help=about)
    data.default = list(default) or None
    add_folder_options(parser)


def each(arguments: argparse.Namespace) -> list[argparse.Namespace]:
    """The arguments of a command with many DATA, once for each of them: for `opened` and `loaded`."""
    return [argparse.Namespace(**(vars(arguments) | {"data": data})) for data in arguments.data]


def add_folder_options(parser: argparse.ArgumentParser) -> None:
    """How to read a DATA that is a folder of pictures."""
    folder = parser.add_argument_group("if DATA is a folder of pictures")
    folder.add_argument("--size", type=int, metavar="PX", help="fit every picture into a square of PX pixels")
    folder.add_argument("--label", metavar="COLUMN", help="the CSV's column of labels (default: label)")
    folder.add_argument("--group", metavar="COLUMN", help="its column of who or what pictures share")


def opened(arguments: argparse.Namespace) -> "Dataset":
    """DATA with the parts that it publishes, not divided any further."""
    from fittingroom.data import open_source
    from fittingroom.data.image_folder import image_folder

    given = {"size": arguments.size, "label": arguments.label, "group": arguments.group}
    if given := {option: value for option, value in given.items() if value is not None}:
        return image_folder(arguments.data, **given)
    return open_source(arguments.data)


def loaded(arguments: argparse.Namespace) -> "Dataset":
    """DATA with all four parts."""
    from fittingroom.data.split import divide

    return divide(opened(arguments))
