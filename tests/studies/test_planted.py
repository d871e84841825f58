"""Copies planted among one's own pictures: most are found, and what is printed is a recipe."""

import tomllib

import numpy as np
import pytest
from PIL import Image

from fittingroom.cli import main
from fittingroom.curate.recipe import read_recipe
from fittingroom.errors import DataError
from fittingroom.studies.planted import Tolerance, planted_copies, planted_text


@pytest.fixture
def folder(tmp_path, rng):
    """Twelve pictures with something to see, one that is broken, in two classes."""
    for number in range(12):
        blocks = np.kron(rng.integers(0, 256, (16, 12, 3)), np.ones((10, 10, 1))).astype(np.uint8)
        place = tmp_path / "photos" / "ab"[number % 2]
        place.mkdir(parents=True, exist_ok=True)
        Image.fromarray(blocks).save(place / f"{number}.png")
    (tmp_path / "photos/a/broken.png").write_bytes(b"no picture")
    return tmp_path / "photos"


def test_copies_of_ones_own_pictures_are_found_and_broken_ones_left_out(folder):
    found = planted_copies(folder, rng=np.random.default_rng(0), pictures=13, copies=3)
    assert found.pictures == 12
    assert {one.n for one in found.recall(0.8)} == {3}
    assert np.mean([one.value for one in found.recall(0.8)]) > 0.8


def test_what_is_printed_holds_a_recipe_that_curation_reads(folder, tmp_path, capsys):
    assert main(["copies", str(folder), "--copies", "2", "--catalogue", "1000000"]) == 0
    text = capsys.readouterr().out
    assert "mirrored" in text
    assert "among 1,000,000 pictures" in text
    recipe = text[text.index("[duplicates]") :]
    assert 0 < tomllib.loads(recipe)["duplicates"]["suggest"] <= 1
    (tmp_path / "mine.toml").write_text(recipe)
    assert read_recipe(tmp_path / "mine.toml").duplicates.drop == tomllib.loads(recipe)["duplicates"]["drop"]


def test_more_pictures_mean_more_false_pairs(folder):
    found = planted_copies(folder, rng=np.random.default_rng(0), copies=2)
    few, many = (found.alarms(0.5, pictures=n).high or 0 for n in (100, 10_000))
    assert many > 9_000 * few > 0
    assert "drop = " in planted_text(found, Tolerance())


def test_a_source_with_one_picture_is_refused(tmp_path):
    (tmp_path / "one/a").mkdir(parents=True)
    Image.new("RGB", (30, 30), "red").save(tmp_path / "one/a/x.png")
    with pytest.raises(DataError, match="two are needed"):
        planted_copies(tmp_path / "one", rng=np.random.default_rng(0))


@pytest.mark.parametrize(
    "wrong",
    [
        ["--copies", "-1"],
        ["--copies", "0"],
        ["--pictures", "-5"],
        ["--catalogue", "1"],
        ["--allowed", "2"],
        ["--allowed", "nan"],
    ],
)
def test_numbers_that_cannot_be_are_a_sentence_before_anything_is_read(tmp_path, wrong, capsys):
    assert main(["copies", str(tmp_path / "nowhere"), "--copies", "1", *wrong]) == 2
    assert "at least, " in capsys.readouterr().err
