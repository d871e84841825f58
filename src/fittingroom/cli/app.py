"""fittingroom app RUN: a page on which a model is tried on with drawings and photos."""

import argparse
from pathlib import Path

from fittingroom.cli.source import add_folder_options, loaded, seed
from fittingroom.errors import InputError


def add(commands: argparse._SubParsersAction) -> None:
    command = commands.add_parser(
        "app",
        help="a page on which to draw or photograph a picture and see what a model makes of it",
        description="Serve a page on this machine: draw, drop, paste, choose or photograph a picture, and "
        "see what is left of it, whether it looks like the training data, the set of answers, and what they "
        "are worth; or play against the model on twenty test images. Pictures that you name grow a probe. "
        "Of a model by `fittingroom train attributes` the page shows labels group by group, as sets with a "
        "promise, or that they are unknown; there no picture is kept and the test part stays closed.",
    )
    command.add_argument(
        "folder",
        metavar="RUN",
        type=Path,
        help="a folder that `fittingroom report` or `fittingroom train attributes` wrote",
    )
    command.add_argument(
        "--data",
        metavar="DATA",
        help="its data, where these are your own; of attributes the set or world, where it has moved",
    )
    command.add_argument(
        "--port", type=port, default=None, help="where to listen (default: 8642; 0: any that is free)"
    )
    command.add_argument(
        "--host",
        default="127.0.0.1",
        help="the address to listen on (default: 127.0.0.1, this machine alone; with any other the printed "
        "address ends in a token)",
    )
    command.add_argument("--open", action="store_true", help="open the page in your browser")
    command.add_argument(
        "--probe", type=Path, metavar="FOLDER", help="where named pictures are kept (default: RUN/probe)"
    )
    command.add_argument(
        "--seed",
        type=seed,
        default=0,
        help="draws training images to compare with, and intervals (default: 0)",
    )
    add_folder_options(command)
    command.set_defaults(run=run)


def port(text: str) -> int:
    """The type of --port: 0 to 65535."""
    number = int(text)
    if not 0 <= number <= 65_535:
        raise argparse.ArgumentTypeError(f"a port is a whole number in 0..65535, got {text}")
    return number


def run(arguments: argparse.Namespace) -> int:
    import numpy as np

    from fittingroom.app.serving import PORT, serve
    from fittingroom.models.attributes.learned import is_learned
    from fittingroom.studies.run import open_run

    if is_learned(arguments.folder):
        return _attributes(arguments)
    serve(
        open_run(arguments.folder, loaded(arguments) if arguments.data else None),
        host=arguments.host,
        port=PORT if arguments.port is None else arguments.port,
        folder=arguments.probe,
        browse=arguments.open,
        rng=np.random.default_rng(arguments.seed),
    )
    return 0


def _attributes(arguments: argparse.Namespace) -> int:
    import numpy as np

    from fittingroom.app.serving import PORT, serve_attributes
    from fittingroom.models import family

    if arguments.probe:
        raise InputError("of attributes the app keeps no picture: leave --probe out")
    serve_attributes(
        arguments.folder,
        Path(arguments.data) if arguments.data else None,
        means=family("attributes.work").HERE,
        host=arguments.host,
        port=PORT if arguments.port is None else arguments.port,
        browse=arguments.open,
        rng=np.random.default_rng(arguments.seed),
    )
    return 0
