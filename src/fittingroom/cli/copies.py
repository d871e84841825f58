"""fittingroom copies SOURCE: which copies of one's own pictures would be found, and with what threshold."""

import argparse

from fittingroom.cli.source import seed

DESCRIPTION = """\
Read some pictures of SOURCE, plant mirrored, cropped, recoloured, framed, turned ... copies of them, search,
and print what is found of each kind, how many pairs of originals look like copies, how many to expect among
all of a catalogue, and the thresholds that follow, as lines for the recipe of `fittingroom curate`. Nothing
is written. SOURCE is a folder per class or with a CSV, Parquet files, tar shards, or a simulated world.
"""


def add(commands: argparse._SubParsersAction) -> None:
    command = commands.add_parser(
        "copies",
        help="plant copies of your own pictures and see which are found, and what is mistaken for one",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_argument("source", metavar="SOURCE", help="where the pictures are")
    command.add_argument("--pictures", type=int, default=1000, metavar="N", help="read (default: 1000)")
    command.add_argument(
        "--copies", type=int, default=100, metavar="N", help="pictures that are copied (default: 100)"
    )
    command.add_argument(
        "--catalogue", type=int, metavar="N", help="pictures that the catalogue has (default: those read)"
    )
    command.add_argument(
        "--allowed",
        type=float,
        default=1e-6,
        metavar="X",
        help="share of pairs of originals that may be dropped as copies (default: 1e-6)",
    )
    command.add_argument("--file", metavar="COLUMN", help="the column of file names, or of pictures")
    command.add_argument("--label", metavar="COLUMN", help="a column of labels, where one must be named")
    command.add_argument("--seed", type=seed, default=0, help="of what is drawn (default: 0)")
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    import numpy as np

    from fittingroom.studies.planted import Tolerance, planted_copies, planted_text

    tolerance = Tolerance(allowed=arguments.allowed, catalogue=arguments.catalogue)
    given = {"file": arguments.file, "label": arguments.label}
    found = planted_copies(
        arguments.source,
        rng=np.random.default_rng(arguments.seed),
        pictures=arguments.pictures,
        copies=arguments.copies,
        columns={what: name for what, name in given.items() if name},
    )
    print(planted_text(found, tolerance))
    return 0
