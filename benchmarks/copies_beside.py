"""Near copies found by fittingroom, imagededup, CleanVision and a plain pHash: the same files, one run.

    python benchmarks/copies_beside.py --python /tmp/beside/bin/python [--world WORLD] [--seed 0]

The other tools' environment is made once, outside the project (they pull gigabytes):

    python -m venv /tmp/beside && /tmp/beside/bin/python -m pip install imagededup cleanvision

Without --world: photos of the tuning half (see copies.py), each original copied once at most, so that copies
do not take each other's places and are independent. fittingroom's thresholds and search were chosen on this
half, the others' are their defaults, chosen elsewhere. All pictures are written as PNG: every tool sees
the same pixels, and pays for decoding them. With --world (a folder made by `fittingroom simulate`): its
catalogue's pictures, the copies that it holds and its truth about them; no threshold was chosen there, only
what a pair loses that takes three changes at once, on another world.

A copy is found when it is reported with its original, or with a picture of the original's very pixels. Pairs
of originals, equal pixels excepted, are false on a world; among photos some show one thing twice: --sheets
draws a sample of them to look at. Seconds are the processor's, one thread each, from the files on. The
figures are in docs/copies.md, "Beside other tools".
"""

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pyarrow.parquet as pq

from copies import SHARED, files, pixels
from copies_beside_tools import FOREIGN, OURS
from fittingroom.cores import processor_name
from fittingroom.match.copies import CHANGES, plant, two_kinds
from fittingroom.measure.intervals import wilson

TWO, MORE, MORE_RECOLOURED = "two at once", "two or three at once", "the same, recoloured among them"
WORKER = Path(__file__).with_name("copies_beside_tools.py")
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
SHOWN = 40


@dataclass(frozen=True)
class Pictures:
    """A folder of pictures, in the order of their names, and what is known of each, (n,) arrays.

    source: row of its original (an original's own); kind: what was done, "" of an original; product: what is
    shown: two originals of one are views, not false; digest: of the pixels.
    """

    folder: Path
    title: str
    source: np.ndarray
    kind: np.ndarray
    product: np.ndarray
    digest: np.ndarray


def digest(image: np.ndarray) -> bytes:
    return hashlib.sha256(str(image.shape).encode() + image.tobytes()).digest()


def of_photos(photos: Path, folder: Path, copies: int, seed: int) -> Pictures:
    """The originals of the tuning half and, of each of some of them, one planted copy."""
    rng = np.random.default_rng(seed)
    paths = files(photos, "labels.csv", "sender", "sender_id", "tuning")
    kinds = [kind for kind in CHANGES for _ in range(copies)] + [TWO] * (2 * copies)
    if len(kinds) > len(paths):
        raise SystemExit(f"{len(kinds)} copies of {len(paths)} photos were asked for: lower --copies")
    images = [pixels(path) for path in paths]
    source = list(range(len(images)))
    for row, kind in zip(rng.permutation(len(images)), kinds, strict=False):
        wanted = two_kinds(1, rng=rng)[0] if kind == TWO else kind
        images.append(plant([images[row]], [wanted], rng=rng)[0].image)
        source.append(int(row))
    for row, image in enumerate(images):
        fast = [cv2.IMWRITE_PNG_COMPRESSION, 1]
        cv2.imwrite(str(folder / f"{row:06}.png"), cv2.cvtColor(image, cv2.COLOR_RGB2BGR), fast)
    title = f"{len(paths)} photos of the tuning half and {len(kinds)} planted copies, seed {seed}"
    kind = np.array([""] * len(paths) + kinds)
    product = np.array(source)
    return Pictures(folder, title, product, kind, product, np.array([digest(image) for image in images]))


def of_world(world: Path, folder: Path) -> Pictures:
    """The pictures of a simulated catalogue, as they are, and the truth about them."""
    truth = pq.ParquetDataset(world / "truth").read(["id", "product", "copy_of", "copy_kind"]).to_pylist()
    image = pq.ParquetDataset(world / "catalog").read(["id", "image"]).to_pydict()
    image = dict(zip(image["id"], image["image"], strict=True))
    truth.sort(key=lambda one: one["id"])
    origin = {one["id"]: one["copy_of"] for one in truth}
    place = {name: row for row, name in enumerate(origin)}
    seen, source = [], []
    for row, name in enumerate(origin):
        path = folder / f"{row:06}.jpg"
        path.write_bytes(image[name])
        seen.append(digest(pixels(path)))
        while origin[name] is not None:
            name = origin[name]  # noqa: PLW2901
        source.append(place[name])
    kind = np.array([shortened(one["copy_kind"]) for one in truth])
    product = np.array([one["product"] for one in truth])
    title = f"{(kind == '').sum()} pictures of a simulated catalogue and {(kind != '').sum()} copies in it"
    return Pictures(folder, title, np.array(source), kind, product, np.array(seen))


def shortened(kind: str | None) -> str:
    """A world's kind of copy, combinations taken together: one drawn in another colour is harder than all."""
    if kind is None or "+" not in kind:
        return kind or ""
    return MORE_RECOLOURED if "recoloured" in kind else MORE


def run(tool: str, python: Path, pictures: Pictures, result: Path) -> dict[str, Any]:
    command = [str(python), str(WORKER), tool, str(pictures.folder), str(result)]
    done = subprocess.run(
        command, check=False, env={**os.environ, **ONE_THREAD}, capture_output=True, text=True
    )
    if done.returncode:
        raise SystemExit(f"{tool} failed under {python}: {done.stderr.strip().splitlines()[-1]}")
    return json.loads(result.read_text(encoding="utf-8"))


