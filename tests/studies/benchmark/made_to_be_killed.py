"""A script for the tests: runs a few rows on made data; it is killed from outside.

python -m tests.studies.benchmark.made_to_be_killed RESULTS
"""

import sys

import numpy as np

from fittingroom.data.arrays import from_arrays
from fittingroom.data.split import divide
from fittingroom.studies.benchmark import bench
from fittingroom.studies.benchmark.grid import of_families
from fittingroom.types import Dataset

ROWS = of_families(["ExtraTreeClassifier"])


def made() -> Dataset:
    rng = np.random.default_rng(3)
    labels = rng.permutation(np.arange(300) % 3)
    images = rng.integers(0, 120, (300, 8, 8))
    images[np.arange(300), labels, labels] += 100
    return divide(from_arrays(images.astype(np.uint8), labels), shares={"val": 0.2, "cal": 0, "test": 0.3})


def run(results: str) -> None:
    bench(made(), rows=ROWS, seeds=5, selection=False, store=results, workers=2)


if __name__ == "__main__":
    run(sys.argv[1])
