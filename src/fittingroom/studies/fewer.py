"""Less of a data set, for a rough look."""

import dataclasses

import numpy as np

from fittingroom.types import Dataset


def fewer(data: Dataset, n: int) -> Dataset:
    """`data` with at most `n` random train images, and as many val images in proportion."""
    rng = np.random.default_rng(0)
    share = min(1.0, n / len(data.rows("train")))
    parts = {
        part: np.sort(rng.permutation(rows)[: max(1, round(share * len(rows)))])
        if part in ("train", "val")
        else rows
        for part, rows in data.parts.items()
    }
    return dataclasses.replace(data, parts=parts)
