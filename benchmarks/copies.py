"""Near copies of real photos: what is found of planted ones, what is found by mistake, and what it costs.

    python benchmarks/copies.py [--half tuning|sealed] [--photos FOLDER] [--products FOLDER] [--copies 150]

The photos are divided by who took them and the products by their number: everything in the detector was
chosen on the tuning half, the sealed half is for the figures. Planted copies are searched among all originals
of their half. Beside it stand the plain hashes that most tools use, on the same images in the same run: 64
bits of a cosine transform (pHash) and of neighbouring differences (dHash), with customary thresholds.
The figures are in docs/copies.md.
"""

import argparse
import csv
import hashlib
import json
import time
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np

from fittingroom.data.photo import Photo, read_photo
from fittingroom.match.copies import (
    CHANGES,
    MOST_EACH,
    Settings,
    candidates,
    describe,
    plant,
    two_kinds,
    verified,
)
from fittingroom.measure.intervals import wilson

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
LOOKED_AT = 0.70


def half(kind: str, key: str) -> str:
    """The division, fixed before anything was tried: a photo by its sender, a product by its id."""
    return ("tuning", "sealed")[hashlib.sha256(f"{kind} {key}".encode()).digest()[0] % 2]


def files(folder: Path, table: str, kind: str, key: str, which: str) -> list[Path]:
    with (folder / table).open(encoding="utf-8", newline="") as file:
        return [folder / row["file"] for row in csv.DictReader(file) if half(kind, row[key]) == which]


def pixels(path: Path) -> np.ndarray:
    photo = read_photo(path)
    if not isinstance(photo, Photo):
        raise SystemExit(f"{path.name} cannot be read: {photo.why}")
    return photo.pixels


def phash(image: np.ndarray) -> np.ndarray:
    grey = cv2.resize(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), (32, 32), interpolation=cv2.INTER_AREA)
    low = cv2.dct(grey.astype(np.float32))[:8, :8].reshape(-1)
    return np.packbits(low > np.median(low))


def dhash(image: np.ndarray) -> np.ndarray:
    grey = cv2.resize(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), (9, 8), interpolation=cv2.INTER_AREA).astype(
        int
    )
    return np.packbits(grey[:, 1:] > grey[:, :-1])


def both_ways(hashed: Callable[[np.ndarray], np.ndarray], images: list[np.ndarray]) -> tuple[np.ndarray, ...]:
    """The hashes of pictures and of their mirror images, (n,) uint64 each."""
    straight = np.array([hashed(image) for image in images]).view(np.uint64)[:, 0]
    turned = np.array([hashed(np.ascontiguousarray(image[:, ::-1])) for image in images]).view(np.uint64)[
        :, 0
    ]
    return straight, turned


def line(name: str, scores: dict[str, np.ndarray]) -> None:
    cells = []
    for kind, hit in scores.items():
        low, high = wilson(int(hit.sum()), len(hit))
        cells.append(f"{kind} {100 * hit.mean():.1f} [{100 * low:.1f}, {100 * high:.1f}]")
    print(f"{name}: " + "; ".join(cells), flush=True)


