"""fittingroom study overfitting, study reality [DATA]: whole protocols, many trainings each."""

import argparse
from pathlib import Path

from fittingroom.cli.shown import show_report
from fittingroom.cli.source import add_source, loaded, opened
from fittingroom.errors import InputError

ON_HELP = (
    "where runs go side by side: `cores` (this machine), `ray` (a Ray started here), ray://HOST:PORT "
    "(an existing cluster)"
)


def add(commands: argparse._SubParsersAction) -> None:
    command = commands.add_parser(
        "study", help="answer one question by many trainings: does it overfit? what is it worth outside?"
    )
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
    _add_places(overfitting, "overfitting")
    overfitting.set_defaults(run=run_overfitting)
    reality = studies.add_parser(
        "reality",
        help="what the score is worth outside the benchmark: damage, other styles, real photos",
        description="Train the default network on DATA and others with defects, ask them about damaged "
        "pictures, single cues or other handwriting, and real photos; write report.html and an expectation "
        "card (card.md, card.html, card.json). Nothing is trained, prepared or asked twice: after an "
        "interruption the same command goes on.",
    )
    add_source(reality, default="fashion-mnist")
    reality.add_argument(
        "--probe",
        nargs=2,
        action="append",
        default=[],
        metavar=("PHOTOS", "MAP"),
        help="labelled photos, and a class map in TOML, or `clothing` or `digits`; may be repeated",
    )
    reality.add_argument("--seeds", type=int, help="trainings of each network (default: 3; quick: 1)")
    reality.add_argument("--quick", action="store_true", help="a rough look in some minutes")
    reality.add_argument(
        "--no-families", action="store_true", help="train no network that leaves out a family of defects"
    )
    _add_places(reality, "reality")
    reality.set_defaults(run=run_reality)


def _add_places(study: argparse.ArgumentParser, name: str) -> None:
    study.add_argument("--on", default="cores", metavar="WHERE", help=f"{ON_HELP} (default: cores)")
    study.add_argument("--workers", type=int, help="runs side by side (default: as many as cores)")
    study.add_argument(
        "--out", type=Path, metavar="FOLDER", help=f"where to write (default: runs/DATA/{name})"
    )


def _check_workers(arguments: argparse.Namespace) -> None:
    if arguments.workers is not None and arguments.workers < 1:
        raise InputError(f"--workers must be at least 1, got {arguments.workers}")


def run_overfitting(arguments: argparse.Namespace) -> int:
    from fittingroom.models import family

    family("plain")  # says in a sentence what to install where torch is missing
    from fittingroom.data.split import divide
    from fittingroom.studies.overfitting import HELD_OUT, default_folder, overfitting
    from fittingroom.studies.overfitting.arms import ARMS, selected

    if arguments.list:
        for arm in ARMS:
            print(f"{arm.name:22} {arm.factor}: {arm.title}")
        return 0
    _check_workers(arguments)
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


def run_reality(arguments: argparse.Namespace) -> int:
    from fittingroom.models import family

    family("convnet")  # says in a sentence what to install where torch is missing
    from fittingroom.studies.reality.study import default_folder, reality

    _check_workers(arguments)
    data = loaded(arguments)
    folder = arguments.out or default_folder(data, quick=arguments.quick)
    found = reality(
        data,
        probes=[(photos, chart) for photos, chart in arguments.probe],
        seeds=arguments.seeds,
        quick=arguments.quick,
        families=not arguments.no_families,
        on=arguments.on,
        workers=arguments.workers,
        folder=folder,
    )
    card = found.card().save_all(folder)
    code = show_report(found.report(), folder)
    print(f"card:   {card}")
    return code
