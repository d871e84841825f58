"""fittingroom leaderboard [DATA ...]: the table of everything that `fittingroom bench` has run."""

import argparse
from pathlib import Path

from fittingroom.cli.bench import DEFAULT, add_results, chosen_rows, data_sets
from fittingroom.cli.source import add_sources
from fittingroom.errors import InputError


def add(commands: argparse._SubParsersAction) -> None:
    command = commands.add_parser(
        "leaderboard",
        help="make the table of what `bench` has run: one HTML page, JSON and Markdown",
        description="One page for all data sets side by side: the paper's values and ours with intervals, "
        "what rows cost, how they ended, which cannot be told from the best. Predictions made elsewhere "
        "join as rows (--add), unverified until their command has made them again (--reproduce).",
    )
    add_sources(command, default=DEFAULT)
    add_results(command)
    command.add_argument("--mode", choices=("paper", "modern"), default="paper", help="see `bench --help`")
    command.add_argument("--families", metavar="NAME,…", help="only these families")
    command.add_argument("--rows", type=Path, metavar="FILE.toml", help="your own rows, as given to `bench`")
    command.add_argument(
        "--engine",
        choices=("fast", "stock"),
        default="fast",
        help="whose runs a row shows where there are both (default: fast)",
    )
    command.add_argument(
        "--add", type=Path, metavar="FILE", help="add predictions about the test part of one DATA as a row"
    )
    command.add_argument("--name", metavar="NAME", help="what the added row is called (default: FILE's name)")
    command.add_argument(
        "--command", default="", metavar="CMD", help="what makes them again; it writes to the path {out}"
    )
    command.add_argument("--reproduce", metavar="NAME", help="run the command of an added row and compare")
    command.add_argument(
        "--out",
        type=Path,
        default=Path("runs/bench"),
        metavar="FOLDER",
        help="where to write (default: runs/bench)",
    )
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    from fittingroom.studies.benchmark.leaderboard import leaderboard
    from fittingroom.studies.benchmark.store import Store

    sets = data_sets(arguments)
    store = Store(arguments.results)
    if (arguments.add or arguments.reproduce) and len(sets) != 1:
        raise InputError("a row is added or made again for one data set: name one DATA")
    if arguments.add:
        _join(arguments, sets[0], store)
    if arguments.reproduce:
        from fittingroom.studies.benchmark.outsiders import reproduce

        row = reproduce(store, sets[0], name=arguments.reproduce, mode=arguments.mode)
        print(f"{row.configuration}: all its labels were made again, {100 * (row.accuracy or 0):.2f} %")
    board = leaderboard(
        *sets,
        store=arguments.results,
        rows=chosen_rows(arguments),
        mode=arguments.mode,
        engine=arguments.engine,
    )
    page = board.save_all(arguments.out)
    for line in board.verdict:
        print(f"  {line}")
    print(f"\nleaderboard: {page}")
    return 0


def _join(arguments: argparse.Namespace, data, store) -> None:
    from fittingroom.data.predictions import read_predictions
    from fittingroom.studies.benchmark.outsiders import join

    said = read_predictions(arguments.add, data, part="test")
    name = arguments.name or arguments.add.stem
    row = join(store, data, said, name=name, command=arguments.command, mode=arguments.mode)
    print(f"{row.configuration}: {100 * (row.accuracy or 0):.2f} % of {data.card.name}, unverified")
