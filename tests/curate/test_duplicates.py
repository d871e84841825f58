"""Groups of copies leave their best picture; what only looks alike stays, in one leak group."""

from itertools import pairwise

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import parquet

from fittingroom.curate.comparing import NO_PAIRS, Pairs
from fittingroom.curate.duplicates import (
    COLUMNS,
    DROPS,
    REASONS,
    Settings,
    Verdicts,
    apply_verdicts,
    verdicts,
)
from fittingroom.curate.grouping import chains, tables
from fittingroom.curate.map_tags import LABELS
from fittingroom.curate.taxonomy import read_taxonomy
from fittingroom.curate.verify import TEXTS


@pytest.fixture(scope="module")
def known():
    return read_taxonomy()


def records(known, n, **columns):
    """n records that share nothing, but for what is given as {row: value}."""
    found = {
        "row": range(n),
        "id": [f"r{row}" for row in range(n)],
        "key": [row * 7919 % 101 for row in range(n)],
        "digest": [bytes([row]) * 16 for row in range(n)],
        "height": [10] * n,
        "width": [10] * n,
        "bytes": [100] * n,
        "labels": [[] for _ in range(n)],
        "evidence": [[] for _ in range(n)],
        "unknown": [[] for _ in range(n)],
        "not_applicable": [[] for _ in range(n)],
        "product_id": [f"p{row}" for row in range(n)],
    }
    for name, values in columns.items():
        some = list(found[name])
        for row, value in values.items():
            some[row] = [label.id for label in known.labels.named(value)] if name == "labels" else value
            if name == "labels":
                found["evidence"][row] = ["tag"] * len(value)
        found[name] = some
    kinds = {
        "labels": LABELS,
        "evidence": TEXTS,
        "unknown": TEXTS,
        "not_applicable": TEXTS,
        "digest": pa.binary(16),
    }
    return pa.table({name: pa.array(values, kinds.get(name)) for name, values in found.items()})


def judged(table, known, tmp_path, pairs=NO_PAIRS, cuts=(), **settings):
    """The table after the step, and its decisions; the table stands in as many files as `cuts` say."""
    bounds = [0, *cuts, len(table)]
    parts = []
    for number, (start, stop) in enumerate(pairwise(bounds)):
        parts.append(tmp_path / f"part-{number}.parquet")
        parquet.write_table(table.slice(start, stop - start), parts[-1])
    with tables(tmp_path, 10**8) as connection:
        found = verdicts(connection, parts, len(table), pairs, settings=Settings(**settings), known=known)
    paths = Verdicts(copies=tmp_path / "copies.parquet", groups=tmp_path / "groups.parquet")
    for path, one in zip((paths.copies, paths.groups), found, strict=True):
        parquet.write_table(one, path)
    done = [apply_verdicts(parquet.read_table(part), Settings(**settings), paths) for part in parts]
    return pa.concat_tables(one for one, _ in done), pa.concat_tables(told for _, told in done)


def pair(*found):
    i, j, kind, score = zip(*found, strict=True)
    return Pairs(np.array(i), np.array(j), np.array(kind), np.array(score, float), {})


def test_equal_pictures_leave_the_largest_with_the_tags_of_all(known, tmp_path):
    table = records(
        known,
        6,
        digest={1: b"x" * 16, 3: b"x" * 16, 4: b"x" * 16},
        bytes={3: 500},
        labels={1: ["Red"], 3: ["Silk"], 4: ["Red", "Dresses"]},
    )
    out, told = judged(table, known, tmp_path)
    assert out["row"].to_pylist() == [0, 2, 3, 5]
    labels = {known.labels.by_id[label].name for label in out["labels"][2].as_py()}
    assert labels == {"Red", "Silk", "Dresses"}
    assert "category" not in out["unknown"][2].as_py()
    gone = [(d["row"], d["reason"], d["subject"]) for d in told.to_pylist() if not d["kept"]]
    assert gone == [(1, "exact-copy", "r3"), (4, "exact-copy", "r3")]
    assert {d["subject"] for d in told.to_pylist() if d["reason"] == "merged"} == {"Red", "Dresses"}
    assert {d["reason"] for d in told.to_pylist()} <= set(REASONS)
    assert set(REASONS) >= DROPS


