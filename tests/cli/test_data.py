import argparse
import json
import os

import numpy as np
import pytest
from PIL import Image

from fittingroom.cli import data as command
from fittingroom.data import KNOWN
from fittingroom.data.export import export
from fittingroom.data.own import open_path
from fittingroom.errors import DataError, InputError
from tests.data.brought import made, same, save


@pytest.fixture(autouse=True)
def empty_cache(tmp_path, monkeypatch):
    """No cache, and no mirror to get anything from: what needs a download fails."""
    monkeypatch.setenv("FITTINGROOM_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)


def run(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    command.add(parser.add_subparsers(required=True))
    parsed = parser.parse_args(arguments)
    return parsed.run(parsed)


def test_list_names_every_set_without_a_download(capsys, tmp_path):
    assert run("data", "list") == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[1:]] == [known.card.name for known in KNOWN]
    fashion = next(line for line in lines if line.startswith("fashion-mnist"))
    assert fashion.split() == ["fashion-mnist", "10", "60,000", "+", "10,000", "55", "MB", "no", "MIT"]
    assert not (tmp_path / "cache").exists()


@pytest.mark.parametrize("to", ["idx", "png", "npz", "parquet"])
def test_export_writes_what_opens_again(capsys, tmp_path, to):
    source = export(made(), "parquet", tmp_path / "source")
    out = tmp_path / ("out.npz" if to == "npz" else "out")
    assert run("data", "export", str(source), "--to", to, str(out)) == 0
    assert capsys.readouterr().out == f"made: 9 train, 6 test images written as {to}: {out}\n"
    assert open_path(out).fingerprint == made().fingerprint


def test_export_refuses_a_taken_place_before_it_reads(tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine").touch()
    with pytest.raises(InputError, match="this folder is not empty"):
        run("data", "export", "fashion-mnist", "--to", "idx", "out")
    assert os.listdir(tmp_path / "out") == ["mine"]


def test_pictures_of_mixed_sizes_need_a_size(capsys, tmp_path, rng):
    for place, shape in enumerate(((9, 7), (7, 9), (8, 8), (9, 9))):
        save(tmp_path / "photos" / f"{place}.png", rng.integers(0, 256, shape).astype(np.uint8))
    rows = "".join(f"{place}.png,{'ab'[place % 2]},{'xy'[place // 2]}\n" for place in range(4))
    (tmp_path / "photos" / "labels.csv").write_text(f"file,kind,who\n{rows}")
    with pytest.raises(DataError, match=r"name yours .* --label"):
        run("data", "export", "photos", "--to", "png", "out")
    with pytest.raises(DataError, match=r"ask for one .* --size 64"):
        run("data", "export", "photos", "--label", "kind", "--to", "png", "out")
    assert (
        run(
            "data",
            "export",
            "photos",
            "--label",
            "kind",
            "--group",
            "who",
            "--size",
            "8",
            "--to",
            "png",
            "out",
        )
        == 0
    )
    data = open_path(tmp_path / "out")
    assert data.images.shape == (4, 8, 8)
    assert data.groups is not None
    assert data.groups.tolist() == [0, 0, 1, 1]


def test_show_writes_a_picture_and_says_where(capsys, tmp_path):
    export(made(colour=True), "png", tmp_path / "things")
    assert run("data", "show", "things", "--per-class", "2") == 0
    assert capsys.readouterr().out.endswith("images of the train part: things-sheet.png\n")
    assert run("data", "show", "things", "--per-class", "2", "--out", "again.png", "--seed", "0") == 0
    assert (tmp_path / "again.png").read_bytes() == (tmp_path / "things-sheet.png").read_bytes()


def test_card_of_a_name_needs_no_download(capsys, tmp_path):
    assert run("card", "Fashion_MNIST") == 0
    text = capsys.readouterr().out
    assert "| licence | MIT |" in text
    assert "| 9 | Ankle boot |" in text
    assert not (tmp_path / "cache").exists()


def test_card_as_croissant(capsys, tmp_path):
    assert run("card", "fashion-mnist", "--croissant") == 0
    described = json.loads(capsys.readouterr().out)
    assert {file["name"] for file in described["distribution"]} >= {"train-images-idx3-ubyte"}
    export(made(), "parquet", tmp_path / "things")
    assert run("card", "things", "--croissant", "--out", "mine.json") == 0
    assert capsys.readouterr().out == "mine.json\n"
    assert (tmp_path / "mine.json").read_bytes() == (tmp_path / "things" / "croissant.json").read_bytes()
    export(made(), "png", tmp_path / "pictures")
    assert run("card", "pictures", "--croissant") == 0
    assert json.loads(capsys.readouterr().out)["distribution"] == []


def test_a_path_is_told_from_a_name(tmp_path):
    with pytest.raises(InputError, match="did you mean fashion-mnist"):
        run("card", "fashion-mnits")
    with pytest.raises(DataError, match="there is no such file or folder"):
        run("card", "./fashion-mnist")


def test_verify_needs_something_in_the_cache(tmp_path):
    with pytest.raises(DataError, match="fashion-mnist is not in the cache"):
        run("data", "verify", "fashion-mnist")


def test_get_show_verify_a_named_set(capsys, tmp_path, monkeypatch, shared):
    monkeypatch.setenv("FITTINGROOM_MIRROR", str(shared / "mnist"))
    assert run("data", "get", "mnist") == 0
    assert capsys.readouterr().out == f"{tmp_path / 'cache' / 'sets' / 'mnist'}\n"
    assert run("data", "verify", "mnist") == 0
    assert "4 digests of the publisher's files computed again and equal" in capsys.readouterr().out
    assert run("data", "show", "mnist", "--out", "sheet.png") == 0
    with Image.open("sheet.png") as page:
        assert page.width > 400
    capsys.readouterr()
    assert run("data", "list") == 0
    cached = [line.split()[0] for line in capsys.readouterr().out.splitlines() if " yes " in line]
    assert cached == ["mnist"]
    assert run("data", "export", "mnist", "--to", "npz", "out.npz") == 0
    assert same(open_path("out.npz"), open_path(shared / "mnist"))
