"""Near copies are the same however they are divided, and a kill costs no more than the part under way."""

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import parquet

from fittingroom.curate import comparing, near
from fittingroom.curate import work as work_module
from fittingroom.engine import engine
from fittingroom.jobs import Done
from fittingroom.match.copies import Settings, changes_colour, describe, find_copies, plant
from tests.match.copies.pictures import pictures

ROWS = 100 + 7 * np.arange(24)
"""Rows of a catalogue whose other pictures were dropped."""


@pytest.fixture(scope="module")
def records():
    images = pictures(12)
    rng = np.random.default_rng(5)
    copies = [
        copy.image for kind in ("mirrored", "recoloured") for copy in plant(images[:5], [kind], rng=rng)
    ]
    return describe([*images, *copies, images[0], images[11]])


@pytest.fixture
def work(records, tmp_path):
    for number, part in enumerate(np.split(np.arange(24), [10, 10, 17])):
        path = tmp_path / f"pictures/part-{number:05d}.parquet"
        path.parent.mkdir(exist_ok=True)
        parquet.write_table(pa.table({"row": pa.array(ROWS[part], pa.int64())}), path)
        if len(part):
            near.keep(tmp_path / "described", number, [record.tobytes() for record in records[part]])
    return tmp_path


def found_in(work, stamp="one"):
    parts = sorted((work / "pictures").iterdir())
    with engine():
        return comparing.near_pairs(work, parts, stamp, Settings(), workers=1)


def as_rows(pairs):
    columns = (pairs.i, pairs.j, pairs.kind, pairs.score)
    return list(zip(*(column.tolist() for column in columns), strict=True))


@pytest.mark.parametrize("at_once", [1 << 15, 5])
def test_it_finds_what_find_copies_finds(work, records, at_once, monkeypatch):
    monkeypatch.setattr(comparing, "PART", at_once)
    monkeypatch.setattr(work_module, "run_partitions", here)
    told, direct = found_in(work)[0], find_copies(records)
    there = zip(ROWS[direct.i], ROWS[direct.j], direct.kind, direct.verified, direct.score, strict=True)
    assert as_rows(told) == [
        (
            int(i),
            int(j),
            ("recoloured" if changes_colour(kind) else "copy") if sure else "perhaps",
            float(score),
        )
        for i, j, kind, sure, score in there
    ]
    assert {"copy", "recoloured"} <= set(told.kind)
    box = records["box"][3].astype(int)
    assert told.area[int(ROWS[3])] == (box[1] - box[0]) * (box[3] - box[2])


def test_a_kill_costs_the_part_under_way(work, monkeypatch):
    monkeypatch.setattr(comparing, "PART", 5)
    ran = []

    def counted(jobs, **how):
        ran.append([job.name for job in jobs])
        yield from here(jobs, **how)

    monkeypatch.setattr(work_module, "run_partitions", counted)
    whole, notes = found_in(work)
    assert not list((work / "spill").iterdir())
    assert notes["compare"].taken == notes["search"].left
    assert notes["compare"].left == len(whole.i)
    (work / "near/copies.parquet").unlink()
    (work / "near/compared/part-00001.parquet").unlink()
    again, _ = found_in(work)
    assert ran[0][:2] == ["part 0", "part 1"]
    assert ran[1] == ["part 1"]
    assert as_rows(again) == as_rows(whole)
    found_in(work)
    assert ran[2] == []
    found_in(work, "other pictures")
    assert ran[3] == ran[0]


def here(jobs, *, shared, **_):
    """`run_partitions`, in this process."""
    for job in jobs:
        job.call(shared, *job.arguments)
        yield Done(job=job, value=None, failure=None, seconds=0.0)


def test_no_picture_at_all(tmp_path):
    path = tmp_path / "pictures/part-00000.parquet"
    path.parent.mkdir()
    parquet.write_table(pa.table({"row": pa.array([], pa.int64())}), path)
    pairs, _ = found_in(tmp_path)
    assert len(pairs.i) == 0
