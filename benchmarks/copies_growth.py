"""Near copies in a simulated world: how the cost grows, what is found, what is taken for a copy by mistake.

    fittingroom simulate WORLD --products 40000
    python benchmarks/copies_growth.py WORLD [--pictures 6000 12000 24000 48000]

Of each size products are drawn at random, with all their views and copies. A pair of two products that is
verified is false; of the copies that the world made, those whose original was drawn can be found. Seconds
are those of the processor; the exponent of each step's growth is that between the last two sizes.
"""

import argparse
import resource
import time
from pathlib import Path

import cv2
import numpy as np
import simplejpeg
from pyarrow import dataset, parquet

from fittingroom.match.copies import Candidates, Copies, Settings, candidates, describe, verified


def described(world: Path) -> tuple[np.ndarray, float]:
    """The records of all pictures of a world, and the milliseconds that one took."""
    records, spent = [], 0.0
    for path in sorted((world / "catalog").glob("part-*.parquet")):
        for batch in parquet.ParquetFile(path).iter_batches(512, columns=["image"]):
            images = [simplejpeg.decode_jpeg(image, "RGB") for image in batch.column(0).to_pylist()]
            start = time.process_time()
            records.append(describe(images))
            spent += time.process_time() - start
    whole = np.concatenate(records)
    return whole, 1e3 * spent / len(whole)


def changes(found: Copies) -> np.ndarray:
    return np.array([name.count("+") + 1 for name in found.kind], int)


def told(n: int, pairs: Candidates, found: Copies, product: np.ndarray, copies: set[tuple[int, int]]) -> str:
    """What was found among n pictures, beside the truth. copies: near copies with their originals, i < j."""
    sure = {(i, j) for i, j, ok in zip(found.i.tolist(), found.j.tolist(), found.verified, strict=True) if ok}
    looked = set(zip(pairs.i.tolist(), pairs.j.tolist(), strict=True))
    false = found.verified & (product[found.i] != product[found.j])
    dropped = false & np.array(["recoloured" not in name for name in found.kind], bool)
    return (
        f"  of {len(copies)} near copies {100 * len(copies & looked) / len(copies):.1f} % proposed, "
        f"{100 * len(copies & sure) / len(copies):.1f} % verified; of {n * (n - 1) // 2:,} pairs false: "
        f"{false.sum()} verified ({dropped.sum()} of them would be dropped), "
        f"by changes {np.bincount(changes(found)[false], minlength=2)[1:].tolist()}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("world", type=Path)
    parser.add_argument("--pictures", type=int, nargs="+", default=[6000, 12000, 24000, 48000])
    options = parser.parse_args()
    cv2.setNumThreads(1)
    truth = dataset.dataset(sorted((options.world / "truth").glob("part-*.parquet"))).to_table(
        columns=["id", "product", "copy_of", "copy_kind"]
    )
    row = {name: at for at, name in enumerate(truth["id"].to_pylist())}
    product = truth["product"].to_numpy()
    near = [
        (at, row[of])
        for at, (of, kind) in enumerate(
            zip(truth["copy_of"].to_pylist(), truth["copy_kind"].to_pylist(), strict=True)
        )
        if of is not None and kind != "exact"
    ]
    records, each = described(options.world)
    print(f"describing: {each:.2f} ms a picture, of {len(records):,}", flush=True)
    place = np.random.default_rng(0).permutation(product.max() + 1)[product]
    candidates(records[:100])  # compiles
    costs = []
    for wanted in sorted(options.pictures):
        rows = np.flatnonzero(place < (product.max() + 1) * wanted / len(records))
        some, of, n = records[rows], product[rows], len(rows)
        at = {int(one): number for number, one in enumerate(rows)}
        copies = {tuple(sorted((at[i], at[j]))) for i, j in near if i in at and j in at}
        begun = time.process_time()
        pairs = candidates(some)
        middle = time.process_time()
        found = verified(some, pairs, Settings())
        searching, comparing = middle - begun, time.process_time() - middle
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{n:,} pictures: searching {1e3 * searching / n:.2f} ms a picture, {len(pairs) / n:.2f} pairs a "
            f"picture, comparing {1e3 * comparing / n:.2f} ms a picture, at most {most:.0f} MB"
        )
        print(told(n, pairs, found, of, copies), flush=True)
        costs.append((n, searching, comparing, len(pairs)))
    if len(costs) > 1:
        (a, *before), (b, *after) = costs[-2:]
        for name, x, y in zip(("searching", "comparing", "pairs to compare"), before, after, strict=True):
            print(f"exponent of {name}: {np.log(y / x) / np.log(b / a):.2f}")


if __name__ == "__main__":
    main()
