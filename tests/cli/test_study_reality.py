"""`fittingroom study reality` as a user meets it."""

from pathlib import Path

import numpy as np
import pytest

from fittingroom.cli import main
from fittingroom.models import convnet
from fittingroom.models.convnet import Params
from fittingroom.models.fine_tune import Tuning
from fittingroom.studies import side_by_side
from fittingroom.studies.reality import teaching
from tests.cli.made import fails, npz_of
from tests.jobs.at_once import at_once
from tests.studies.overfitting.made import pictures
from tests.studies.reality.probed import photo_folder

MAP = """\
group = "who"
prepare = ["stretch"]
unknown = ["leer"]
ignore = ["Not sure"]
[strict]
oben = "0"
rechts = "1"
unten = "2"
"""


@pytest.fixture
def npz(tmp_path: Path) -> str:
    return npz_of(pictures({"train": 160, "val": 60, "cal": 60, "test": 60}), tmp_path / "mine.npz")


@pytest.fixture
def probe(tmp_path: Path) -> tuple[str, str]:
    folder = photo_folder(tmp_path / "snaps", np.random.default_rng(1), each=9, senders=9)
    (tmp_path / "mine.toml").write_text(MAP)
    return str(folder), str(tmp_path / "mine.toml")


def test_help_says_what_it_does_and_what_may_be_given(capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["study", "reality", "--help"])
    assert stopped.value.code == 0
    said = " ".join(capsys.readouterr().out.split())
    for option in ("--probe PHOTOS MAP", "--seeds", "--quick", "--no-families", "--on", "--workers", "--out"):
        assert option in said
    assert "after an interruption the same command goes on" in said


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--workers", "0"], "--workers must be at least 1, got 0"),
        (["--seeds", "0"], "at least 1 seed, asked for 0"),
        (["--probe", "nowhere", "clothing"], "nowhere: there is no such folder of pictures"),
        (["--probe", "nowhere", "clothin"], "did you mean clothing?"),
    ],
)
def test_wrong_options_are_one_sentence(npz, tmp_path, capsys, options, said):
    out = tmp_path / "run"
    assert said in fails(capsys, "study", "reality", npz, "--out", str(out), *options)
    assert not out.exists()


def test_a_map_for_other_classes_is_one_sentence(npz, probe, tmp_path, capsys):
    assert "has no class" in fails(capsys, "study", "reality", npz, "--probe", probe[0], "clothing")


def test_a_rough_look_writes_report_and_card(npz, probe, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(convnet, "DEFAULT", Params(widths=(6, 8), epochs=1, evaluated=20))
    monkeypatch.setattr(side_by_side, "run_jobs", lambda jobs, **what: at_once(jobs, shared=what["shared"]))
    monkeypatch.setattr(teaching, "run_jobs", lambda jobs, **what: at_once(jobs, shared=what["shared"]))
    monkeypatch.setattr("fittingroom.models.fine_tune.TUNING", Tuning(steps=2))
    out = tmp_path / "run"
    assert main(["study", "reality", npz, "--quick", "--out", str(out), "--probe", *probe]) == 0
    said = capsys.readouterr().out
    assert "report.html" in said
    assert "card.html" in said
    for name in ("report.html", "report.md", "report.json", "card.html", "card.md", "card.json"):
        assert (out / name).is_file()
    assert "A rough look at a smaller training: do not quote." in (out / "card.md").read_text()
    assert "Do not quote these numbers." in said
