"""Near copies among simulated garments: how the cost grows, and what is taken for a copy by mistake.

    python benchmarks/copies_growth.py [--pictures 2000 8000 32000] [--size-px 128] [--copies 0.02]

Every picture is another product, drawn from labels at random, so that no two are copies; among them lie
planted ones, mirrored, cropped, recoloured and so on. A verified pair that was not planted is false. Seconds
are those of the processor, of one thread; the exponent of each step's growth is that between the first size
and the last.
"""

import argparse
import resource
import time

import cv2
import numpy as np

from fittingroom.data.attributes import imaterialist
from fittingroom.match.copies import Settings, candidates, describe, plant, verified
from fittingroom.simulate.garments import VISIBLE, draw

KINDS = ("mirrored", "cropped-20", "recoloured", "turned", "recompressed", "banner")
GROUPS = ("category", "color", "neckline", "pattern", "sleeve", "material")


def garment(product: int, size_px: int, names: dict[str, list[str]]) -> np.ndarray:
    rng = np.random.default_rng((17, product))
    labels = [str(rng.choice(names[group])) for group in GROUPS]
    return draw(labels, product=product, view=0, size_px=size_px)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pictures", type=int, nargs="+", default=[2000, 8000, 32000])
    parser.add_argument("--size-px", type=int, default=128)
    parser.add_argument(
        "--copies", type=float, default=0.02, help="planted copies, as a share of the pictures"
    )
    options = parser.parse_args()
    cv2.setNumThreads(1)
    labels = imaterialist()
    names = {group: [one.name for one in labels.of_group(group) if one.name in VISIBLE] for group in GROUPS}
    most = max(options.pictures)
    rng = np.random.default_rng(0)

    cost, parts, planted = 0.0, [], []
    for first in range(0, most, 500):
        images = [
            garment(product, options.size_px, names) for product in range(first, min(first + 500, most))
        ]
        start = time.process_time()
        parts.append(describe(images))
        cost += time.process_time() - start
        for row in rng.choice(len(images), max(1, int(options.copies * len(images))), replace=False):
            kind = str(rng.choice(KINDS))
            planted.append(
                (first + int(row), kind, describe([plant([images[row]], [kind], rng=rng)[0].image])[0])
            )
    records = np.concatenate(parts)
    print(f"describing: {1e3 * cost / most:.2f} ms an image of {options.size_px} px", flush=True)

    rows = []
    for n in sorted(options.pictures):
        copies = [(source, kind, record) for source, kind, record in planted if source < n]
        some = np.concatenate([records[:n], np.array([record for _, _, record in copies], records.dtype)])
        start = time.process_time()
        pairs = candidates(some)
        searching = time.process_time() - start
        start = time.process_time()
        found = verified(some, pairs, Settings())
        comparing = time.process_time() - start
        source = np.concatenate([np.arange(n), [row for row, _, _ in copies]])
        true = source[found.i] == source[found.j]
        sure = found.verified & ~true & (found.kind != "exact")
        got = len(np.unique(found.j[found.verified & true & (found.j >= n)])) / max(1, len(copies))
        print(
            f"{n} pictures, {len(copies)} copies: searching {searching:.1f} s, {len(pairs)} pairs to compare "
            f"in {comparing:.1f} s; {100 * got:.1f} % of the copies verified; false: {sure.sum()} verified, "
            f"{(~true).sum()} suggested, of {n * (n - 1) // 2} pairs; "
            f"at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB",
            flush=True,
        )
        for i, j, score, kind in zip(
            found.i[sure], found.j[sure], found.score[sure], found.kind[sure], strict=True
        ):
            print(f"  false: {source[i]} {source[j]} {score:.3f} {kind}")
        rows.append((n, searching, comparing, len(pairs)))
    if len(rows) > 1:
        a, b = rows[0], rows[-1]
        for name, x, y in zip(("searching", "comparing", "pairs to compare"), a[1:], b[1:], strict=True):
            print(f"exponent of {name}: {np.log(y / x) / np.log(b[0] / a[0]):.2f}")


if __name__ == "__main__":
    main()