def main() -> None:  # noqa: PLR0915
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--half", choices=("tuning", "sealed"), default="sealed")
    parser.add_argument("--photos", type=Path, default=SHARED / "photos")
    parser.add_argument("--products", type=Path, default=SHARED / "catalog-sample")
    parser.add_argument(
        "--copies", type=int, default=150, help="pictures of each of the two sets that are copied"
    )
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, help="a JSON file for the pairs of originals, to look at")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    rng = np.random.default_rng(options.seed)

    sets = [
        files(options.photos, "labels.csv", "sender", "sender_id", options.half),
        files(options.products, "products.csv", "product", "id", options.half),
    ]
    paths = [path for some in sets for path in some]
    images = [pixels(path) for path in paths]
    n = len(images)
    drawn = np.concatenate(
        [
            start + rng.choice(len(some), min(options.copies, len(some)), replace=False)
            for start, some in ((0, sets[0]), (len(sets[0]), sets[1]))
        ]
    )
    kinds = [name for name in CHANGES if name not in ("exact", "cropped")]
    planted, source, kind = [], [], []
    for row in drawn:
        for name, wanted in zip(
            [*kinds, "two at once", "two at once"], [*kinds, *two_kinds(2, rng=rng)], strict=True
        ):
            planted.append(plant([images[row]], [wanted], rng=rng)[0].image)
            source.append(int(row))
            kind.append(f"{'photos' if row < len(sets[0]) else 'products'}, {name}")
    source, kind = np.array(source), np.array(kind)
    names = list(dict.fromkeys(kind.tolist()))
    print(
        f"{options.half}: {len(sets[0])} photos, {len(sets[1])} products, {len(planted)} copies", flush=True
    )

    start = time.process_time()
    records = describe([*images, *planted])
    print(f"describing: {1e3 * (time.process_time() - start) / len(records):.2f} ms an image", flush=True)
    start = time.process_time()
    # the copies of one picture must not take each other's places among the pairs that are compared
    pairs = candidates(records, most=MOST_EACH + len(kinds) + 2)
    searching = time.process_time() - start
    start = time.process_time()
    found = verified(records, pairs, Settings(drop=1.0, suggest=LOOKED_AT))
    checking = time.process_time() - start
    print(
        f"searching: {1e3 * searching / len(records):.2f} ms an image, {len(pairs)} pairs to compare; "
        f"comparing: {1e3 * checking / max(len(pairs), 1):.2f} ms a pair",
        flush=True,
    )
    own = (found.i < n) & (found.j >= n)
    score = np.zeros(len(planted))
    right = own & (source[np.maximum(found.j - n, 0)] == found.i)
    score[found.j[right] - n] = found.score[right]
    originals = found.take((found.j < n) & (found.kind != "exact"))
    for threshold in (Settings().suggest, 0.86, Settings().drop, 0.90):
        line(f"score >= {threshold}", {name: score[kind == name] >= threshold for name in names})
        count = int((originals.score >= threshold).sum())
        print(
            f"  pairs of originals, none of them of equal pixels: {count} of {n * (n - 1) // 2}", flush=True
        )
    if options.out:
        rows = zip(originals.i, originals.j, originals.score, originals.kind, strict=True)
        report = [[paths[i].name, paths[j].name, round(float(s), 4), k] for i, j, s, k in rows]
        missed = [
            [paths[s].name, k, round(float(v), 3)]
            for s, k, v in zip(source, kind, score, strict=True)
            if v < Settings().drop
        ]
        options.out.write_text(
            json.dumps({"originals": report, "missed": missed}, indent=0), encoding="utf-8"
        )

    for name, hashed, thresholds in (("pHash", phash, (6, 10)), ("dHash", dhash, (6, 10))):
        start = time.process_time()
        straight, turned = both_ways(hashed, [*images, *planted])
        cost = 1e3 * (time.process_time() - start) / len(straight)
        apart = np.minimum(
            np.bitwise_count(straight[source] ^ straight[n:]), np.bitwise_count(turned[source] ^ straight[n:])
        )
        counts = np.zeros(65, np.int64)
        for row in range(n - 1):
            best = np.minimum(
                np.bitwise_count(straight[row] ^ straight[row + 1 : n]),
                np.bitwise_count(turned[row] ^ straight[row + 1 : n]),
            )
            counts += np.bincount(best, minlength=65)
        for threshold in thresholds:
            line(
                f"{name} with mirrors <= {threshold} ({cost:.2f} ms)",
                {one: apart[kind == one] <= threshold for one in names},
            )
            print(f"  pairs of originals: {counts[: threshold + 1].sum()} of {n * (n - 1) // 2}", flush=True)


if __name__ == "__main__":
    main()
