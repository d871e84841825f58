"""Table 1 is what counting image by image gives."""

import numpy as np
import pytest

from fittingroom.data.attributes import imaterialist
from fittingroom.data.label_table import FEW, MANY, Tail, flattened, group_counts, label_counts, tail
from fittingroom.errors import DataError


def made(rng: np.random.Generator, n: int) -> list[list[int]]:
    """One or no label of each exclusive group, up to three of the others; some images without any."""
    lists = []
    for _ in range(n):
        some: list[int] = []
        for group in imaterialist().groups:
            ids = [label.id for label in imaterialist().of_group(group.name)]
            some += rng.choice(ids, rng.integers(0, 2 if group.exclusive else 4), replace=False).tolist()
        lists.append([] if rng.random() < 0.1 else some)
    return lists


def test_the_table_is_what_counting_gives(rng: np.random.Generator):
    lists = made(rng, 300)
    table = group_counts(*flattened(lists), imaterialist())
    for row in table:
        ids = {label.id for label in imaterialist().of_group(row.group)}
        own = [len(ids & set(some)) for some in lists]
        assert (row.n, row.classes, row.labels, row.images) == (300, len(ids), sum(own), sum(map(bool, own)))
        assert row.coverage == row.images / 300
        assert row.labels == row.images or not row.exclusive
        assert row.labels_per_image == pytest.approx(row.labels / row.images)
    counts = label_counts(flattened(lists)[1], imaterialist())
    assert counts.sum() == sum(row.labels for row in table) == sum(map(len, lists))
    assert counts[imaterialist().columns()[17]] == sum(17 in some for some in lists)


def test_no_images_make_a_table_of_zeros():
    assert {
        (row.labels, row.images, row.coverage) for row in group_counts(*flattened([]), imaterialist())
    } == {(0, 0, 0.0)}


def test_an_unknown_label_is_refused():
    with pytest.raises(DataError, match="2 of 3 labels are not in the label map, the first is 0"):
        group_counts(*flattened([[1], [0, 229]]), imaterialist())


def test_the_tail_counts_both_ends():
    assert tail(np.array([0, FEW - 1, FEW, MANY, MANY + 1])) == Tail(classes=5, unused=1, few=2, many=1)
