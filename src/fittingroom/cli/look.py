"""fittingroom look DATA [DATA ...]: what is in data sets, side by side, before any model."""

import argparse
from pathlib import Path

from fittingroom.cli.shown import show_report
from fittingroom.cli.source import DATA_HELP, add_folder_options, loaded, seed


def add(commands: argparse._SubParsersAction) -> None:
    command = commands.add_parser(
        "look",
        help="show what is in data sets, side by side: pictures, class means, PCA and t-SNE views",
        description="Write report.html with random pictures of every class, class means, what something as "
        "simple as the nearest class mean gets right, and PCA and t-SNE views. Only train and val are looked "
        "at; the test part stays sealed.",
    )
    command.add_argument("data", metavar="DATA", nargs="+", help=DATA_HELP)
    command.add_argument(
        "--images", type=int, metavar="N", help="train pictures that a view shows (default: 5000)"
    )
    command.add_argument(
        "--views", metavar="NAME,…", help="pca, tsne or both (default: both, pca where openTSNE is missing)"
    )
    command.add_argument("--seed", type=seed, default=0, help="which pictures are drawn (default: 0)")
    command.add_argument(
        "--out",
        type=Path,
        default=Path("runs/look"),
        metavar="FOLDER",
        help="where to write (default: runs/look)",
    )
    add_folder_options(command)
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    import numpy as np

    from fittingroom.studies.look import IMAGES, look

    given = vars(arguments)
    report = look(
        [loaded(argparse.Namespace(**{**given, "data": name})) for name in arguments.data],
        images=IMAGES if arguments.images is None else arguments.images,
        views=[name.strip() for name in arguments.views.split(",")] if arguments.views else None,
        rng=np.random.default_rng(arguments.seed),
    )
    return show_report(report, arguments.out)
