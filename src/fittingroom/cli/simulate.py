"""fittingroom simulate OUT --products N: a catalogue of drawn garments whose truth is known."""

import argparse
from pathlib import Path

from fittingroom.cli.source import seed

DESCRIPTION = """\
Make a catalogue of drawn garments as a shop would hand it over, and the truth about it: labels with the
published frequencies of the iMaterialist Fashion Attribute set, sellers' titles and tags with every error
written down, copies of every kind, annotators whose errors are known. OUT/catalog is for `fittingroom
curate`, OUT/truth for judging what it did. The same settings and seed give the same bytes on any number of
workers; after Ctrl-C or a kill the same command goes on. Everything in it is simulated: docs/simulate.md says
what that supports, and what it does not.
"""


def add(commands: argparse._SubParsersAction) -> None:
    command = commands.add_parser(
        "simulate",
        help="make a catalogue of drawn garments whose truth is known, for `fittingroom curate`",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_argument("out", metavar="OUT", type=Path, help="the folder to make")
    command.add_argument("--products", type=int, required=True, metavar="N", help="different products")
    command.add_argument(
        "--world",
        default="wish",
        metavar="NAME|FILE.toml",
        help="wish (the default), or settings of your own: change the world.toml that each world holds",
    )
    command.add_argument(
        "--size-px", type=int, default=128, metavar="PX", help="edge of a picture (default: 128)"
    )
    command.add_argument("--seed", type=seed, default=0, help="of everything in it (default: 0)")
    command.add_argument("--workers", type=int, metavar="N", help="processes (default: one a core)")
    command.add_argument(
        "--on", default="cores", metavar="WHERE", help="cores (the default), ray, or ray://HOST:PORT"
    )
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    from fittingroom.simulate.world.making import make_world
    from fittingroom.simulate.world.settings import find_world

    about = make_world(
        arguments.out,
        find_world(arguments.world),
        products=arguments.products,
        seed=arguments.seed,
        size_px=arguments.size_px,
        on=arguments.on,
        workers=arguments.workers,
    )
    print(
        f"{arguments.out}: {about['rows']:,} rows of {about['products']:,} simulated products "
        f"({about['views']:,} other views, {about['copies']:,} copies) in {about['parts']:,} parts"
    )
    return 0
