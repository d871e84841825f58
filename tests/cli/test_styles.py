"""`fittingroom styles` as a user meets it."""

import dataclasses
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from fittingroom.cli import main
from fittingroom.data import load
from fittingroom.models import recipe
from fittingroom.models.calibrated import calibrate
from fittingroom.simulate.fonts import font_files
from fittingroom.studies.run import remember
from tests.cli.made import fails, npz_of


def test_the_sheet_needs_no_run_and_a_seed_draws_it_again(tmp_path, capsys):
    for name in ("a", "b"):
        assert main(["styles", "--hands", "2", "--sheet", str(tmp_path / f"{name}.png")]) == 0
    assert f"pictures: {tmp_path / 'a.png'}" in capsys.readouterr().out
    a, b = (np.asarray(Image.open(tmp_path / f"{name}.png")) for name in ("a", "b"))
    assert np.array_equal(a, b)
    assert main(["styles", "--hands", "2", "--seed", "1", "--sheet", str(tmp_path / "c.png")]) == 0
    assert not np.array_equal(a, np.asarray(Image.open(tmp_path / "c.png")))


def test_a_run_on_digits_gives_a_table_and_a_report(tmp_path, rng, capsys):
    data, folder = digits_file(tmp_path, rng), tmp_path / "run"
    a_run(data, folder)
    command = ["styles", "--run", str(folder), "--data", data, "--hands", "2"]
    assert main(command) == 0
    said = capsys.readouterr().out
    assert "one/flag+foot" in said
    assert f"report: {folder / 'styles' / 'report.html'}" in said
    assert sorted(path.name for path in (folder / "styles").iterdir()) == [
        "report.html",
        "report.json",
        "report.md",
    ]


def a_run(data: str, folder: Path) -> None:
    """The smallest run there is: one epoch of a plain network."""
    pytest.importorskip("torch")
    found, opened = recipe("program-1"), load(data)
    params = dataclasses.replace(found.params, epochs=1)
    train, val, classes = opened.part("train"), opened.part("val"), len(opened.card.classes)
    fitted = found.module.fit(train, val, params, name="plain", classes=classes, seed=0, folder=folder)
    remember(opened, calibrate(fitted, opened.part("cal")), folder)


def digits_file(folder: Path, rng: np.random.Generator) -> str:
    """A user's own digits: noise whose mean tells the label."""
    labels = np.arange(300) % 10
    images = (rng.integers(0, 40, (300, 28, 28)) + 20 * labels[:, None, None]).astype(np.uint8)
    path = folder / "digits.npz"
    np.savez(path, x_train=images[:240], y_train=labels[:240], x_test=images[240:], y_test=labels[240:])
    return str(path)


def test_what_cannot_be_done_is_one_sentence(tmp_path, capsys):
    assert "nothing to do" in fails(capsys, "styles")
    assert "there is no trained model here" in fails(capsys, "styles", "--run", str(tmp_path))
    assert "1 hand or more" in fails(capsys, "styles", "--hands", "0", "--sheet", str(tmp_path / "a.png"))
    assert "saved as .png" in fails(capsys, "styles", "--hands", "1", "--sheet", str(tmp_path / "a.jpg"))
    empty = tmp_path / "empty"
    empty.mkdir()
    command = ("styles", "--hands", "1", "--sheet", str(tmp_path / "a.png"), "--fonts")
    assert "no font with ten digits" in fails(capsys, *command, str(empty))
    assert "no such folder of fonts" in fails(capsys, *command, str(tmp_path / "none"))
    assert not (tmp_path / "a.png").exists()


def test_clothes_are_sent_to_the_command_for_them(tmp_path, squares, capsys):
    data, folder = npz_of(squares, tmp_path / "squares.npz"), tmp_path / "run"
    a_run(data, folder)
    capsys.readouterr()
    said = fails(capsys, "styles", "--run", str(folder), "--data", data)
    assert "these styles are of the digits 0 to 9" in said
    assert "fittingroom defects" in said


def test_fonts_are_taken_from_the_folders_that_are_named(tmp_path, capsys):
    files = font_files()
    if not files:
        pytest.skip("no font is installed here (Debian: fonts-dejavu-core)")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / files[0].name).write_bytes(files[0].read_bytes())
    sheet = str(tmp_path / "a.png")
    assert main(["styles", "--hands", "1", "--fonts", str(tmp_path / "mine"), "--sheet", sheet]) == 0
    assert capsys.readouterr().out.startswith("69 pictures")
