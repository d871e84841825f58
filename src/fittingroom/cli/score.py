"""fittingroom score FILE --data DATA: judge a file of predictions made anywhere."""

import argparse
from pathlib import Path

from fittingroom.cli.bench import add_results
from fittingroom.cli.shown import show_report
from fittingroom.cli.source import add_source, loaded, opened
from fittingroom.types import PARTS


def add(commands: argparse._SubParsersAction) -> None:
    command = commands.add_parser(
        "score",
        help="judge a file of predictions from any language (id,label or id,p0..p9; csv, parquet, npz)",
        description="Judge a file of predictions about one part of DATA. Columns: id,label or "
        "id,p0,p1,... ; ids are the data set's own (test-00042) or places in the part counted from 0; "
        "labels are numbers or class names.",
    )
    command.add_argument(
        "predictions", type=Path, metavar="FILE", help="predictions as .csv, .parquet or .npz"
    )
    add_source(command, option="--data")
    command.add_argument(
        "--part", default="test", choices=PARTS, help="the part they are about (default: test)"
    )
    command.add_argument(
        "--out", type=Path, metavar="FOLDER", help="where to write (default: runs/DATA/FILE's name)"
    )
    command.add_argument(
        "--join", metavar="NAME", help="also add them to the leaderboard as a row of this name, unverified"
    )
    add_results(command)
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    from fittingroom.studies.tryon import run_folder, score

    data = loaded(arguments)
    report = score(arguments.predictions, data, part=arguments.part)
    if arguments.join:
        _join(arguments)
    return show_report(report, arguments.out or run_folder(data, arguments.predictions.stem))


def _join(arguments: argparse.Namespace) -> None:
    from fittingroom.data.predictions import read_predictions
    from fittingroom.data.split import divide
    from fittingroom.studies.benchmark import HELD_OUT
    from fittingroom.studies.benchmark.outsiders import join
    from fittingroom.studies.benchmark.store import Store

    data = divide(opened(arguments), shares=HELD_OUT)
    said = read_predictions(arguments.predictions, data, part=arguments.part)
    join(Store(arguments.results), data, said, name=arguments.join)
    print(f"{arguments.join} joins the leaderboard, unverified: fittingroom leaderboard")
