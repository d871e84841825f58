import json
from pathlib import Path

import numpy as np
import pytest

import fittingroom as fr
from fittingroom.cli import main
from tests.build.photographed import CLASSES, as_csv, class_folders, samples


@pytest.fixture
def folder(tmp_path: Path, rng: np.random.Generator) -> Path:
    return class_folders(tmp_path / "photos", 15, rng=rng)


def test_a_folder_becomes_a_data_set_with_a_page(folder, tmp_path, capsys):
    (folder / "bag" / "broken.png").write_bytes(b"broken")
    out = tmp_path / "my-mnist"
    assert main(["build", str(folder), str(out), "--licence", "CC0-1.0", "--workers", "1"]) == 0
    said = capsys.readouterr().out
    assert "39 train, 6 test, 3 classes, by fashion-mnist" in said
    assert "left out: 1 not-a-picture" in said
    data = fr.load(out)
    assert data.card.classes == CLASSES
    assert data.images.shape == (45, 28, 28)
    page = (out / "quality.html").read_text(encoding="utf-8")
    for words in (
        "my-mnist: what was built",
        "not-a-picture",
        "The nearest pairs across the parts",
        "CC0-1.0",
    ):
        assert words in page
    assert json.loads((out / "card.json").read_text())["licence"] == "CC0-1.0"
    for sheet in ("sheet.png", "steps.png"):
        assert (out / sheet).stat().st_size > 1000


def test_what_its_users_should_know_is_said(folder, tmp_path, capsys):
    (folder / "shoe" / "15.png").write_bytes((folder / "bag" / "3.png").read_bytes())
    out = tmp_path / "out"
    assert main(["build", str(folder), str(out), "--workers", "1"]) == 0
    told = "1 copy with another label, the first is shoe/15.png as shoe, equal to bag/3.png as bag"
    assert f"  note: {told}\n" in capsys.readouterr().out
    assert told in (out / "quality.html").read_text(encoding="utf-8")


def test_the_whole_folder_is_the_same_bytes_again(folder, tmp_path):
    for name in ("a", "b"):
        assert main(["build", str(folder), str(tmp_path / name / "set"), "--workers", "1"]) == 0
    for path in (tmp_path / "a" / "set").rglob("*.*"):
        assert path.read_bytes() == (tmp_path / "b" / path.relative_to(tmp_path / "a")).read_bytes(), (
            path.name
        )


def test_every_option_reaches_the_build(folder, tmp_path, capsys):
    place = as_csv(tmp_path / "shop", samples(folder), [f"product {at // 3}" for at in range(45)])
    recipe, classes = tmp_path / "recipe.toml", tmp_path / "classes.toml"
    recipe.write_text(
        'name = "plain"\nversion = 2\n[[steps]]\nstep = "stretch"\nsize_px = 12\n[[steps]]\nstep = "grey"\n'
    )
    classes.write_text('[classes]\nthing = ["bag", "shoe"]\nleg = "trouser"\n')
    options = {
        "--recipe": recipe,
        "--size": 12,
        "--group-by": "seller",
        "--classes": classes,
        "--train": 12,
        "--test": 2,
        "--least-contrast": 0.01,
        "--seed": 5,
        "--workers": 1,
        "--source-text": "a made shop",
        "--citation": "nobody 2026",
        "--date": "2026-11-25",
    }
    out = tmp_path / "out"
    written = [str(word) for pair in options.items() for word in pair]
    assert main(["build", str(place), str(out), *written, "--one-per-group", "--strict"]) == 0
    assert "another-of-its-group" in capsys.readouterr().out
    told = json.loads((out / "card.json").read_text())
    assert told["counts"] == {"train": [8, 4], "test": [1, 1]}
    assert told["recipe"]["name"] == "plain"
    assert told["source"] == "a made shop"
    assert json.loads((out / "parquet" / "croissant.json").read_text())["datePublished"] == "2026-11-25"
    assert fr.load(out).images.shape == (14, 12, 12)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--recipe", "fashoin-mnist"], "there is no recipe 'fashoin-mnist' (did you mean fashion-mnist"),
        (["--train", "5"], "ask for both, a number of train and of test pictures"),
        (
            ["--train", "500", "--test", "100", "--balance"],
            "167 + 34 pictures of the class bag are asked",
        ),
        (["--test-share", "2"], "a share of test lies between 0 and 1"),
        (["--classes", "nowhere.toml"], "the classes cannot be read"),
        (["--one-per-group"], "the source has no groups; name their column"),
        (["--workers", "0"], "at least 1 worker"),
    ],
)
def test_bad_input_is_a_sentence(folder, tmp_path, capsys, options, says):
    assert main(["build", str(folder), str(tmp_path / "out"), *options]) == 2
    assert says in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("size", ["0", "-5", "many"])
def test_a_size_that_is_none_is_a_sentence(folder, tmp_path, capsys, size):
    with pytest.raises(SystemExit) as stopped:
        main(["build", str(folder), str(tmp_path / "out"), "--size", size])
    assert stopped.value.code == 2
    assert "argument --size: " in capsys.readouterr().err


def test_nothing_is_overwritten(folder, tmp_path, capsys):
    assert main(["build", str(folder), str(folder)]) == 2
    assert "this folder is not empty; name a new one" in capsys.readouterr().err
    assert main(["build", str(tmp_path / "nowhere"), str(tmp_path / "out")]) == 2
    assert "there is no such file or folder" in capsys.readouterr().err
