"""fittingroom set ...: look at a curated set, write it for other tools, prove that nothing leaks."""

import argparse
from pathlib import Path

FORMATS = ("imaterialist", "coco", "shards")


def add(commands: argparse._SubParsersAction) -> None:
    command = commands.add_parser(
        "set",
        help="a curated set: its page, its card, exports for other tools, what crosses its split",
        description="What `fittingroom curate` wrote: a page of its numbers and decisions, a card, exports.",
    )
    actions = command.add_subparsers(title="actions", metavar="ACTION", required=True)
    page = actions.add_parser("page", help="write document.html, document.json and sheets/ into the set")
    page.add_argument("set", metavar="SET", type=Path, help="a folder that `fittingroom curate` wrote")
    page.set_defaults(run=run_page)
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
