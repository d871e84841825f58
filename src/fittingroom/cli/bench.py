"""fittingroom bench [DATA ...]: the Fashion-MNIST paper's benchmark, resumable, every row accounted for."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from fittingroom.cli.quantities import duration, size
from fittingroom.cli.source import add_sources, each, opened
from fittingroom.studies.benchmark import LIMIT_S, RESULTS, SEEDS
from fittingroom.studies.benchmark.result import FAILED

if TYPE_CHECKING:
    from fittingroom.studies.benchmark.grid import Configuration
    from fittingroom.types import Dataset

DEFAULT = ("fashion-mnist", "mnist")
MLFLOW = "sqlite:///mlflow.db"


def add(commands: argparse._SubParsersAction) -> None:
    command = commands.add_parser(
        "bench",
        help="run the Fashion-MNIST paper's 129 scikit-learn rows (and your own) on DATA",
        description="Fit every row of the paper's Table 3 on DATA, with several seeds, and keep the labels "
        "that it gives to the test part, its cost and how it ended in one file. What is there is not run "
        "again: after Ctrl-C, a kill or a crash the same command goes on. `fittingroom leaderboard` makes "
        "the table.",
    )
    add_sources(command, default=DEFAULT)
    _add_rows(command)
    _add_limits(command)
    add_results(command)
    _add_exchange(command)
    command.set_defaults(run=run)


def _add_rows(command: argparse.ArgumentParser) -> None:
    """What is run."""
    command.add_argument(
        "--mode",
        choices=("paper", "modern"),
        default="paper",
        help="stopping rules and defaults: 2017's, or today's (default: paper)",
    )
    command.add_argument("--families", metavar="NAME,…", help="only these families (see --list)")
    command.add_argument(
        "--rows", type=Path, metavar="FILE.toml", help="your own rows beside the paper's (docs/benchmark.md)"
    )
    command.add_argument("--seeds", type=int, default=SEEDS, help=f"runs of each row (default: {SEEDS})")
    command.add_argument(
        "--engine",
        choices=("fast", "stock"),
        default="fast",
        help="the fast engine where there is one, or scikit-learn's own estimators alone (default: fast)",
    )
    command.add_argument(
        "--no-selection",
        action="store_true",
        help="leave out the runs that learn less and are asked about val, by which rows are chosen",
    )
    command.add_argument(
        "--retry", metavar="HOW,…", help=f"run again what ended so: {', '.join(FAILED)}, or failed for all"
    )
    command.add_argument("--list", action="store_true", help="list the rows and do nothing")


def _add_limits(command: argparse.ArgumentParser) -> None:
    """Where it is run, and what it may take."""
    command.add_argument(
        "--budget", type=duration, metavar="TIME", help="stop after this wall time, as in 90s, 45min or 2h"
    )
    command.add_argument(
        "--limit", type=duration, default=LIMIT_S, metavar="TIME", help="of a single fit (default: 4h)"
    )
    command.add_argument(
        "--memory", type=size, metavar="SIZE", help="of all fits side by side, as in 16GB (default: 80 %%)"
    )
    command.add_argument(
        "--on", default="cores", metavar="WHERE", help="cores, ray (started here) or ray://HOST:PORT"
    )
    command.add_argument("--workers", type=int, help="fits side by side (default: as many as cores)")


def _add_exchange(command: argparse.ArgumentParser) -> None:
    """Whence results come besides, and where they go."""
    command.add_argument(
        "--import",
        type=Path,
        dest="imported",
        metavar="FILE",
        help="first take over results from a Parquet file",
    )
    command.add_argument(
        "--export", type=Path, metavar="FILE", help="at the end write all results about DATA as Parquet"
    )
    command.add_argument(
        "--mlflow",
        nargs="?",
        const=MLFLOW,
        metavar="URI",
        help=f"at the end hand all results to MLflow (without URI: {MLFLOW})",
    )


def add_results(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--results",
        type=Path,
        default=RESULTS,
        metavar="FILE",
        help=f"the file of results (default: {RESULTS})",
    )


def data_sets(arguments: argparse.Namespace) -> "tuple[Dataset, ...]":
    """Every DATA, with 10,000 of 60,000 training images held out as val, none as cal."""
    from fittingroom.data.split import divide
    from fittingroom.studies.benchmark import HELD_OUT

    return tuple(divide(opened(one), shares=HELD_OUT) for one in each(arguments))


def run(arguments: argparse.Namespace) -> int:
    from fittingroom.studies.benchmark import bench, export_to, import_from, summary

    rows = chosen_rows(arguments)
    if arguments.list:
        for row in rows:
            print(f"{row.family:28} {row.spelling}")
        return 0
    sets = data_sets(arguments)
    if arguments.imported:
        print(import_from(arguments.imported, sets, arguments.results))
    retry = (arguments.retry or "").replace("failed", ",".join(FAILED))
    tally = bench(
        *sets,
        rows=rows,
        mode=arguments.mode,
        seeds=arguments.seeds,
        engine=arguments.engine,
        selection=not arguments.no_selection,
        budget_s=arguments.budget,
        limit_s=arguments.limit,
        memory_bytes=arguments.memory,
        on=arguments.on,
        workers=arguments.workers,
        store=arguments.results,
        retry=[how.strip() for how in retry.split(",") if how.strip()],
    )
    print(summary(tally, arguments.results))
    if arguments.export:
        print(export_to(arguments.export, sets, arguments.results))
    if arguments.mlflow:
        from fittingroom.studies.benchmark.to_mlflow import to_mlflow

        print(to_mlflow(arguments.results, sets, arguments.mlflow))
    return 0


def chosen_rows(arguments: argparse.Namespace) -> "tuple[Configuration, ...]":
    """The paper's rows of the families asked for, and the user's own."""
    from fittingroom.cli.rows import read_rows
    from fittingroom.studies.benchmark.grid import configurations, of_families

    families = [name.strip() for name in (arguments.families or "").split(",") if name.strip()]
    own = read_rows(arguments.rows) if arguments.rows else ()
    return (*(of_families(families) if families else configurations()), *own)
