"""A set that was built, small enough for a test and easy to learn."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from fittingroom.build import Recipe
from fittingroom.build.divided import Amounts
from fittingroom.build.making import make
from fittingroom.build.sources import find_source
from fittingroom.data.pictures import encode_png

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

AS_IT_IS = Recipe(name="as-it-is", version=1, title="grey, and nothing else", steps=(("grey", {}),))


@dataclass(frozen=True)
class Built:
    """A folder for a set as `fittingroom build` makes it, and the four arrays that it must give back."""

    folder: Path
    arrays: dict[str, np.ndarray]


def write_built(folder: Path, *, size: int, rng: np.random.Generator) -> Built:
    """Build a made set of `size` x `size` pixels into `folder`, which is not there yet or empty."""
    images, labels = pictures(sum(COUNTS.values()), size, rng=rng)
    photos = folder.parent / f"photos-{size}"
    for number, (image, label) in enumerate(zip(images, labels, strict=True)):
        path = photos / CLASSES[label] / f"{number}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(encode_png(image))
    make(
        find_source(photos),
        AS_IT_IS,
        folder,
        size_px=size,
        amounts=Amounts(**COUNTS, balance=True),
        workers=1,
    )
    return Built(folder, _expected(folder, images, labels))


def _expected(folder: Path, images: np.ndarray, labels: np.ndarray) -> dict[str, np.ndarray]:
    """The four arrays, from the pictures themselves and what the build says of where each went."""
    from pyarrow import parquet

    table = parquet.read_table(folder / "decisions.parquet", columns=["record", "part", "row"]).to_pylist()
    arrays = {}
    for part in COUNTS:
        own = sorted((one["row"], int(Path(one["record"]).stem)) for one in table if one["part"] == part)
        order = [number for _, number in own]
        arrays[f"x_{part}"], arrays[f"y_{part}"] = images[order], labels[order].astype(np.uint8)
    return arrays


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
