"""fittingroom probe PHOTOS --map MAP --run RUN: real photos, asked of a trained model."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from fittingroom.cli.source import DATA_HELP, seed

if TYPE_CHECKING:
    from fittingroom.studies.reality.probe import ProbeResult


def add(commands: argparse._SubParsersAction) -> None:
    command = commands.add_parser(
        "probe",
        help="ask a trained model about real photos: right how often, by which preparation, how sure",
        description="Prepare labelled PHOTOS in several ways, ask the model of a finished run about them, "
        "and write report.html, report.md, report.json and sheets of what the model sees. PHOTOS is a folder "
        "per label, or a folder with a CSV. A map says what their labels mean in the model's classes: "
        "docs/probes.md shows how to write one.",
    )
    command.add_argument("photos", metavar="PHOTOS", help="a folder of labelled photos, or its CSV")
    command.add_argument(
        "--map", required=True, metavar="MAP", help="a class map in TOML, or `clothing` or `digits`"
    )
    command.add_argument(
        "--run", dest="folder", required=True, type=Path, metavar="RUN", help="the folder of a finished run"
    )
    command.add_argument(
        "--data", metavar="DATA", help=f"what the run was trained on, if it is your own: {DATA_HELP}"
    )
    command.add_argument(
        "--prepare", metavar="NAME,…", help="only these preparations, the first for the headline"
    )
    command.add_argument("--group", metavar="COLUMN", help="the CSV's column of who took a photo")
    command.add_argument("--label", default="label", metavar="COLUMN", help="its column of labels")
    command.add_argument(
        "--file", default="file", metavar="COLUMN", help="its column of file names (default: file)"
    )
    command.add_argument(
        "--seed", type=seed, default=0, help="of the resampling, and which photos are shown (default: 0)"
    )
    command.add_argument(
        "--out",
        type=Path,
        metavar="FOLDER",
        help="where to write (default: probe-PHOTOS in the run's folder)",
    )
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    import numpy as np

    from fittingroom.cli.shown import show_report
    from fittingroom.data import load
    from fittingroom.studies.reality.class_map import read_class_map
    from fittingroom.studies.reality.probe import probe
    from fittingroom.studies.reality.probe_sheets import save_sheets
    from fittingroom.studies.run import open_run

    chart = read_class_map(arguments.map)  # before the run is opened, which takes longer
    opened = open_run(arguments.folder, load(arguments.data) if arguments.data else None)
    result = probe(
        opened.model,
        arguments.photos,
        chart,
        data=opened.data,
        prepare=[name.strip() for name in arguments.prepare.split(",")] if arguments.prepare else (),
        file=arguments.file,
        label=arguments.label,
        group=arguments.group,
        rng=np.random.default_rng(arguments.seed),
    )
    folder = arguments.out or arguments.folder / f"probe-{result.name}"
    sheets = save_sheets(result, folder)
    print_table(result)
    code = show_report(result.report(), folder)
    print(f"pictures: {sheets[0]}")
    return code


def print_table(result: "ProbeResult") -> None:
    """Every preparation and reading on the terminal."""
    from fittingroom.reporting.format import measured

    readings = list(dict.fromkeys(judged.reading for judged in result.judged))
    lines = [["", *readings]]
    for recipe in result.recipes:
        lines += [[recipe.name, *(measured(result.judgement(recipe.name, r).accuracy) for r in readings)]]
    always = [result.judgement(result.recipes[0].name, r).always for r in readings]
    lines += [["one class always", *map(measured, always)]]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    print()
    for line in lines:
        print("  " + "   ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())
