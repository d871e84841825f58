"""fittingroom defects [DATA]: what damage looks like, and what it does to trained models."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from fittingroom.cli.source import DATA_HELP, add_folder_options, loaded, opened, seed
from fittingroom.errors import InputError

if TYPE_CHECKING:
    from fittingroom.studies.run import Run

DEFAULT_DATA = "fashion-mnist"
SHOWN = 3


def add(commands: argparse._SubParsersAction) -> None:
    command = commands.add_parser(
        "defects",
        help="damage pictures in 22 ways: draw them on a sheet, or see what they do to models (--run)",
        description="Smears, bad crops, shadows, blur, noise and more, at five severities, and cues "
        "(silhouette only, texture only, ...). With --sheet draws them, with --run asks trained models about "
        "them; without either lists them.",
    )
    about = f"{DATA_HELP} (default: what the run was trained on, else {DEFAULT_DATA})"
    command.add_argument("data", metavar="DATA", nargs="?", help=about)
    command.add_argument("--list", action="store_true", help="list defects and cues, and do nothing")
    command.add_argument("--sheet", type=Path, metavar="FILE.png", help="draw every defect on a sheet")
    command.add_argument(
        "--run", dest="runs", action="append", type=Path, default=[], metavar="RUN",
        help="the folder of a run by `fittingroom report`; several are compared: --run A --run B",
    )  # fmt: skip
    command.add_argument("--only", metavar="NAME,…", help="only these defects, families or cues")
    command.add_argument("--severity", metavar="N,…", help="only these severities (default: 1,2,3,4,5)")
    command.add_argument(
        "--part", default="val", choices=("val", "test"), help="the part to damage (default: val)"
    )
    command.add_argument(
        "--images",
        type=int,
        default=2000,
        metavar="N",
        help="pictures of it, chosen at random (default: 2000)",
    )
    command.add_argument("--seed", type=seed, default=0, help="which pictures, damaged how (default: 0)")
    command.add_argument("--out", type=Path, metavar="FOLDER", help="also write defects.md and defects.json")
    add_folder_options(command)
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    if arguments.list or not (arguments.sheet or arguments.runs):
        return _list(arguments)
    if arguments.sheet and arguments.sheet.suffix.lower() != ".png":
        raise InputError(f"--sheet writes a .png file, got {arguments.sheet}")
    if arguments.out and not arguments.runs:
        raise InputError("--out is for what models did: name at least one --run")
    _only(arguments)
    severities = _severities(arguments.severity)
    if arguments.sheet:
        _draw(arguments)
    if arguments.runs:
        _ask(arguments, severities)
    return 0


def _list(arguments: argparse.Namespace) -> int:
    from fittingroom.measure.cues import CUES
    from fittingroom.measure.defects import DEFECTS

    for defect in DEFECTS:
        times = "severity 1 to 5" if defect.severities != (None,) else "no severities"
        print(f"{defect.name:20} {defect.family:12} {times:16} {defect.sentence}")
    for cue in CUES:
        print(f"{cue.name:20} {'cue':12} {'no severities':16} {cue.sentence}")
    if not arguments.list:
        print("\nsee them: fittingroom defects --sheet defects.png")
        print("ask a model: fittingroom defects --run runs/fashion-mnist/convnet-seed0")
    return 0


def _only(arguments: argparse.Namespace) -> tuple[tuple, tuple]:
    """The defects and cues to show, all of them unless --only names some."""
    from fittingroom.measure.cues import CUES
    from fittingroom.measure.defects import DEFECTS, chosen

    if not arguments.only:
        return DEFECTS, CUES
    names = [name.strip() for name in arguments.only.split(",") if name.strip()]
    cues = tuple(cue for cue in CUES if {cue.name, "cue", "cues"} & set(names))
    strangers = [n for n in names if n not in {"cue", "cues", *(cue.name for cue in CUES)}]
    return chosen(strangers), cues


def _severities(text: str | None) -> list[int] | None:
    if text is None:
        return None
    pieces = [piece.strip() for piece in text.split(",")]
    if not all(piece in ("1", "2", "3", "4", "5") for piece in pieces):
        raise InputError(f"--severity takes whole numbers in 1..5, separated by commas, got {text!r}")
    return sorted(map(int, pieces))


def _draw(arguments: argparse.Namespace) -> None:
    import numpy as np

    from fittingroom.files import landing
    from fittingroom.reporting.defect_sheet import defect_sheet

    if arguments.data is None:
        arguments = argparse.Namespace(**(vars(arguments) | {"data": DEFAULT_DATA}))
    data, rng = opened(arguments), np.random.default_rng(arguments.seed)
    train = data.rows("train")
    if not len(train):
        raise InputError(f"{data.card.name} has no train part to take pictures from")
    defects, cues = _only(arguments)
    spread = rng.permutation(len(data.card.classes))
    rows = [found[0] for k in spread if len(found := rng.permutation(train[data.labels[train] == k]))]
    page = defect_sheet(data.card.title, data.images[np.sort(rows[:SHOWN])], defects, cues, rng=rng)
    with landing(arguments.sheet) as beside:
        page.save(beside, "PNG")
    print(
        f"{data.card.name}: {len(defects)} defects, {len(cues)} cues on pictures of train: {arguments.sheet}"
    )


def _ask(arguments: argparse.Namespace, severities: list[int] | None) -> None:
    import numpy as np

    from fittingroom.files import write_text
    from fittingroom.studies.provenance import circumstances
    from fittingroom.studies.reality.defects import under_defects
    from fittingroom.studies.reality.defects_text import json_text, markdown, on_terminal

    runs = _runs(arguments)
    defects, cues = _only(arguments)
    data = next(iter(runs.values())).data
    found = under_defects(
        {name: one.model for name, one in runs.items()},
        data,
        part=arguments.part,
        images=arguments.images,
        defects=defects,
        cues=cues,
        severities=severities,
        folder=arguments.out,
        rng=np.random.default_rng(arguments.seed),
    )
    told = {**circumstances(), "data": data.fingerprint, "seed": str(arguments.seed)}
    print(on_terminal(found))
    if arguments.out:
        write_text(arguments.out / "defects.json", json_text(found, told))
        write_text(arguments.out / "defects.md", markdown(found, told))
        print(f"\nwritten: {arguments.out / 'defects.md'}")


def _runs(arguments: argparse.Namespace) -> "dict[str, Run]":
    """The runs by the names of their folders, or by their whole paths where names are equal."""
    from fittingroom.models import family
    from fittingroom.studies.run import open_run

    family("convnet")  # says in a sentence what to install where torch is missing
    data = loaded(arguments) if arguments.data else None
    paths = list(dict.fromkeys(arguments.runs))
    names = [path.resolve().name for path in paths]
    names = names if len(set(names)) == len(names) else [str(path) for path in paths]
    runs = {}
    for name, path in zip(names, paths, strict=True):
        runs[name] = open_run(path, data)
        data = runs[name].data
    return runs
