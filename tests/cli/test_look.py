"""`fittingroom look` as a user meets it."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from fittingroom.cli import main
from tests.cli.made import fails, npz_of


@pytest.fixture
def npz(squares, tmp_path: Path) -> str:
    return npz_of(squares, tmp_path / "squares.npz")


def test_help_says_what_it_does_and_what_may_be_given(capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["look", "--help"])
    assert stopped.value.code == 0
    said = " ".join(capsys.readouterr().out.split())
    for option in ("DATA [DATA ...]", "--images", "--views", "--seed", "--out", "--size"):
        assert option in said
    assert "the test part stays sealed" in said


def test_two_sets_give_one_report_and_a_seed_gives_it_again(npz, squares, tmp_path, capsys):
    other = npz_of(squares, tmp_path / "others.npz")
    command = ["look", npz, other, "--views", "pca", "--images", "40", "--seed", "3"]
    for out in ("a", "b"):
        assert main([*command, "--out", str(tmp_path / out)]) == 0
    said = capsys.readouterr().out
    assert "The nearest class mean is right on" in said
    assert f"report: {tmp_path / 'a' / 'report.html'}" in said
    assert sorted(path.name for path in (tmp_path / "a").iterdir()) == [
        "report.html",
        "report.json",
        "report.md",
    ]
    page = (tmp_path / "a" / "report.html").read_text()
    assert "A look at squares and others" in page
    drawings = [
        (tmp_path / out / "report.html").read_text().split("Provenance</h2>")[0] for out in ("a", "b")
    ]
    assert drawings[0] == drawings[1]


def test_it_writes_into_runs_unless_told_otherwise(npz, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(["look", npz, "--views", "pca"]) == 0
    assert (tmp_path / "runs" / "look" / "report.html").exists()


def test_a_folder_of_colour_pictures_is_looked_at(tmp_path, rng, capsys):
    for name, level in (("light", 200), ("dark", 20)):
        (tmp_path / "photos" / name).mkdir(parents=True)
        for i in range(30):
            pixels = np.clip(rng.normal(level, 20, (20, 30, 3)), 0, 255).astype(np.uint8)
            Image.fromarray(pixels).save(tmp_path / "photos" / name / f"{i}.png")
    folder = [str(tmp_path / "photos"), "--size", "16"]
    assert main(["look", *folder, "--views", "pca", "--out", str(tmp_path / "run")]) == 0
    assert "100" in capsys.readouterr().out
    assert "16 x 16, colour" in (tmp_path / "run" / "report.html").read_text()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--views", "pca,umap"], "the views are pca and tsne, asked for umap"),
        (["--images", "0"], "at least 10 train pictures, asked for 0"),
    ],
)
def test_wrong_options_are_one_sentence(npz, tmp_path, capsys, options, said):
    out = tmp_path / "run"
    assert said in fails(capsys, "look", npz, "--out", str(out), *options)
    assert not out.exists()


def test_wrong_data_are_one_sentence(npz, tmp_path, capsys):
    assert "fashion-mnist" in fails(capsys, "look", "fashon-mnist")
    assert "different names" in fails(capsys, "look", npz, npz)
    (tmp_path / "taken").write_text("a file, not a folder")
    assert "taken" in fails(capsys, "look", npz, "--views", "pca", "--out", str(tmp_path / "taken"))
    np.savez(tmp_path / "few.npz", x_train=np.zeros((4, 5, 5), np.uint8), y_train=np.array([0, 1, 0, 1]))
    assert "few" in fails(capsys, "look", str(tmp_path / "few.npz"))
