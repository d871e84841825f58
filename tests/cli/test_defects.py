"""`fittingroom defects` as a newcomer uses it, and with what they may get wrong."""

import json

import numpy as np
import pytest
from PIL import Image

from fittingroom.cli import main
from fittingroom.measure.cues import CUES
from fittingroom.measure.defects import DEFECTS
from tests.cli.made import fails, npz_of


@pytest.fixture
def run(squares, tmp_path, capsys) -> tuple[str, str]:
    """Data and a trained run on them."""
    data, folder = npz_of(squares, tmp_path / "squares.npz"), tmp_path / "run"
    assert main(["report", data, "--epochs", "1", "--out", str(folder)]) == 0
    capsys.readouterr()
    return data, str(folder)


def test_the_list_names_every_defect_and_cue(capsys):
    for argv in (["defects"], ["defects", "--list"]):
        assert main(argv) == 0
        said = capsys.readouterr().out
        for one in (*DEFECTS, *CUES):
            assert one.name in said
            assert one.sentence in said


def test_a_sheet_is_a_picture_with_a_row_for_each(squares, tmp_path, capsys):
    data = npz_of(squares, tmp_path / "squares.npz")
    sheet, small = tmp_path / "new" / "sheet.png", tmp_path / "small.png"
    assert main(["defects", data, "--sheet", str(sheet)]) == 0
    assert "22 defects, 4 cues on pictures of train" in capsys.readouterr().out
    assert main(["defects", data, "--sheet", str(small), "--only", "blur,cues"]) == 0
    whole, part = (np.asarray(Image.open(path)) for path in (sheet, small))
    assert whole.shape[1] == part.shape[1]
    assert whole.shape[0] > 3 * part.shape[0]


def test_a_run_is_asked_and_the_tables_are_written(run, tmp_path, capsys):
    data, folder = run
    out = tmp_path / "out"
    argv = ["defects", data, "--run", folder, "--only", "light,noise,silhouette-only", "--severity", "1,5"]
    assert main([*argv, "--images", "40", "--out", str(out)]) == 0
    said = capsys.readouterr().out
    assert "low contrast" in said
    assert "silhouette only" in said
    assert sorted(path.name for path in out.iterdir()) == ["answers-run.npz", "defects.json", "defects.md"]
    content = json.loads((out / "defects.json").read_text())
    assert content["n"] == 40
    assert content["models"] == ["run"]
    assert content["provenance"]["seed"] == "0"


def test_two_runs_are_compared_by_name(run, squares, tmp_path, capsys):
    data, folder = run
    other = tmp_path / "hardened"
    argv = ["report", data, "--epochs", "1", "--augment", "defects,-light", "--out", str(other)]
    assert main(argv) == 0
    assert "convnet, defects-without-light" in (other / "report.md").read_text()
    capsys.readouterr()
    assert main(["defects", data, "--run", folder, "--run", str(other), "--only", "light"]) == 0
    assert "run minus hardened" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (["--run", "nowhere"], "there is no trained model here"),
        (["--sheet", "sheet.jpg"], "--sheet writes a .png file"),
        (["--sheet", "s.png", "--only", "blurr"], "did you mean blur"),
        (["--sheet", "s.png", "--severity", "9"], "--severity takes whole numbers in 1..5"),
        (["--sheet", "s.png", "--out", "folder"], "name at least one --run"),
        (["no-such-data", "--sheet", "s.png"], "no-such-data"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(argv, message, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert message in fails(capsys, "defects", *argv)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (
            ["--augment", "nonsense"],
            "--augment takes photographed, defects, or families of defects (geometry",
        ),
        (["--augment", "photografed"], "got 'photografed' (did you mean photographed?)"),
        (["--augment", "defects, -ligth"], "got '-ligth' (did you mean -light?)"),
        (["--augment", "light,"], "got ''"),
        (["--augment", "light,-light"], "nothing is left to train with"),
        (["--augment", "defects", "--model", "program-1"], "program-1 cannot be trained on defects"),
    ],
)
def test_what_cannot_be_trained_is_said_in_a_sentence(argv, message, squares, tmp_path, capsys):
    data, out = npz_of(squares, tmp_path / "squares.npz"), tmp_path / "run"
    assert message in fails(capsys, "report", data, *argv, "--out", str(out))
    assert not out.exists()
