"""What is published of the iMaterialist Fashion Attribute set (Guo et al. 2019, arXiv 1906.05750).

labels.csv is the official label map (visipedia/imat_fashion_comp). counts.csv holds how many images of the
train file have each label: relative counts of gombru/iMaterialistFashion, rescaled to whole numbers. They
belong to the 1,014,544 rows of the competition's file (its three gender counts sum to that), of which the
paper kept 1,012,947; no list of the 1,597 others was published.
"""

from pathlib import Path

import numpy as np

from fittingroom.data.attributes import imaterialist
from fittingroom.data.csv_columns import read_csv

COUNTED_IMAGES = 1_014_544
"""Rows of the file that the counts belong to: what to divide them by."""

PARTS = {"train": 1_012_947, "val": 9_897, "test": 39_706}
"""Images of each part, as the paper gives them."""

TABLE_1 = {
    "category": (913_857, 913_857),
    "color": (894_904, 467_137),
    "gender": (1_012_947, 935_265),
    "material": (701_197, 591_175),
    "neckline": (721_908, 721_908),
    "pattern": (325_361, 311_676),
    "sleeve": (733_501, 733_501),
    "style": (610_442, 610_443),
}
"""#Label and #Image of each group as printed. Style has one label fewer than images, and gender's images seem
to leave out Neutral: both cannot be recounted from any label file."""


def published_counts() -> np.ndarray:
    """Images that have each label, in the order of `imaterialist()`'s columns, (228,) int64."""
    table = read_csv(Path(__file__).parent / "counts.csv")
    counts = dict(zip(map(int, table["labelId"]), map(int, table["images"]), strict=True))
    return np.array([counts[label.id] for label in imaterialist().labels], np.int64)
