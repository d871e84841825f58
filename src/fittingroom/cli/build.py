"""fittingroom build SOURCE OUT: your own photos as a data set in MNIST's format."""

import argparse
from pathlib import Path

from fittingroom.cli.source import seed

DESCRIPTION = """\
Make a drop-in for MNIST of your own pictures: the four IDX files under their exact names, labels.txt, the
card, a folder for data set hubs, decisions.parquet with what became of every picture and why, sheets, and
quality.html. SOURCE is a folder per class, a folder with a CSV (file,label), Parquet files with encoded
pictures, or tar shards. Copies, and pictures of one group, never stand in both train and test. The same
source, recipe and seed give the same bytes; after Ctrl-C or a kill the same command goes on.
"""


def add(commands: argparse._SubParsersAction) -> None:
    command = commands.add_parser(
        "build",
        help="make an MNIST-format data set of your own photos, by Fashion-MNIST's pipeline or your own",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_argument("source", metavar="SOURCE", help="where the pictures are")
    command.add_argument("out", metavar="OUT", type=Path, help="the folder to make")
    command.add_argument(
        "--recipe",
        default="fashion-mnist",
        metavar="NAME|FILE.toml",
        help="fashion-mnist (as published, the default), fashion-mnist-fast, area, stretch, flood-area, "
        "grabcut-area, mnist ..., or a recipe.toml of your own",
    )
    command.add_argument(
        "--size", type=edge, default=28, metavar="PX", help="edge of a picture (default: 28)"
    )
    _add_labels(command)
    _add_amounts(command)
    _add_credits(command)
    command.add_argument(
        "--strict", action="store_true", help="stop at the first picture that cannot be read or prepared"
    )
    command.add_argument(
        "--least-contrast",
        type=float,
        metavar="C",
        help="refuse pictures that show less (standard deviation of grey levels / 255; default: .06)",
    )
    command.add_argument("--seed", type=seed, default=0, help="of the drawing and the order (default: 0)")
    command.add_argument("--workers", type=int, metavar="N", help="processes (default: one a core)")
    command.add_argument(
        "--on", default="cores", metavar="WHERE", help="cores (the default), ray, or ray://HOST:PORT"
    )
    command.set_defaults(run=run)


def edge(text: str) -> int:
    """The type of --size: a whole number of pixels, at least 1."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"the edge of a picture is 1 pixel or more, got {text}")
    return number


def _add_labels(command: argparse.ArgumentParser) -> None:
    labels = command.add_argument_group("labels")
    labels.add_argument("--labels", metavar="CSV", help="the CSV, if it does not lie in SOURCE")
    labels.add_argument("--label", metavar="COLUMN", help="its column of labels (default: label)")
    labels.add_argument(
        "--file", metavar="COLUMN", help="its column of file names, or of pictures (default: file)"
    )
    labels.add_argument(
        "--group-by", metavar="COLUMN", help="its column of the product, seller or person (default: group)"
    )
    labels.add_argument(
        "--classes", metavar="FILE.toml", help="which labels make which class; others are left out"
    )


def _add_amounts(command: argparse.ArgumentParser) -> None:
    amounts = command.add_argument_group("how many")
    amounts.add_argument("--train", type=int, metavar="N", help="pictures in train, as 60000")
    amounts.add_argument("--test", type=int, metavar="N", help="pictures in test, as 10000")
    amounts.add_argument(
        "--test-share", type=float, metavar="X", help="share of test, instead (default: .15)"
    )
    amounts.add_argument("--balance", action="store_true", help="as many of each class")
    amounts.add_argument(
        "--one-per-group",
        action="store_true",
        help="one picture a group, as Fashion-MNIST took one a product",
    )


def _add_credits(command: argparse.ArgumentParser) -> None:
    credits = command.add_argument_group("for the card: only you know it")
    credits.add_argument(
        "--licence", default="not stated", metavar="TEXT", help="of the pictures, as CC0-1.0"
    )
    credits.add_argument("--source-text", default="", metavar="TEXT", help="where the pictures are from")
    credits.add_argument("--citation", default="not stated", metavar="TEXT", help="how to cite them")
    credits.add_argument("--date", default="", metavar="DAY", help="when the set is published, as 2026-11-25")


def run(arguments: argparse.Namespace) -> int:
    from fittingroom.build.divided import TEST_SHARE
    from fittingroom.build.making import LEAST_CONTRAST
    from fittingroom.studies.dropin import Amounts, Credits, build_set

    columns = {"label": arguments.label, "file": arguments.file, "group": arguments.group_by}
    built = build_set(
        arguments.source,
        arguments.out,
        recipe=arguments.recipe,
        labels=arguments.labels,
        columns={what: name for what, name in columns.items() if name is not None},
        size_px=arguments.size,
        classes=arguments.classes,
        amounts=Amounts(
            train=arguments.train,
            test=arguments.test,
            test_share=TEST_SHARE if arguments.test_share is None else arguments.test_share,
            balance=arguments.balance,
        ),
        one_per_group=arguments.one_per_group,
        least_contrast=LEAST_CONTRAST if arguments.least_contrast is None else arguments.least_contrast,
        strict=arguments.strict,
        credits=Credits(
            licence=arguments.licence,
            source=arguments.source_text,
            citation=arguments.citation,
            date=arguments.date,
        ),
        seed=arguments.seed,
        on=arguments.on,
        workers=arguments.workers,
    )
    counts = ", ".join(f"{n:,} {part}" for part, n in built.card.counts.items())
    print(f"{arguments.out}: {counts}, {len(built.card.classes)} classes, by {built.recipe.name}")
    for code, n in built.refused.items():
        print(f"  left out: {n:,} {code}")
    for remark in built.remarks:
        print(f"  note: {remark}")
    print(f"quality: {arguments.out / 'quality.html'}")
    return 0
