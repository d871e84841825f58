"""fittingroom curate CATALOG OUT: a shop's catalogue as a clean multi-label set."""

import argparse
import sys
from pathlib import Path

from fittingroom.cli.quantities import size

DESCRIPTION = """\
Make a multi-label set of a shop's catalogue: fetch and check the pictures, map the sellers' tags to labels,
drop what cannot be seen, check tags against title and description, merge copies, draw a sample, split without
leaks. CATALOG is a Parquet file or a folder of them, a .csv, a .jsonl, or the official iMaterialist .json; a
simulated world too, and then each step is scored. Every record and tag that goes, goes with a reason:
OUT/decisions. After Ctrl-C or a kill the same command goes on where it stopped. The same catalogue and recipe
give the same rows on any number of cores or on a Ray cluster.
"""

PLACES = (
    "cores (the default), ray, or ray://HOST:PORT; its machines must see OUT and CATALOG under these paths"
)


def add(commands: argparse._SubParsersAction) -> None:
    command = commands.add_parser(
        "curate",
        help="make a clean multi-label set of a shop's catalogue, with a reason for all that goes",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_argument("catalogue", metavar="CATALOG", type=Path, help="the catalogue")
    command.add_argument("out", metavar="OUT", type=Path, help="the folder to make")
    command.add_argument(
        "--recipe", metavar="FILE.toml", help="settings that differ from ours (see OUT/recipe.toml)"
    )
    command.add_argument(
        "--columns",
        nargs="+",
        type=column,
        default=[],
        metavar="WHAT=NAME",
        help="what the catalogue calls id, product_id, title, description, tags, image, seller: image=file; "
        "tags may be several: tags=type,colour",
    )
    command.add_argument("--removed", metavar="FILE", help="ids to leave out, a line each, as annotators did")
    command.add_argument(
        "--truth", type=Path, metavar="FOLDER", help="truth to score by (default: the world's)"
    )
    command.add_argument(
        "--allow-address",
        action="append",
        default=[],
        metavar="NETWORK",
        help="fetch from addresses that are not public, as 10.0.0.0/8",
    )
    means = command.add_argument_group("how")
    means.add_argument("--memory", type=size, default="8GB", metavar="SIZE", help="at most (default: 8GB)")
    means.add_argument("--workers", type=int, metavar="N", help="processes (default: one a core)")
    means.add_argument("--on", default="cores", metavar="WHERE", help=PLACES)
    means.add_argument("--rows", type=int, default=8192, metavar="N", help="of a partition (default: 8192)")
    command.set_defaults(run=run)


def column(text: str) -> tuple[str, list[str]]:
    """The type of --columns: WHAT=NAME, or tags=NAME,NAME."""
    what, equals, names = text.partition("=")
    if not (what and equals and names):
        raise argparse.ArgumentTypeError(f"columns are named as in title=name, got {text!r}")
    return what, names.split(",") if what == "tags" else [names]


def run(arguments: argparse.Namespace) -> int:
    from fittingroom.curate.making import make_set
    from fittingroom.curate.pipeline import Means
    from fittingroom.curate.recipe import Recipe, allowing, read_recipe
    from fittingroom.curate.told import reasons_table, scores_table, steps_table
    from fittingroom.studies.curation import document

    recipe = read_recipe(arguments.recipe) if arguments.recipe else Recipe()
    made, scores = make_set(
        arguments.catalogue,
        arguments.out,
        recipe=allowing(recipe, arguments.allow_address),
        columns=dict(arguments.columns),
        removed=arguments.removed,
        truth=arguments.truth,
        means=Means(
            on=arguments.on,
            workers=arguments.workers,
            memory_bytes=arguments.memory,
            rows=arguments.rows,
        ),
        command=["fittingroom", *sys.argv[1:]],
    )
    print(reasons_table(made.notes))
    print(f"\n{steps_table(made.notes, made.partitions)}")
    if scores is not None:
        print(f"\n{scores_table(scores)}")
    counts = ", ".join(f"{n:,} {part}" for part, n in made.counts.items())
    print(f"\n{arguments.out}: {counts}")
    if sum(made.counts.values()):
        print(f"page: {document(arguments.out)}")
    return 0
