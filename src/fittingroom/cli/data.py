"""fittingroom data ... and fittingroom card: get data sets, look at them, hand them on."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from fittingroom.cli.source import add_source, opened, seed

if TYPE_CHECKING:
    from fittingroom.types import Card

FORMATS = ("idx", "png", "npz", "parquet")


def add(commands: argparse._SubParsersAction) -> None:
    data = commands.add_parser(
        "data",
        help="list, get, show, verify and export data sets",
        description="Get published data sets, look at any, check their bytes, write them for other tools.",
    )
    actions = data.add_subparsers(title="actions", metavar="ACTION", required=True)
    listed = actions.add_parser("list", help="the data sets known by name; nothing is downloaded")
    listed.set_defaults(run=run_list)
    got = actions.add_parser("get", help="download a data set into the cache, unless it is there")
    got.add_argument("name", metavar="NAME")
    got.set_defaults(run=run_get)
    shown = actions.add_parser("show", help="draw a sheet of pictures, one row per class")
    add_source(shown)
    shown.add_argument(
        "--out", type=Path, metavar="FILE", help="the picture to write (default: DATA-sheet.png)"
    )
    shown.add_argument(
        "--per-class", type=int, default=12, metavar="N", help="pictures per class (default: 12)"
    )
    shown.add_argument("--seed", type=seed, default=0, help="which pictures are drawn (default: 0)")
    shown.set_defaults(run=run_show)
    verified = actions.add_parser("verify", help="read every cached byte of a data set and check its digests")
    verified.add_argument("name", metavar="NAME")
    verified.set_defaults(run=run_verify)
    exported = actions.add_parser(
        "export",
        help="write a data set as MNIST-named IDX, class folders of PNG, npz, or Parquet",
        description="Write a data set's official parts: idx (MNIST's four files), png (class folders and "
        "labels.csv), npz (x_train, y_train, ...), or parquet (as Hugging Face `datasets` reads images).",
    )
    add_source(exported)
    exported.add_argument("--to", required=True, choices=FORMATS, help="the format")
    exported.add_argument("out", type=Path, metavar="OUT", help="a new folder, or for npz a new file")
    exported.set_defaults(run=run_export)
    card = commands.add_parser(
        "card", help="print what is known of a data set: licence, source, counts, classes"
    )
    add_source(card)
    card.add_argument("--croissant", action="store_true", help="as Croissant metadata (JSON-LD)")
    card.add_argument("--out", type=Path, metavar="FILE", help="write to a file instead of printing")
    card.set_defaults(run=run_card)


def run_list(_: argparse.Namespace) -> int:
    from fittingroom.data import KNOWN, is_cached

    print(f"{'name':<18} {'classes':>7} {'images':>18} {'size':>8}  {'cached':<7} licence")
    for known in KNOWN:
        card = known.card
        images = " + ".join(f"{n:,}" for n in card.counts.values())
        size = f"{sum(file.size for file in known.files) / 1e6:,.0f} MB"
        print(
            f"{card.name:<18} {len(card.classes):>7} {images:>18} {size:>8}  "
            f"{'yes' if is_cached(card.name) else 'no':<7} {card.licence}"
        )
    return 0


def run_get(arguments: argparse.Namespace) -> int:
    from fittingroom.data import get

    print(get(arguments.name))
    return 0


def run_show(arguments: argparse.Namespace) -> int:
    import numpy as np

    from fittingroom.data.sheet import sheet
    from fittingroom.files import landing

    dataset = opened(arguments)
    picture = sheet(dataset, per_class=arguments.per_class, rng=np.random.default_rng(arguments.seed))
    out = arguments.out or Path(f"{dataset.card.name}-sheet.png")
    with landing(out) as beside:
        picture.save(beside, "PNG")
    print(f"{dataset.card.name}: {picture.width} x {picture.height} pixels, images of the train part: {out}")
    return 0


def run_verify(arguments: argparse.Namespace) -> int:
    from fittingroom.data import verify

    found = verify(arguments.name)
    print(
        f"{found.name}: {found.bytes:,} bytes read in {found.folder}, all as written; "
        f"{found.payloads_recomputed} digests of the publisher's files computed again and equal"
    )
    return 0


def run_export(arguments: argparse.Namespace) -> int:
    from fittingroom.data.export import export, official_parts, refuse_taken

    refuse_taken(arguments.out, arguments.to)
    dataset = opened(arguments)
    out = export(dataset, arguments.to, arguments.out)
    counts = ", ".join(f"{len(rows):,} {part}" for part, rows in official_parts(dataset).items())
    print(f"{dataset.card.name}: {counts} images written as {arguments.to}: {out}")
    return 0


def run_card(arguments: argparse.Namespace) -> int:
    from fittingroom.data.hub_card import card_markdown
    from fittingroom.files import write_text

    text = _croissant(arguments) if arguments.croissant else card_markdown(_card(arguments))
    if arguments.out:
        write_text(arguments.out, text)
        print(arguments.out)
    else:
        sys.stdout.write(text)
    return 0


def _card(arguments: argparse.Namespace) -> "Card":
    from fittingroom.data import published

    known = published(arguments.data)
    return known.card if known else opened(arguments).card


def _croissant(arguments: argparse.Namespace) -> str:
    from fittingroom.data import published
    from fittingroom.data.croissant import croissant, json_text

    known = published(arguments.data)
    if known:
        return json_text(croissant(known.card, files=known.files, address=known.addresses[0]))
    folder = Path(arguments.data)
    exported = folder if any(folder.glob("data/*.parquet")) else None
    return json_text(croissant(opened(arguments).card, folder=exported))
