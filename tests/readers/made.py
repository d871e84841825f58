"""A built set small enough for a test, laid out as `fittingroom build` lays it out, and easy to learn."""

import gzip
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from fittingroom.data.arrays import from_arrays
from fittingroom.data.export import export
from fittingroom.data.idx import write_idx

CLASSES = tuple(f"class {letter}" for letter in "abcdefghij")
COUNTS = {"train": 600, "test": 100}
"""More than 255 rows, so that a reader that takes the count's bytes in the wrong order is caught."""

FILES = {
    "x_train": "train-images-idx3-ubyte",
    "y_train": "train-labels-idx1-ubyte",
    "x_test": "t10k-images-idx3-ubyte",
    "y_test": "t10k-labels-idx1-ubyte",
}
"""The four arrays of a set, as Keras calls them, and the files that hold them."""


@dataclass(frozen=True)
class Built:
    """A folder for a set as `fittingroom build` makes it, and the four arrays that it must give back."""

    folder: Path
    arrays: dict[str, np.ndarray]


def write_built(folder: Path, *, size: int, rng: np.random.Generator) -> Built:
    """Write a made set of `size` x `size` pixels into `folder`."""
    arrays = {}
    for part, n in COUNTS.items():
        arrays[f"x_{part}"], arrays[f"y_{part}"] = pictures(n, size, rng=rng)
    for name, file in FILES.items():
        write_idx(folder / f"{file}.gz", arrays[name])
        raw = folder / "raw" / file
        raw.parent.mkdir(exist_ok=True)
        raw.write_bytes(gzip.decompress((folder / f"{file}.gz").read_bytes()))
    (folder / "labels.txt").write_text("".join(f"{name}\n" for name in CLASSES), encoding="utf-8")
    test = (arrays["x_test"], arrays["y_test"])
    data = from_arrays(arrays["x_train"], arrays["y_train"], test=test, classes=CLASSES, name="made")
    export(data, "parquet", folder / "parquet")
    return Built(folder, arrays)


def pictures(n: int, size: int, *, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """n noisy pictures of ten classes, each bright in a cell of its own of a grid of 2 x 5.

    No picture equals its transpose, so that a reader that swaps rows and columns is caught.
    """
    labels = rng.permutation(np.arange(n) % len(CLASSES))
    images = rng.integers(0, 130, (n, size, size))
    for image, label in zip(images, labels, strict=True):
        y, x = label // 5 * size // 2, label % 5 * size // 5
        image[y : y + size // 2, x : x + size // 5] += 120
    return images.astype(np.uint8), labels.astype(np.uint8)
