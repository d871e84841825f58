"""Near copies in Fashion-MNIST: the pruned search against brute force and scikit-learn, results equal.

    python benchmarks/near_duplicates.py [--rows N] [--repeats 3]

Measured on 10,000 test x 60,000 train images at correlation .98, one thread of a busy 2-core machine:
pairs also mirrored 1.2 CPU seconds, blocked numpy 20 times that; direct only 1.0, numpy 11 and
scikit-learn 21 times; nearest also mirrored 11.8, as much as numpy takes for direct only; groups of
copies within the 60,000 at .99: 1.3; exact copies in all 70,000: 0.1. Peak memory 690 MB, most of it of
`nearest` and of the images, which are copied here; copies_at_scale.py measures groups within a file.

Each task runs `--repeats` times, the contenders in turn; the table shows the least seconds of each and
their ratio to ours. On a busy machine read the CPU ratios, with OPENBLAS_NUM_THREADS=1 (threads that
wait for each other burn CPU time). `--rows` takes only the first rows of train and of test.
scikit-learn knows no mirroring, so its tasks are direct only.
"""

import argparse
import resource
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from sklearn.neighbors import NearestNeighbors

import fittingroom as fr
from fittingroom.match import duplicate_groups, exact_groups, near_pairs, nearest

THRESHOLD = 0.98
ROUNDING = 1e-5
"""Brute force in float32 may decide otherwise than exact arithmetic within this distance of the threshold."""


def unit_rows(images: np.ndarray) -> np.ndarray:
    x = images.reshape(len(images), -1).astype(np.float32)
    x -= x.mean(axis=1, keepdims=True)
    return x / np.linalg.norm(x, axis=1, keepdims=True)


def brute_pairs(a: np.ndarray, b: np.ndarray, *, mirrored: bool) -> set[tuple[int, int]]:
    """All pairs by one matrix product over all pixels, in blocks: what one would write in ten lines."""
    views = [unit_rows(b), unit_rows(b[:, :, ::-1])][: 1 + mirrored]
    found = set()
    for start in range(0, len(a), 1000):
        rows = unit_rows(a[start : start + 1000])
        for other in views:
            i, j = np.nonzero(rows @ other.T >= THRESHOLD)
            found |= set(zip((i + start).tolist(), j.tolist(), strict=True))
    return found


def brute_nearest(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    other = unit_rows(b)
    blocks = (unit_rows(a[start : start + 1000]) @ other.T for start in range(0, len(a), 1000))
    return np.concatenate([block.argmax(axis=1) for block in blocks])


def sklearn_pairs(a: np.ndarray, b: np.ndarray) -> set[tuple[int, int]]:
    index = NearestNeighbors(radius=float(np.sqrt(2 - 2 * THRESHOLD)), algorithm="brute").fit(unit_rows(b))
    near = index.radius_neighbors(unit_rows(a), return_distance=False)
    return {(i, int(j)) for i, row in enumerate(near) for j in row}


def sklearn_nearest(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    index = NearestNeighbors(n_neighbors=1, algorithm="brute").fit(unit_rows(b))
    return index.kneighbors(unit_rows(a), return_distance=False)[:, 0]


def our_pairs(a: np.ndarray, b: np.ndarray, *, mirrored: bool) -> set[tuple[int, int]]:
    pairs = near_pairs(a, b, threshold=THRESHOLD, mirrored=mirrored)
    return set(zip(pairs.i.tolist(), pairs.j.tolist(), strict=True))


def assert_same_pairs(ours: set, theirs: set, a: np.ndarray, b: np.ndarray, *, mirrored: bool) -> None:
    for i, j in ours ^ theirs:
        views = [b[j], b[j][:, ::-1]][: 1 + mirrored]
        exact = max(np.corrcoef(a[i].ravel(), view.ravel())[0, 1] for view in views)
        assert abs(exact - THRESHOLD) < ROUNDING, f"pair {i}, {j} has correlation {exact}"


def assert_same_nearest(ours: np.ndarray, theirs: np.ndarray, a: np.ndarray, b: np.ndarray) -> None:
    for i in np.flatnonzero(ours != theirs):
        mine, other = (np.corrcoef(a[i].ravel(), b[j].ravel())[0, 1] for j in (ours[i], theirs[i]))
        assert mine >= other - 1e-12, f"row {i}: ours {mine}, theirs {other}"


def contest(task: str, contenders: dict[str, Callable[[], Any]], repeats: int) -> list[Any]:
    """Run all contenders in turn, print their least seconds, and return their last results."""
    runs: dict[str, list[tuple[float, float]]] = {name: [] for name in contenders}
    results: dict[str, Any] = {}
    for _ in range(repeats):
        for name, function in contenders.items():
            start = time.perf_counter(), time.process_time()
            results[name] = function()
            runs[name].append((time.perf_counter() - start[0], time.process_time() - start[1]))
    least = {name: np.min(taken, axis=0) for name, taken in runs.items()}
    ours = next(iter(least.values()))
    for name, (wall, cpu) in least.items():
        ratios = f"{wall / ours[0]:.1f} | {cpu / ours[1]:.1f}"
        print(f"| {task} | {name} | {wall:.2f} | {cpu:.2f} | {ratios} |", flush=True)
    return list(results.values())


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=None)
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args()
    data = fr.load("fashion-mnist")
    published_train = np.setdiff1d(np.arange(len(data.images)), data.rows("test"))
    a, b = data.take("test").images[: options.rows], data.images[published_train][: options.rows]

    print(f"{len(a):,} test x {len(b):,} train images, correlation >= {THRESHOLD}")
    print("| task | by | seconds | CPU seconds | times ours | times our CPU |")
    print("|---|---|---|---|---|---|")
    both = np.concatenate([a, b])
    contest("exact copies in both", {"fittingroom": lambda: exact_groups(both)}, options.repeats)
    contest("groups of copies in train, .99", {"fittingroom": lambda: duplicate_groups(b)}, options.repeats)
    near_pairs(a, b, threshold=THRESHOLD)
    nearest(a, b)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10
    also_mirrored = {
        "fittingroom": lambda: our_pairs(a, b, mirrored=True),
        "blocked numpy": lambda: brute_pairs(a, b, mirrored=True),
    }
    ours, brute = contest("pairs, also mirrored", also_mirrored, options.repeats)
    assert_same_pairs(ours, brute, a, b, mirrored=True)
    direct = {
        "fittingroom": lambda: our_pairs(a, b, mirrored=False),
        "blocked numpy": lambda: brute_pairs(a, b, mirrored=False),
        "scikit-learn": lambda: sklearn_pairs(a, b),
    }
    ours, *others = contest("pairs, direct only", direct, options.repeats)
    for other in others:
        assert_same_pairs(ours, other, a, b, mirrored=False)
    closest = {
        "fittingroom": lambda: nearest(a, b, mirrored=False)[0],
        "blocked numpy": lambda: brute_nearest(a, b),
        "scikit-learn": lambda: sklearn_nearest(a, b),
    }
    ours, *others = contest("nearest, direct only", closest, options.repeats)
    for other in others:
        assert_same_nearest(ours, other, a, b)
    contest("nearest, also mirrored", {"fittingroom": lambda: nearest(a, b)}, options.repeats)
    print(f"all results equal; peak memory of our search, images included: {peak:.0f} MB")


if __name__ == "__main__":
    main()