def judged(pictures: Pictures, pairs: list[list[int]]) -> tuple[np.ndarray, np.ndarray]:
    """Which copies were reported with their original, (n,) bool; the pairs of originals (m, 2)."""
    i, j = np.array(pairs, np.int64).reshape(-1, 2).T
    found = np.zeros(len(pictures.source), bool)
    _, same = np.unique(pictures.digest, return_inverse=True)
    found[i[same[pictures.source[i]] == same[j]]] = True
    found[j[same[pictures.source[j]] == same[i]]] = True
    false = (pictures.kind[i] == "") & (pictures.kind[j] == "") & (pictures.digest[i] != pictures.digest[j])
    false &= pictures.product[i] != pictures.product[j]
    return found, np.stack([i[false], j[false]], axis=1)


def possible(pictures: Pictures) -> int:
    """Pairs of originals of different products."""
    _, each = np.unique(pictures.product[pictures.kind == ""], return_counts=True)
    n = int(each.sum())
    return n * (n - 1) // 2 - int((each * (each - 1) // 2).sum())


def rate(hit: np.ndarray) -> str:
    low, high = wilson(int(hit.sum()), len(hit))
    return f"{100 * hit.mean():.0f} [{100 * low:.0f}, {100 * high:.0f}]"


def sheet(pictures: Pictures, pairs: np.ndarray, path: Path) -> None:
    """Draw SHOWN of the pairs, side by side, for a look."""
    edge, across = 144, 5
    some = np.random.default_rng(0).permutation(len(pairs))[:SHOWN]
    page = np.full((-(-len(some) // across) * (edge + 16), across * (2 * edge + 16), 3), 255, np.uint8)
    names = sorted(pictures.folder.iterdir())
    for place, pair in enumerate(pairs[np.sort(some)]):
        top, left = place // across * (edge + 16), place % across * (2 * edge + 16)
        for side, row in enumerate(pair):
            image = cv2.cvtColor(pixels(names[row]), cv2.COLOR_RGB2BGR)
            scale = edge / max(image.shape[:2])
            image = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)[:edge, :edge]
            page[top : top + len(image), left + side * edge :][:, : image.shape[1]] = image
        label = f"{place}: {pair[0]} {pair[1]}"
        cv2.putText(page, label, (left, top + edge + 12), cv2.FONT_HERSHEY_SIMPLEX, 0.4, (0, 0, 0), 1)
    cv2.imwrite(str(path), page)


def table(pictures: Pictures, reports: list[dict[str, Any]], sheets: Path | None) -> None:
    ran = [(name, pairs, report) for report in reports for name, pairs in report["pairs"].items()]
    results = [judged(pictures, pairs) for _, pairs, _ in ran]
    n = len(pictures.kind)

    def line(title: str, cells: list[str]) -> None:
        print(f"| {' | '.join([title, *cells])} |")

    line("copy (n)", [name for name, *_ in ran])
    line("---", ["---"] * len(ran))
    for name in (*CHANGES, TWO, MORE, MORE_RECOLOURED):
        if (of := pictures.kind == name).any():
            line(f"{name} ({of.sum()})", [rate(found[of]) for found, _ in results])
    copied = pictures.kind != ""
    line(f"all ({copied.sum()})", [rate(found[copied]) for found, _ in results])
    line(f"pairs of originals, of {possible(pictures)}", [str(len(false)) for _, false in results])
    describing = [1e3 * report["describing_s"] / n for *_, report in ran]
    searching = [1e3 * (report["searching_s"] or 0) / n for *_, report in ran]
    both = [a + b for a, b in zip(describing, searching, strict=True)]
    line("describing, ms a picture", [f"{cost:.2f}" for cost in describing])
    line("searching, ms a picture", [f"{cost:.2f}" if cost else "within" for cost in searching])
    line("both, as a share of fittingroom's", [f"{cost / both[0]:.2f}" for cost in both])
    if sheets:
        sheets.mkdir(parents=True, exist_ok=True)
        for (name, *_), (_, false) in zip(ran, results, strict=True):
            if len(false):
                sheet(pictures, false, sheets / f"{name.replace(', ', '-').replace(' ', '-')}.jpg")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--python", type=Path, required=True, help="of the other tools' environment")
    parser.add_argument("--photos", type=Path, default=SHARED / "photos")
    parser.add_argument("--world", type=Path, help="a simulated world instead of the photos")
    parser.add_argument("--copies", type=int, default=80, help="of each kind; of two at once twice as many")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--sheets", type=Path, help="a folder for samples of the pairs of originals")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "pictures"
        folder.mkdir()
        if options.world:
            pictures = of_world(options.world, folder)
        else:
            pictures = of_photos(options.photos, folder, options.copies, options.seed)
        print(f"{pictures.title}; {processor_name()}, {os.cpu_count()} cores", flush=True)
        reports = []
        for tool in [*OURS, *FOREIGN]:
            python = Path(sys.executable) if tool in OURS else options.python
            report = run(tool, python, pictures, Path(scratch) / "result.json")
            if "absent" in report:
                print(f"{tool} ({report['package']}) was not run: {report['absent']}", flush=True)
            else:
                print(f"{tool} ({report['package']}) has run", flush=True)
                reports.append(report)
        table(pictures, reports, options.sheets)


if __name__ == "__main__":
    main()
