"""The published counts are those that the paper's own figures follow from."""

import csv
from pathlib import Path

from fittingroom.data.attributes import imaterialist
from fittingroom.data.imaterialist import COUNTED_IMAGES, PARTS, TABLE_1, published_counts
from fittingroom.data.label_table import tail


def of_group(name: str) -> int:
    columns = imaterialist().columns()
    return int(published_counts()[[columns[label.id] for label in imaterialist().of_group(name)]].sum())


def test_gender_says_how_many_images_were_counted():
    assert len(published_counts()) == 228
    assert of_group("gender") == COUNTED_IMAGES


def test_the_tail_is_the_papers():
    ends = tail(published_counts())
    assert (ends.few, ends.many, ends.unused) == (31, 88, 0)


def test_the_ten_most_frequent_are_the_papers():
    order = (-published_counts()).argsort()[:10]
    assert [imaterialist().labels[column].name for column in order] == [
        "Female", "Long Sleeved", "Round Neck", "Black", "Sleeveless",
        "Male", "White", "V-Necks", "Cotton", "Dresses",
    ]  # fmt: skip


def test_each_group_is_what_table_1_says_within_the_rows_that_the_paper_removed():
    for name, (labels, _) in TABLE_1.items():
        assert 0 < of_group(name) / labels - 1 < 0.0023
    assert sum(labels for labels, _ in TABLE_1.values()) == 5_914_117
    assert round(5_914_117 / PARTS["train"], 4) == 5.8385


def test_the_counts_are_the_reference(shared: Path):
    with (shared.parent / "reference" / "imaterialist_label_counts.csv").open(newline="") as stream:
        reference = {int(row["labelId"]): int(row["train_images"]) for row in csv.DictReader(stream)}
    ours = {label.id: int(n) for label, n in zip(imaterialist().labels, published_counts(), strict=True)}
    assert ours == reference
