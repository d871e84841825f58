"""A world: the same bytes by any number of workers, its truth that of its rows, and going on after a kill."""

import json
import shutil
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
import simplejpeg

from fittingroom.data.attributes import imaterialist, read_label_map
from fittingroom.errors import InputError
from fittingroom.simulate.garments import draw
from fittingroom.simulate.world import making
from fittingroom.simulate.world.copying import encoded
from fittingroom.simulate.world.making import make_world
from fittingroom.simulate.world.part import product_seed
from fittingroom.simulate.world.settings import Copies, Tagging, World, find_world
from tests.jobs.at_once import at_once

SMALL = World(
    name="small",
    tagging=replace(Tagging(), val_share=0.2, test_share=0.1),
    copies=replace(Copies(), views=0.3, copies=0.5, combined=0.3),
)
PRODUCTS = 60


def made(out: Path, **given) -> dict:
    chosen = {"products": PRODUCTS, "seed": 4, "size_px": 32, "part_rows": 40, "workers": 1}
    return make_world(out, SMALL, **(chosen | given))


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("made") / "world"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(making, "run_jobs", at_once)
        made(out)
    return out


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Worlds are made in this process."""
    monkeypatch.setattr(making, "run_jobs", at_once)


def digests(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def rows(world: Path, folder: str) -> list[dict]:
    return pq.read_table(world / folder).to_pylist()


def test_any_number_of_workers_writes_the_same_bytes(world: Path, tmp_path: Path):
    made(tmp_path / "again", workers=2)
    assert digests(tmp_path / "again") == digests(world)


def test_a_world_goes_on_where_it_was_killed(here, world: Path, tmp_path: Path):
    out = tmp_path / "again"
    shutil.copytree(world, out)
    for lost in ("catalog/part-00001.parquet", "world.json", "truth/part-00001.parquet"):
        (out / lost).unlink()
    kept = (out / "catalog/part-00000.parquet").stat().st_mtime_ns
    made(out)
    assert digests(out) == digests(world)
    assert (out / "catalog/part-00000.parquet").stat().st_mtime_ns == kept


def test_the_files_are_the_catalogue_and_its_truth_row_by_row(world: Path):
    catalog, truth, about = (
        rows(world, "catalog"),
        rows(world, "truth"),
        json.loads((world / "world.json").read_text()),
    )
    assert [row["id"] for row in catalog] == [row["id"] for row in truth]
    assert len({row["id"] for row in catalog}) == len(catalog) == about["rows"] == 60 + 18 + 30
    assert about["simulated"] is True
    assert len(list((world / "catalog").iterdir())) == about["parts"] == 3
    assert read_label_map(world / "labels.csv") == imaterialist()
    assert find_world(world / "world.toml") == SMALL
    for row in truth:
        assert set(row["tagged"]) <= set(row["labels"])
        assert row["unknown"] == []
        groups = {imaterialist().by_id[label].group for label in row["labels"]}
        assert {"category", "color", "gender", "material"} <= groups
        assert not groups & set(row["not_applicable"])
    assert {row["part"] for row in truth} == {"train", "val", "test"}


def test_copies_show_what_their_originals_show(world: Path):
    catalog, truth = rows(world, "catalog"), rows(world, "truth")
    of = {row["id"]: (shown, row) for shown, row in zip(catalog, truth, strict=True)}
    kinds = set()
    for shown, row in of.values():
        if row["copy_of"] is None:
            assert row["copy_kind"] is None
            continue
        original, told = of[row["copy_of"]]
        kinds.update(row["copy_kind"].split("+"))
        assert told["copy_of"] is None
        assert (row["product"], row["view"], row["part"]) == (told["product"], told["view"], told["part"])
        assert shown["product_id"] != original["product_id"]
        assert (shown["image"] == original["image"]) == (row["copy_kind"] == "exact")
        gone, come = set(told["labels"]) - set(row["labels"]), set(row["labels"]) - set(told["labels"])
        if "recoloured" in row["copy_kind"]:
            assert len(come) == 1
            assert {imaterialist().by_id[label].group for label in gone | come} == {"color"}
        else:
            assert not gone | come
    assert len(kinds) >= 8


def test_views_are_one_listing_and_other_pictures(world: Path):
    catalog, truth = rows(world, "catalog"), rows(world, "truth")
    listings: dict[str, list[int]] = {}
    for at, shown in enumerate(catalog):
        listings.setdefault(shown["product_id"], []).append(at)
    several = [some for some in listings.values() if len(some) > 1]
    assert several
    for some in several:
        assert len({catalog[at]["image"] for at in some}) == len(some)
        assert (
            len({(catalog[at]["title"], tuple(catalog[at]["tags"]), catalog[at]["seller"]) for at in some})
            == 1
        )
        assert len({tuple(truth[at]["labels"]) for at in some}) == 1
        assert sorted(truth[at]["view"] for at in some) == list(range(len(some)))


def test_the_picture_is_drawn_from_the_truth(world: Path):
    name = {label.id: label.name for label in imaterialist().labels}
    compared = 0
    for shown, row in zip(rows(world, "catalog"), rows(world, "truth"), strict=True):
        if row["copy_of"] is None and compared < 10:
            labels = [name[label] for label in row["labels"]]
            drawn = draw(labels, product=product_seed(4, row["product"]), view=row["view"], size_px=32)
            assert shown["image"] in {encoded(drawn, quality) for quality in (80, 85, 88, 92, 95)}
            compared += 1
    assert compared == 10


def test_answers_are_those_of_val_and_test_and_their_annotators_are_known(world: Path):
    truth = {row["id"]: row for row in rows(world, "truth")}
    answers = rows(world, "answers")
    asked = {row["id"] for row in answers}
    assert asked == {name for name, row in truth.items() if row["part"] != "train"}
    assert len(answers) == 4 * len(asked)
    annotators = rows(world, "annotators.parquet")
    assert len(annotators) == 25 * 8
    assert {row["annotator"] for row in answers} <= {row["annotator"] for row in annotators}
    found = [len(set(row["labels"]) & set(truth[row["id"]]["labels"])) for row in answers]
    there = [len(truth[row["id"]]["labels"]) for row in answers]
    assert 0.6 < sum(found) / sum(there) < 0.95


def test_another_seed_is_another_world(here, world: Path, tmp_path: Path):
    made(tmp_path / "other", seed=5, products=20)
    mine, other = rows(world, "catalog"), rows(tmp_path / "other", "catalog")
    assert not {row["image"] for row in mine} & {row["image"] for row in other}
    assert np.mean([row["title"] in {one["title"] for one in mine} for row in other]) < 0.1


def test_pictures_have_the_size_that_is_asked_for(here, tmp_path: Path):
    world = replace(SMALL, copies=replace(Copies(), copies=0.0))
    make_world(tmp_path / "w", world, products=3, seed=0, size_px=48, workers=1)
    for row in rows(tmp_path / "w", "catalog"):
        assert simplejpeg.decode_jpeg(row["image"]).shape == (48, 48, 3)


def test_a_folder_that_holds_something_else_is_refused(world: Path, tmp_path: Path):
    before = digests(world)
    with pytest.raises(InputError, match="a world of another seed, size, settings or versions"):
        made(world, seed=5)
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(InputError, match="not empty and holds no world"):
        made(tmp_path)
    with pytest.raises(InputError, match="this is a file"):
        made(tmp_path / "mine.txt")
    with pytest.raises(InputError, match="16 to 2048 pixels, asked for 8"):
        made(tmp_path / "new", size_px=8)
    assert not (tmp_path / "new").exists()
    assert digests(world) == before
    made(world)
    assert digests(world) == before
