"""Near copies across parts: those that are planted are found, with their kind, and nothing else is."""

import json
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from fittingroom.data.attributes import label_map_csv
from fittingroom.errors import DataError, InputError
from fittingroom.match.copies import plant
from fittingroom.models.attributes.shards import read_source
from fittingroom.studies.attribute_report.near_copies import find_near_copies, quotas
from fittingroom.studies.attribute_report.stored import part_of, stored_pictures
from tests.models.attributes.conftest import LABELS, table


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A set of 30 train and 12 val pictures; val rows 0 to 2 are copies of train rows 0 to 2."""
    folder, rng = tmp_path_factory.mktemp("copied") / "set", np.random.default_rng(4)
    images = [
        np.kron(rng.integers(0, 256, (18, 18, 3)), np.ones((8, 8, 1))).astype(np.uint8) for _ in range(39)
    ]
    copies = plant(images[:3], ["mirrored", "cropped-20"], rng=rng)
    first = {"mirrored": 0, "cropped-20": 1}
    val = [next(c.image for c in copies if c.source == row and first[c.kind] == row % 2) for row in range(3)]
    (folder / "part").mkdir(parents=True)
    for name, some, start in (("train", images[:30], 0), ("val", [*val, *images[30:]], 30)):
        rows = table(some, [[3]] * len(some), start)
        pq.write_table(rows, folder / "part" / f"{name}-00000.parquet")
    (folder / "labels.csv").write_text(label_map_csv(LABELS))
    (folder / "set.json").write_text(json.dumps({"simulated": True}))
    return folder


def test_planted_copies_are_found_across_parts_with_their_kinds(copied: Path, rng):
    near = find_near_copies(copied, read_source(copied, "val"), rng=rng)
    assert near is not None
    assert not near.is_sample
    best = near.best
    assert (
        sorted(near.row[best].tolist()) == near.other[best][np.argsort(near.row[best])].tolist() == [0, 1, 2]
    )
    kinds = dict(zip(near.row[best].tolist(), near.kind[best].tolist(), strict=True))
    assert "mirrored" in kinds[0].split("+")
    assert "cropped" in kinds[1].split("+")
    assert not near.known.any()
    assert set(near.where.tolist()) == {"train"}


def test_the_other_way_round_the_same_pairs_are_found(copied: Path, rng):
    ways = [find_near_copies(copied, read_source(copied, part), rng=rng) for part in ("val", "train")]
    pairs = [set(zip(n.row[n.copies].tolist(), n.other[n.copies].tolist(), strict=True)) for n in ways if n]
    assert pairs[0] == {(b, a) for a, b in pairs[1]}


def test_of_large_parts_a_sample_is_compared_and_that_is_said(copied: Path, rng):
    near = find_near_copies(copied, read_source(copied, "val"), most=20, rng=rng)
    assert near is not None
    assert near.is_sample
    assert near.compared == {"val": 10, "train": 10}
    assert near.of == {"val": 12, "train": 30}


def test_less_than_two_pictures_are_refused_and_a_lone_part_has_no_copies(copied: Path, tmp_path: Path, rng):
    with pytest.raises(InputError, match="2 pictures or more, got 1"):
        find_near_copies(copied, read_source(copied, "val"), most=1, rng=rng)
    (tmp_path / "part").mkdir()
    for name in ("labels.csv", "set.json", "part/val-00000.parquet"):
        (tmp_path / name).write_bytes((copied / name).read_bytes())
    assert find_near_copies(tmp_path, read_source(tmp_path, "val"), rng=rng) is None
    assert part_of(tmp_path, "train") is None


@pytest.mark.parametrize("most", [2, 3, 50, 1000, 10**6])
@pytest.mark.parametrize(
    "of", [{"val": 10, "train": 100, "test": 5}, {"val": 5000, "train": 3, "test": 1}, {"val": 1, "train": 1}]
)
def test_quotas_fill_what_is_allowed_and_never_ask_for_more_than_there_is(of: dict[str, int], most: int):
    shares = quotas(of, "val", most)
    assert next(iter(shares)) == "val"
    assert sum(shares.values()) == min(most, sum(of.values()))
    assert all(0 <= shares[name] <= n for name, n in of.items())
    assert shares["val"] >= min(of["val"], most // 2)


def test_stored_pictures_come_as_they_were_asked_for(copied: Path):
    source = read_source(copied, "train")
    some = dict(stored_pictures(source, np.array([7, 2])))
    assert set(some) == {2, 7}
    every = dict(stored_pictures(source, np.arange(len(source))))
    np.testing.assert_array_equal(some[7], every[7])
    assert some[7].shape == (144, 144, 3)


def test_a_picture_that_cannot_be_decoded_is_named(copied: Path, tmp_path: Path, rng):
    (tmp_path / "part").mkdir()
    for name in ("labels.csv", "set.json", "part/val-00000.parquet"):
        (tmp_path / name).write_bytes((copied / name).read_bytes())
    rows = pq.read_table(copied / "part" / "train-00000.parquet")
    broken = rows.set_column(
        rows.column_names.index("image"), "image", [[b"none", *rows["image"].to_pylist()[1:]]]
    )
    pq.write_table(broken, tmp_path / "part" / "train-00000.parquet")
    with pytest.raises(DataError, match=r"train-00000.parquet row 0: the image cannot be decoded"):
        find_near_copies(tmp_path, read_source(tmp_path, "val"), rng=rng)
