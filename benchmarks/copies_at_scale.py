"""Groups of copies among many pictures in a file: seconds, memory, and whether all that was planted is found.

    python benchmarks/copies_at_scale.py [--rows 1000000]

The pictures are those of Fashion-MNIST, each drawn warped, moved and brightened at random, so that they
differ and are as dense as new ones would be: 60,000 of them have 5,700 pairs above .98 and 500 above .99,
Fashion-MNIST's own 60,000 have 9,600 and 380. Among them lie, at random places, copies of others, mirrored
copies, darker ones and ones stored as JPEG of quality 95; a planted pair counts where its correlation is at
least .99. Memory is the highest that the system counted for this process, pages of the file included, and
61 MB of it were there before.

Measured at .99 on a busy 2-core machine with one BLAS thread, one run each; before: with one sorted
coordinate and pictures in memory. All that was planted was found: 600, 2,500 and 10,000 of as many.

| pictures | CPU s (before) | peak memory (before) | groups of two or more | pictures in them | largest |
|---|---|---|---|---|---|
| 60,000 | 1 (3) | 131 MB (298) | 1,021 | 2,075 | 4 |
| 250,000 | 11 (48) | 217 MB (722) | 9,185 | 19,651 | 8 |
| 1,000,000 | 107 | 389 MB | 77,873 | 208,491 | 594 |

A million took 117 s by the clock, and with two BLAS threads and more work beside it 184 s (120 CPU s).
"""

import argparse
import io
import multiprocessing
import re
import tempfile
import time
from pathlib import Path

import numpy as np
from PIL import Image

import fittingroom as fr
from fittingroom.match import duplicate_groups
from fittingroom.measure.defects.canvas import changed, each, grid
from fittingroom.measure.defects.resampling import resampled

AT_ONCE = 10_000
THRESHOLD = 0.99


def variations(images: np.ndarray, *, rng: np.random.Generator) -> np.ndarray:
    """Each picture sheared, scaled, moved, bent and brightened by its own small random amounts."""

    def change(planes: np.ndarray, draws: np.ndarray) -> np.ndarray:
        (y, x), wave = grid(planes), np.float32(2 * np.pi / 20)
        a, b, c, d, down, right, light, phase_y, bend_y, phase_x, bend_x = (
            each(2 * draws - 1, column) for column in range(11)
        )
        to_y = y + 0.032 * (a * y + b * x) + 0.4 * down + 0.32 * bend_y * np.sin(wave * x + np.pi * phase_y)
        to_x = x + 0.032 * (c * x + d * y) + 0.4 * right + 0.32 * bend_x * np.sin(wave * y + np.pi * phase_x)
        return 255 * (resampled(planes, to_y, to_x) / 255) ** np.exp(0.2 * light)[:, None]

    return changed(images, change, draws=11, rng=rng)


def recompressed(image: np.ndarray) -> np.ndarray:
    file = io.BytesIO()
    Image.fromarray(image).save(file, "JPEG", quality=95)
    return np.asarray(Image.open(file))


COPIES = {
    "copy": lambda image: image,
    "mirrored": lambda image: image[:, ::-1],
    "darker": lambda image: (image * 0.8).astype(np.uint8),
    "recompressed": recompressed,
}


def make(path: Path, n: int) -> None:
    """Write n pictures to `path`.npy and the planted pairs (kind, original, copy) to `path`-planted.npy."""
    rng = np.random.default_rng(0)
    data = fr.load("fashion-mnist")
    images = np.lib.format.open_memmap(f"{path}.npy", "w+", np.uint8, (n, 28, 28))
    for start in range(0, n, AT_ONCE):
        size = min(AT_ONCE, n - start)
        images[start : start + size] = variations(data.images[rng.integers(0, 60_000, size)], rng=rng)
    originals, copies = rng.choice(n, (2, n // 100), replace=False)
    kinds = np.arange(n // 100) % len(COPIES)
    for kind, original, copy in zip(kinds, originals, copies, strict=True):
        images[copy] = tuple(COPIES.values())[kind](images[original])
    images.flush()
    np.save(f"{path}-planted.npy", np.column_stack([kinds, originals, copies]))


def memory_mb(what: str) -> float:
    return int(re.findall(rf"{what}:\s+(\d+) kB", Path("/proc/self/status").read_text())[0]) * 1024 / 1e6


def correlation(a: np.ndarray, b: np.ndarray) -> float:
    return max(np.corrcoef(a.ravel(), view.ravel())[0, 1] for view in (b, b[:, ::-1]))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=1_000_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made"
        maker = multiprocessing.get_context("spawn").Process(target=make, args=(path, options.rows))
        maker.start()
        maker.join()
        images = np.load(f"{path}.npy", mmap_mode="r")
        before = memory_mb("VmRSS")
        wall, cpu = time.perf_counter(), time.process_time()
        groups = duplicate_groups(images, threshold=THRESHOLD)
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        peak = memory_mb("VmHWM")
        sizes = np.bincount(groups)
        print(f"{len(images):,} pictures: {cpu:.0f} CPU s, {wall:.0f} s; ", end="")
        print(f"memory {before:.0f} MB before, {peak:.0f} MB at most; ", end="")
        print(f"{(sizes > 1).sum():,} groups of {sizes[sizes > 1].sum():,} pictures, largest {sizes.max():,}")
        planted = np.load(f"{path}-planted.npy")
        for number, kind in enumerate(COPIES):
            pairs = [(i, j) for k, i, j in planted if k == number]
            near = [(i, j) for i, j in pairs if correlation(images[i], images[j]) >= THRESHOLD]
            found = sum(groups[i] == groups[j] for i, j in near)
            print(
                f"  {kind}: {found:,} found of {len(near):,} at {THRESHOLD} or more, {len(pairs):,} planted"
            )


if __name__ == "__main__":
    main()
