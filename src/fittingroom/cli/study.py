"""fittingroom study overfitting [DATA]: whole protocols, many trainings each."""

import argparse
from pathlib import Path

from fittingroom.cli.shown import show_report
from fittingroom.cli.source import add_source, opened
from fittingroom.errors import InputError

ON_HELP = (
    "where runs go side by side: `cores` (this machine), `ray` (a Ray started here), ray://HOST:PORT "
    "(an existing cluster)"
)


def add(commands: argparse._SubParsersAction) -> None:
    command = commands.add_parser("study", help="answer one question by many trainings: does it overfit?")
    studies = command.add_subparsers(title="studies", metavar="STUDY", required=True)
    overfitting = studies.add_parser(
        "overfitting",
        help="what makes a network overfit DATA, and what helps: each factor apart, over several seeds",
        description="Train a plain network on DATA, an essay's three programs, and the plain network with "
        "one thing changed at a time; write report.html with gaps, effects and what may be said of them. "
        "Finished runs are never made twice: after an interruption the same command goes on.",
    )
    add_source(overfitting, default="fashion-mnist")
    overfitting.add_argument("--seeds", type=int, help="trainings of each arm (default: 3; quick: 1)")
    overfitting.add_argument("--quick", action="store_true", help="a rough look in some minutes")
    overfitting.add_argument(
        "--arms", metavar="NAME,…", help="only these arms, and those they are compared with"
    )
    overfitting.add_argument("--list", action="store_true", help="list the arms and do nothing")
    overfitting.add_argument("--on", default="cores", metavar="WHERE", help=f"{ON_HELP} (default: cores)")
    overfitting.add_argument("--workers", type=int, help="runs side by side (default: as many as cores)")
    overfitting.add_argument(
        "--out", type=Path, metavar="FOLDER", help="where to write (default: runs/DATA/overfitting)"
    )
    overfitting.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    from fittingroom.models import family

    family("plain")  # says in a sentence what to install where torch is missing
    from fittingroom.data.split import divide
    from fittingroom.studies.overfitting import HELD_OUT, default_folder, overfitting
    from fittingroom.studies.overfitting.arms import ARMS, selected

    if arguments.list:
        for arm in ARMS:
            print(f"{arm.name:22} {arm.factor}: {arm.title}")
        return 0
    if arguments.workers is not None and arguments.workers < 1:
        raise InputError(f"--workers must be at least 1, got {arguments.workers}")
    data = divide(opened(arguments), shares=HELD_OUT)
    folder = arguments.out or default_folder(data, quick=arguments.quick)
    report = overfitting(
        data,
        seeds=arguments.seeds,
        quick=arguments.quick,
        arms=selected([name.strip() for name in arguments.arms.split(",")]) if arguments.arms else ARMS,
        on=arguments.on,
        workers=arguments.workers,
        folder=folder,
    )
    return show_report(report, folder)