def test_recoloured_and_perhaps_copies_stay_in_one_leak_group(known, tmp_path):
    pairs = pair((0, 1, "copy", 0.95), (1, 2, "recoloured", 0.9), (3, 4, "perhaps", 0.8))
    out, told = judged(records(known, 6), known, tmp_path, pairs)
    groups = dict(zip(out["row"].to_pylist(), out["leak_group"].to_pylist(), strict=True))
    (kept,) = {0, 1} & set(groups)
    assert len(groups) == 5
    assert groups[kept] == groups[2]
    assert groups[3] == groups[4]
    assert len(set(groups.values())) == 3
    reasons = {
        d["row"]: (d["kept"], d["reason"], d["number"]) for d in told.to_pylist() if d["reason"] != "merged"
    }
    assert reasons[2] == (True, "recoloured", 0.9)
    assert reasons[4] == (True, "perhaps-copy", 0.8)
    assert reasons[1 - kept] == (False, "near-copy", 0.95)


def test_what_its_seller_calls_another_colour_is_no_copy_to_be_dropped(known, tmp_path):
    pairs = pair(*((row, row + 1, "copy", 0.95) for row in (0, 2, 4, 6)))
    labels = {0: ["Red"], 1: ["Blue"], 2: ["Red", "Blue"], 3: ["Blue"], 4: ["Red"], 6: ["Red"], 7: ["Red"]}
    out, told = judged(records(known, 8, labels=labels), known, tmp_path, pairs)
    gone = {d["row"]: (d["kept"], d["reason"]) for d in told.to_pylist() if d["reason"] != "merged"}
    assert gone.pop(1) == (True, "told-apart")
    assert set(gone.values()) == {(False, "near-copy")}
    groups = dict(zip(out["row"].to_pylist(), out["leak_group"].to_pylist(), strict=True))
    assert len(groups) == 5
    assert groups[0] == groups[1]
    (tmp_path / "all").mkdir()
    out, _ = judged(records(known, 8, labels=labels), known, tmp_path / "all", pairs, apart=())
    assert len(out) == 4


def test_a_chain_of_copies_never_merges_what_was_not_compared(known, tmp_path):
    table = records(known, 3, bytes={0: 900, 1: 500, 2: 100})
    out, _ = judged(table, known, tmp_path, pair((0, 1, "copy", 0.9), (1, 2, "copy", 0.9)))
    assert out["row"].to_pylist() == [0, 2]  # 2 was never compared with 0
    assert len(set(out["leak_group"].to_pylist())) == 1


def test_products_share_a_leak_group_and_empty_ones_do_not(known, tmp_path):
    table = records(known, 5, product_id={0: "p", 3: "p", 1: "", 2: ""})
    out, _ = judged(table, known, tmp_path)
    assert out["leak_group"].to_pylist() == [0, 1, 2, 0, 4]
    out, _ = judged(table, known, tmp_path, together=())
    assert out["leak_group"].to_pylist() == [0, 1, 2, 3, 4]


def test_neither_partitions_nor_the_order_of_rows_change_what_is_kept(known, tmp_path, rng):
    n = 30
    digests = {row: bytes([row % 9]) * 16 for row in range(n)}
    names = [label.name for label in known.labels.labels]
    labels = {row: sorted({names[at] for at in rng.integers(0, 228, 3)}) for row in range(n)}
    table = records(
        known, n, digest=digests, labels=labels, bytes={row: int(rng.integers(1, 4)) for row in range(n)}
    )

    def kept(given, cuts):
        out, _ = judged(given, known, tmp_path, cuts=cuts)
        return sorted(zip(out["id"].to_pylist(), out["labels"].to_pylist(), strict=True))

    expected = kept(table, ())
    assert len(expected) == 9
    assert kept(table, (4, 5, 20)) == expected
    order = pa.array(rng.permutation(n))
    shuffled = table.take(order).set_column(0, "row", pa.array(range(n)))
    assert kept(shuffled, (11,)) == expected


def test_an_id_that_comes_twice_is_told_and_both_stay(known, tmp_path):
    table = records(known, 4, id={1: "same", 3: "same"})
    out, told = judged(table, known, tmp_path)
    assert len(out) == 4
    assert [(d["row"], d["kept"], d["reason"], d["subject"]) for d in told.to_pylist()] == [
        (3, True, "id-twice", "")
    ]


def test_chains_join_equal_values_as_a_plain_search_does(tmp_path, rng):
    values = [rf"v\x{n}'" if n else "" for n in rng.integers(0, 6, 40)]  # no escapes, no quotes
    parquet.write_table(pa.table({"row": range(40), "value": values}), tmp_path / "a.parquet")
    with tables(tmp_path, 10**8) as connection:
        first, row = chains(connection, [tmp_path / "a.parquet"], "value")
    expected = [(values.index(v), at) for at, v in enumerate(values) if v and values.index(v) != at]
    assert list(zip(first.tolist(), row.tolist(), strict=True)) == expected
    assert set(COLUMNS) >= {"row", "key", "digest"}
