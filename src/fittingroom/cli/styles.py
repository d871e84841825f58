"""fittingroom styles --run RUN: a model of digits, asked about print, crossed sevens and other pens."""

import argparse
from pathlib import Path

from fittingroom.cli.shown import show_report
from fittingroom.cli.source import DATA_HELP, add_folder_options, loaded, seed
from fittingroom.errors import InputError


def add(commands: argparse._SubParsersAction) -> None:
    command = commands.add_parser(
        "styles",
        help="ask a model of digits about digits in other styles: print, crossed sevens, thin pens",
        description="Draw digits as strokes in 19 ways of writing (ones with a flag, crossed sevens, "
        "open fours, ...), print them in every font of this machine, ask the model of a run about them, and "
        "write report.html, .md and .json. Drawn digits are simulated; the test part stays sealed.",
    )
    command.add_argument(
        "--run",
        type=Path,
        metavar="RUN",
        dest="folder",
        help="the folder of a run of `fittingroom report` on digits",
    )
    command.add_argument(
        "--data", metavar="DATA", help=f"what the run was trained on, if that has no known name: {DATA_HELP}"
    )
    command.add_argument(
        "--sheet",
        type=Path,
        metavar="FILE.png",
        help="draw a sheet of the pictures into this file; needs no run",
    )
    command.add_argument(
        "--hands", type=int, metavar="N", help="simulated hands that write every style (default: 200)"
    )
    command.add_argument(
        "--fonts",
        type=Path,
        metavar="FOLDER",
        action="append",
        help="a folder of fonts, may be repeated (default: those of this machine)",
    )
    command.add_argument(
        "--seed", type=seed, default=0, help="draws the hands and the bootstrap samples (default: 0)"
    )
    command.add_argument("--out", type=Path, metavar="FOLDER", help="where to write (default: RUN/styles)")
    add_folder_options(command)
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    import numpy as np

    from fittingroom.simulate.drawn_digits import HANDS, drawn_digits
    from fittingroom.simulate.printed_digits import printed_here
    from fittingroom.studies.reality.styles import check_digits, styles
    from fittingroom.studies.reality.styles_sheet import save_sheet
    from fittingroom.studies.reality.styles_words import table
    from fittingroom.studies.run import open_run

    if arguments.folder is None and arguments.sheet is None:
        raise InputError(
            "nothing to do: ask a model with --run RUN, or see the pictures with --sheet FILE.png"
        )
    opened = None
    if arguments.folder is not None:
        opened = open_run(arguments.folder, loaded(arguments) if arguments.data else None)
        check_digits(opened.data)
    drawing, resampling = np.random.default_rng(arguments.seed).spawn(2)
    drawn = drawn_digits(hands=HANDS if arguments.hands is None else arguments.hands, rng=drawing)
    printed = printed_here(arguments.fonts)
    if arguments.sheet is not None:
        save_sheet(arguments.sheet, drawn, printed)
        print(f"{len(drawn) + (len(printed) if printed else 0):,} pictures: {arguments.sheet}")
    if opened is None or arguments.folder is None:
        return 0
    found = styles(opened.model, opened.data, drawn=drawn, printed=printed, rng=resampling)
    print(table(found))
    return show_report(found.report(), arguments.out or arguments.folder / "styles")
