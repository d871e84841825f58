"""Scores against truth, checked on a world small enough to count by hand."""

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import parquet

from fittingroom.curate.map_tags import LABELS
from fittingroom.curate.truth import copy_scores, find_truth, hits, label_scores, open_truth
from fittingroom.data.attributes import imaterialist
from fittingroom.errors import DataError


def write_truth(folder, labels, tagged=None, *, copies=(), products=None, cuts=()):
    n = len(labels)
    above = {row: (f"{original}", kind) for row, original, kind in copies}
    table = pa.table(
        {
            "id": [f"{row}" for row in range(n)],
            "labels": pa.array(labels, LABELS),
            "tagged": pa.array(tagged or labels, LABELS),
            "copy_of": pa.array([above.get(row, (None, None))[0] for row in range(n)], pa.string()),
            "copy_kind": pa.array([above.get(row, (None, None))[1] for row in range(n)], pa.string()),
            "product": products or list(range(n)),
        }
    )
    folder.mkdir(exist_ok=True)
    bounds = [0, *cuts, n]
    for number, start in enumerate(bounds[:-1]):
        parquet.write_table(
            table.slice(start, bounds[number + 1] - start), folder / f"part-{number:05d}.parquet"
        )
    return open_truth(folder, n)


def test_precision_and_recall_are_those_of_a_plain_count(tmp_path, rng):
    labels = imaterialist()
    n = 60
    true, tagged, said = (
        [sorted({int(one) for one in rng.integers(1, 40, rng.integers(0, 6))}) for _ in range(n)]
        for _ in range(3)
    )
    truth = write_truth(tmp_path / "truth", true, tagged, cuts=(7, 31))
    rows = sorted(rng.choice(n, 40, replace=False).tolist())
    paths = []
    for number, some in enumerate((rows[:13], rows[13:], [])):
        paths.append(tmp_path / f"said-{number}.parquet")
        table = {"row": pa.array(some, pa.int64()), "labels": pa.array([said[row] for row in some], LABELS)}
        parquet.write_table(pa.table(table), paths[-1])
    scores = label_scores(hits(paths, truth, labels), labels)
    for group in (*(group.name for group in labels.groups), "all"):
        mine = {label.id for label in labels.labels if group in (label.group, "all")}
        pairs = [(set(said[r]) & mine, set(true[r]) & mine, set(tagged[r]) & mine) for r in rows]
        right, n_said, n_true = (
            sum(len(x) for x in some) for some in zip(*((s & t, s, t) for s, t, _ in pairs), strict=True)
        )
        assert (scores[group]["said"], scores[group]["true"]) == (n_said, n_true)
        assert scores[group]["precision"] == (right / n_said if n_said else None)
        assert scores[group]["recall"] == (right / n_true if n_true else None)
        both, n_tagged = sum(len(s & g) for s, _, g in pairs), sum(len(g) for *_, g in pairs)
        assert scores[group]["recall_of_tagged"] == (both / n_tagged if n_tagged else None)


def test_copies_are_counted_by_kind_and_leaks_by_product(tmp_path):
    copies = [(1, 0, "exact"), (2, 1, "mirrored"), (3, 0, "recoloured"), (5, 4, "exact")]
    products = [0, 0, 0, 0, 4, 4, 6, 7]
    truth = write_truth(tmp_path / "truth", [[]] * 8, copies=copies, products=products)
    kept = {1: 0, 2: 0, 3: 0, 7: 6}  # 3 has another colour, 7 is no copy of 6; the copy 5 was missed
    leak_group = np.array([0, 0, 0, 0, 4, 5, 6, 6])
    parts = np.array(["train", "", "", "", "train", "test", "val", ""])
    found = copy_scores(truth, kept, leak_group, np.ones(8, bool), parts)
    assert found["kinds"] == {
        "exact": {"copies": 2, "merged": 1, "in_one_leak_group": 1},
        "mirrored": {"copies": 1, "merged": 1, "in_one_leak_group": 1},
        "recoloured": {"copies": 1, "merged": 1, "in_one_leak_group": 1},
    }
    assert (found["dropped"], found["dropped_rightly"], found["precision"]) == (4, 2, 0.5)
    assert (found["held_out"], found["held_out_with_their_product_in_train"]) == (2, 1)
    unseen = copy_scores(truth, kept, leak_group, np.arange(8) != 0, parts)
    assert "mirrored" in unseen["kinds"]
    assert (
        unseen["kinds"]["exact"]["copies"] == 1
    )  # a copy of a picture that could not be read is not counted


def test_a_worlds_truth_is_found_and_anothers_refused(tmp_path):
    write_truth(tmp_path / "truth", [[1], [2]])
    assert find_truth(tmp_path) is None
    (tmp_path / "world.json").write_text("{}")
    (tmp_path / "catalog").mkdir()
    assert find_truth(tmp_path) == find_truth(tmp_path / "catalog") == tmp_path / "truth"
    with pytest.raises(DataError, match="truth of 2 rows was found, the catalogue has 3"):
        open_truth(tmp_path / "truth", 3)
