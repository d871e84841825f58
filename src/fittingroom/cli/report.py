"""fittingroom report DATA: train a recipe, then report on it."""

import argparse
from pathlib import Path

from fittingroom.cli.shown import show_report
from fittingroom.cli.source import add_source, loaded, seed
from fittingroom.errors import InputError, did_you_mean

PHOTOGRAPHED = "photographed"


def add(commands: argparse._SubParsersAction) -> None:
    command = commands.add_parser(
        "report",
        help="train the default network on DATA and write an honest report on it",
        description="Train a recipe on DATA's train part (choosing and stopping on val), open the sealed "
        "test part once, and write report.html, report.md and report.json.",
    )
    add_source(command)
    command.add_argument("--model", default="convnet", help="the recipe to train (default: convnet)")
    command.add_argument("--epochs", type=int, help="epochs to train (default: the recipe's own)")
    command.add_argument("--seed", type=seed, default=0, help="seed of the training (default: 0)")
    command.add_argument(
        "--augment",
        metavar="WHAT",
        help="train on damaged pictures too: `defects`, some of their families (light,dirt), or all but some "
        "(defects,-light), see `fittingroom defects --list`; or, for garments, a larger network on pictures "
        "made to look like photos: `photographed` (docs/reality.md)",
    )
    command.add_argument(
        "--out",
        type=Path,
        metavar="FOLDER",
        help="where to write (default: runs/DATA/MODEL-seedN[-epochsM][-WHAT])",
    )
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    from fittingroom.measure.defects import learned
    from fittingroom.studies.training import train_and_report

    asked = _words(arguments.augment) if arguments.augment else []
    families = [word for word in asked if word != PHOTOGRAPHED]
    data = loaded(arguments)
    report, folder = train_and_report(
        data,
        recipe=arguments.model,
        epochs=arguments.epochs,
        seed=arguments.seed,
        folder=arguments.out,
        defects=learned(families) if families else (),
        photographed=PHOTOGRAPHED in asked,
    )
    return show_report(report, folder)


def _words(text: str) -> list[str]:
    """The words of --augment. Raises InputError for one that it does not take, naming those that it does."""
    from fittingroom.measure.defects import DEFECTS, FAMILIES

    damage = (*FAMILIES, *(defect.name for defect in DEFECTS))
    known = (PHOTOGRAPHED, "defects", *damage, *(f"-{name}" for name in damage))
    words = [word.strip() for word in text.split(",")]
    if strays := [word for word in words if word not in known]:
        raise InputError(
            f"--augment takes {PHOTOGRAPHED}, defects, or families of defects ({', '.join(FAMILIES)}; see "
            f"`fittingroom defects --list`), got {strays[0]!r}{did_you_mean(strays[0], known)}"
        )
    return words
