"""Names of rows: as text formatting would make them, unique, and sorted as the rows are."""

import numpy as np
import pytest

from fittingroom.data.ids import row_ids


@pytest.mark.parametrize(
    "counts", [{"train": 3, "test": 2}, {"train": 100_001, "test": 11}, {"train": 0, "val": 1}, {"test": 7}]
)
def test_equal_to_formatting_one_by_one(counts):
    digits = {part: max(5, len(str(n - 1))) for part, n in counts.items()}
    expected = [f"{part}-{i:0{digits[part]}d}" for part, n in counts.items() for i in range(n)]
    ids = row_ids(counts)
    assert ids.tolist() == expected
    assert ids.shape == (sum(counts.values()),)
    assert ids.dtype.kind == "U"
    assert len(np.unique(ids)) == len(ids)


def test_no_rows():
    assert row_ids({}).tolist() == []
    assert row_ids({"train": 0}).tolist() == []
