"""fittingroom study overfitting, reality, attributes [DATA]: whole protocols, many trainings each."""

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
    _add_transfer(studies)
    _add_attributes(studies)


def _add_attributes(studies: argparse._SubParsersAction) -> None:
    attributes = studies.add_parser(
        "attributes",
        help="what is learned from sellers' noisy tags, and what each means against the noise is worth",
        description="Make a simulated world, curate it, and train networks on its noisy, corrected, curated "
        "and true labels; write report.html with the layouts of the paper's Table 3 and Figure 4, what each "
        "rung is worth and costs, decision rules, and labels on few images. Everything in it is simulated. "
        "After an interruption the same command goes on.",
    )
    attributes.add_argument("--quick", action="store_true", help="a rough look in a quarter of an hour or so")
    attributes.add_argument("--world", type=Path, metavar="FOLDER", help="a world of `fittingroom simulate`")
    attributes.add_argument("--products", type=int, help="of the world that is made (default: 12000)")
    attributes.add_argument(
        "--model", metavar="NAME,…", help="networks; the first climbs the ladder (default: small)"
    )
    attributes.add_argument("--size-px", type=int, metavar="PX", help="what they see (default: 64)")
    attributes.add_argument("--epochs", type=int, help="passes over train (default: 8)")
    attributes.add_argument("--batch", type=int, metavar="N", help="images a step (default: 128; quick: 32)")
    attributes.add_argument("--seeds", type=int, help="trainings of each arm (default: 3; quick: 2)")
    attributes.add_argument("--arms", metavar="NAME,…", help="only these, and those they are compared with")
    attributes.add_argument("--list", action="store_true", help="list the arms and do nothing")
    attributes.add_argument("--device", default="cpu", help="cpu (the default, runs side by side) or cuda")
    attributes.add_argument("--workers", type=int, help="runs side by side (default: as many as cores)")
    attributes.add_argument(
        "--out", type=Path, metavar="FOLDER", help="where to write (default: runs/simulated/attributes)"
    )
    attributes.set_defaults(run=run_attributes)


def _add_transfer(studies: argparse._SubParsersAction) -> None:
    transfer = studies.add_parser(
        "transfer",
        help="what a network should learn before photos: simulated garments, a catalogue, ImageNet",
        description="Pretrain on simulated garments and perhaps a catalogue, go on with shares of PHOTOS "
        "divided by who took them, and write report.html in the layout of Tables 4 and 5 and Figure 5 of the "
        "iMaterialist paper. Nothing is made, trained or asked twice: after an interruption the same command "
        "goes on.",
    )
    transfer.add_argument("photos", metavar="PHOTOS", type=Path, help="a folder of labelled photos")
    transfer.add_argument("--label", default="label", metavar="COLUMN", help="column of labels")
    transfer.add_argument("--group", default="group", metavar="COLUMN", help="column of who took it")
    transfer.add_argument(
        "--drop",
        metavar="LABEL,…",
        help="labels that are no class (default: Not sure, Other, Skip); rare classes are left out anyway",
    )
    transfer.add_argument(
        "--catalog", type=Path, metavar="FOLDER", help="a CSV with the columns file and title, and pictures"
    )
    transfer.add_argument(
        "--no-imagenet", action="store_true", help="leave out features of EfficientNet-Lite0"
    )
    transfer.add_argument("--quick", action="store_true", help="a rough look in half an hour or so")
    _add_places(transfer, "transfer")
    transfer.set_defaults(run=run_transfer)


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


def run_attributes(arguments: argparse.Namespace) -> int:
    from dataclasses import replace

    from fittingroom.models import family

    family("attributes.learning")  # says in a sentence what to install where torch is missing
    from fittingroom.studies.attributes import attributes, default_folder
    from fittingroom.studies.attributes.arms import ARMS
    from fittingroom.studies.attributes.settings import QUICK, Settings

    if arguments.list:
        for arm in ARMS:
            print(f"{arm.name:16} {arm.rung}: {arm.about}")
        return 0
    _check_workers(arguments)
    given = {
        "products": arguments.products,
        "networks": tuple(_names(arguments.model)) if arguments.model else None,
        "size_px": arguments.size_px,
        "epochs": arguments.epochs,
        "batch": arguments.batch,
        "seeds": arguments.seeds,
    }
    settings = replace(
        QUICK if arguments.quick else Settings(),
        **{name: value for name, value in given.items() if value is not None},
    )
    folder = arguments.out or default_folder(arguments.world, quick=arguments.quick)
    report = attributes(
        settings,
        folder,
        world=arguments.world,
        arms=_names(arguments.arms) if arguments.arms else None,
        device=arguments.device,
        workers=arguments.workers,
        quick=arguments.quick,
    )
    return show_report(report, folder)


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",")]


def run_transfer(arguments: argparse.Namespace) -> int:
    from fittingroom.models import family

    family("convnet")  # says in a sentence what to install where torch is missing
    from fittingroom.studies.transfer import default_folder, transfer
    from fittingroom.studies.transfer.scale import FULL, QUICK

    _check_workers(arguments)
    folder = arguments.out or default_folder(arguments.photos, quick=arguments.quick)
    report = transfer(
        arguments.photos,
        catalogue=arguments.catalog,
        imagenet=not arguments.no_imagenet,
        scale=QUICK if arguments.quick else FULL,
        label=arguments.label,
        group=arguments.group,
        drop=None if arguments.drop is None else [name.strip() for name in arguments.drop.split(",")],
        on=arguments.on,
        workers=arguments.workers,
        folder=folder,
    )
    return show_report(report, folder)
