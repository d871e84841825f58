"""fittingroom set ...: a curated set looked at, judged, written for other tools, proved not to leak."""

import argparse
from pathlib import Path

from fittingroom.cli.source import seed

FORMATS = ("imaterialist", "coco", "shards")


def add(commands: argparse._SubParsersAction) -> None:
    command = commands.add_parser(
        "set",
        help="a curated set: its page, a check by eye, its card, exports for other tools, leaks",
        description="What `fittingroom curate` wrote: a page of its numbers and decisions, a check by eye, "
        "a card, exports.",
    )
    actions = command.add_subparsers(title="actions", metavar="ACTION", required=True)
    page = actions.add_parser("page", help="write document.html, document.json and sheets/ into the set")
    page.add_argument("set", metavar="SET", type=Path, help="a folder that `fittingroom curate` wrote")
    page.set_defaults(run=run_page)
    check = actions.add_parser(
        "check",
        help="draw decisions of each kind with their pictures, for a person to judge",
        description="Write check.html, on which you mark decisions as right or wrong, and check.csv with "
        "the same lines to fill in by hand. `fittingroom set verdicts` prints error rates from the CSV.",
    )
    check.add_argument("set", metavar="SET", type=Path, help="a folder that `fittingroom curate` wrote")
    check.add_argument(
        "--each", type=int, default=100, metavar="N", help="decisions of a kind (default: 100)"
    )
    check.add_argument("--seed", type=seed, default=0, metavar="N", help="of the draw (default: 0)")
    check.add_argument("--out", type=Path, metavar="FOLDER", help="where to write (default: SET/check)")
    check.set_defaults(run=run_check)
    verdicts = actions.add_parser(
        "verdicts", help="print the error rate of each kind of decision, from a check that was filled in"
    )
    verdicts.add_argument("verdicts", metavar="CSV", type=Path, help="check.csv, filled in")
    verdicts.set_defaults(run=run_verdicts)
    card = actions.add_parser("card", help="write README.md and croissant.json beside the set's Parquet")
    card.add_argument("set", metavar="SET", type=Path)
    card.set_defaults(run=run_card)
    exported = actions.add_parser(
        "export",
        help="write the set in a format of others",
        description="imaterialist: the competition's JSON and images; coco: COCO's JSON and images; shards: "
        "tar files of pictures and JSON.",
    )
    exported.add_argument("set", metavar="SET", type=Path)
    exported.add_argument("--to", required=True, choices=FORMATS, help="the format")
    exported.add_argument("out", metavar="OUT", type=Path, help="a new folder")
    exported.set_defaults(run=run_export)
    leaks = actions.add_parser("leaks", help="say whether anything stands on both sides of the split")
    leaks.add_argument("set", metavar="SET", type=Path)
    leaks.set_defaults(run=run_leaks)


def run_page(arguments: argparse.Namespace) -> int:
    from fittingroom.studies.curation import document

    print(document(arguments.set))
    return 0


def run_check(arguments: argparse.Namespace) -> int:
    import numpy as np

    from fittingroom.studies.curation.by_eye import write_check

    out = arguments.out or arguments.set / "check"
    print(write_check(arguments.set, out, each=arguments.each, rng=np.random.default_rng(arguments.seed)))
    return 0


def run_verdicts(arguments: argparse.Namespace) -> int:
    from fittingroom.curate.document.verdicts import read_verdicts, verdict_table

    print(verdict_table(read_verdicts(arguments.verdicts)))
    return 0


def run_card(arguments: argparse.Namespace) -> int:
    from fittingroom.curate.document.hub import write_card

    print(write_card(arguments.set))
    return 0


def run_export(arguments: argparse.Namespace) -> int:
    from fittingroom.curate.document.export import export_set

    print(export_set(arguments.set, arguments.to, arguments.out))
    return 0


def run_leaks(arguments: argparse.Namespace) -> int:
    from fittingroom.curate.leaks import find_leaks

    found = find_leaks(arguments.set)
    print("\n".join([found.sentence, *found.examples]))
    return 0 if found.none else 1
