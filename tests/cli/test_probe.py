"""`fittingroom probe` as a user meets it."""

import numpy as np
import pytest

from fittingroom.cli import main
from tests.cli.made import fails, npz_of
from tests.studies.reality.probed import photo_folder

MAP = """
unknown = ["leer"]
ignore = ["Not sure"]
prepare = ["stretch", "stretch-negate"]

[strict]
oben = "0"
rechts = "1"
unten = "2"
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A folder with a small data set of one's own, a finished run on it, photos and a map."""
    from tests.conftest import squares as squares_fixture

    folder = tmp_path_factory.mktemp("probe")
    squares = squares_fixture.__wrapped__(np.random.default_rng(7))
    npz_of(squares, folder / "squares.npz")
    photo_folder(folder / "walls", np.random.default_rng(3))
    (folder / "walls.toml").write_text(MAP)
    command = ["report", str(folder / "squares.npz"), "--epochs", "1", "--out", str(folder / "run")]
    assert main(command) == 0
    return folder


def asked(made, *more: str) -> list[str]:
    return [
        *("probe", str(made / "walls"), "--map", str(made / "walls.toml"), "--run", str(made / "run")),
        *("--data", str(made / "squares.npz"), *more),
    ]


def test_a_run_is_asked_about_photos(made, capsys):
    assert main(asked(made, "--group", "who")) == 0
    said = capsys.readouterr().out
    assert "strict" in said
    assert "one class always" in said
    assert "4 groups (who)" in said
    folder = made / "run" / "probe-walls"
    assert f"report: {folder / 'report.html'}" in said
    assert f"pictures: {folder / 'sheet.png'}" in said
    names = {
        "report.html",
        "report.json",
        "report.md",
        "sheet.png",
        "steps-stretch.png",
        "steps-stretch-negate.png",
    }
    assert {path.name for path in folder.iterdir()} == names


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--prepare", "strech"], "there is no preparation 'strech' (did you mean stretch?)"),
        (["--group", "sender"], "there is no column 'sender', found file, label, who"),
        (["--label", "thing"], "expected the columns file and thing, found file, label, who"),
        (["--map", "clothing"], "squares has no class 'T-shirt/top'"),
        (["--map", "nowhere.toml"], "no class map lies at nowhere.toml"),
        (["--run", "nowhere"], "there is no trained model here"),
    ],
)
def test_wrong_options_are_one_sentence(made, tmp_path, capsys, more, said):
    out = tmp_path / "out"
    assert said in fails(capsys, *asked(made, *more), "--out", str(out))
    assert not out.exists()


def test_photos_that_are_not_there_are_one_sentence(made, capsys):
    arguments = asked(made)
    arguments[1] = str(made / "none")
    assert "there is no such folder of pictures" in fails(capsys, *arguments)
