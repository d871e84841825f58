"""fittingroom annotate ...: pictures out to people, their answers back, and what they say together."""

import argparse
from pathlib import Path

from fittingroom.cli.source import seed

PARTS = ("train", "val", "test")


def add(commands: argparse._SubParsersAction) -> None:
    command = commands.add_parser(
        "annotate",
        help="tasks for Label Studio or CVAT, their answers back, and the consensus of several people",
        description="Have people label a set's val and test pictures: export tasks, read the answers, agree.",
    )
    actions = command.add_subparsers(title="actions", metavar="ACTION", required=True)
    exported = actions.add_parser("export", help="write a set's pictures as tasks for an annotation tool")
    exported.add_argument("set", metavar="SET", type=Path, help="a folder that `fittingroom curate` wrote")
    exported.add_argument("out", metavar="OUT", type=Path, help="a new folder")
    exported.add_argument("--for", dest="tool", required=True, choices=("label-studio", "cvat"))
    exported.add_argument(
        "--parts", nargs="+", choices=PARTS, default=["val", "test"], help="default: val test"
    )
    exported.add_argument(
        "--only", type=Path, metavar="CSV", help="only the ids of its column id (as ask.csv)"
    )
    exported.add_argument(
        "--suggest", action="store_true", help="show the labels so far: faster, but no longer independent"
    )
    exported.add_argument("--address", help="what comes before a picture's file name in Label Studio")
    exported.set_defaults(run=run_export)
    read = actions.add_parser("read", help="read what the tool exported, as a file of answers")
    read.add_argument(
        "files", metavar="FILE", nargs="+", type=Path, help=".json of Label Studio, .xml or .zip of CVAT"
    )
    read.add_argument(
        "--tasks", required=True, type=Path, metavar="FOLDER", help="the folder of `annotate export`"
    )
    read.add_argument("--annotator", help="whose answers a CVAT file holds, where it names nobody")
    read.add_argument("--out", type=Path, default=Path("answers.parquet"), metavar="FILE")
    read.set_defaults(run=run_read)
    agreed = actions.add_parser("agree", help="one answer a picture, and how far people agree")
    agreed.add_argument(
        "answers", metavar="ANSWERS", type=Path, help="a Parquet file of answers, or a folder of them"
    )
    agreed.add_argument(
        "--labels", type=Path, metavar="CSV", help="the label map (default: the 228 of iMaterialist)"
    )
    agreed.add_argument("--rule", choices=("paper", "majority", "dawid-skene"), default="paper")
    agreed.add_argument("--out", type=Path, default=Path("agreed"), metavar="FOLDER")
    agreed.add_argument("--seed", type=seed, default=0, help="draws the intervals (default: 0)")
    agreed.set_defaults(run=run_agree)


def run_export(arguments: argparse.Namespace) -> int:
    from fittingroom.curate.annotate.export import export_tasks
    from fittingroom.curate.annotate.label_studio import ADDRESS
    from fittingroom.data.csv_columns import read_csv

    tasks = export_tasks(
        arguments.set,
        arguments.out,
        tool=arguments.tool,
        parts=arguments.parts,
        only=read_csv(arguments.only)["id"] if arguments.only else None,
        suggest=arguments.suggest,
        address=arguments.address or ADDRESS,
    )
    print(f"{len(tasks):,} pictures written for {arguments.tool}: {arguments.out}")
    return 0


def run_read(arguments: argparse.Namespace) -> int:
    from fittingroom.curate.annotate.export import read_exports
    from fittingroom.curate.annotate.judgements import write_answers

    answers = read_exports(arguments.files, arguments.tasks, annotator=arguments.annotator)
    write_answers(arguments.out, answers)
    people = len({answer.annotator for answer in answers})
    print(f"{len(answers):,} answers of {people:,} people: {arguments.out}")
    return 0


def run_agree(arguments: argparse.Namespace) -> int:
    import numpy as np

    from fittingroom.curate.annotate.agreed import agree, summary, write_agreed
    from fittingroom.curate.annotate.judgements import read_answers
    from fittingroom.data.attributes import imaterialist, read_label_map

    labels = read_label_map(arguments.labels) if arguments.labels else imaterialist()
    rng = np.random.default_rng(arguments.seed)
    found = agree(read_answers(arguments.answers), labels, rule=arguments.rule, rng=rng)
    write_agreed(found, arguments.out)
    print("\n".join(summary(found)))
    print(arguments.out)
    return 0
