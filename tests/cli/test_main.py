"""The command line as a user meets it: help that leads on, one sentence and a code for what is wrong."""

import os
import signal
import subprocess
import sys
import time

import pytest

from fittingroom.cli import COMMANDS, main, parser
from fittingroom.types import Dataset
from tests.cli.made import fails, npz_of


@pytest.fixture
def npz(squares: Dataset, tmp_path) -> str:
    return npz_of(squares, tmp_path / "squares.npz")


def test_help_shows_every_command_and_what_data_may_be():
    text = parser().format_help()
    for command in COMMANDS:
        assert command.__name__.rsplit(".", 1)[1] in text
    assert "an .npz file" in text


def test_without_a_command_it_shows_what_there_is(capsys):
    assert main([]) == 2
    assert "start here" in capsys.readouterr().err


def test_an_unwritable_place_is_told_before_training(npz: str, tmp_path, capsys):
    (tmp_path / "taken").write_text("a file, not a folder")
    assert "taken" in fails(capsys, "report", npz, "--out", str(tmp_path / "taken"))


def test_a_message_of_several_lines_is_one_sentence(capsys):
    from fittingroom.cli import complain

    assert complain("mnist: no source\n  cache: empty\n  mirror: not set") == 2
    assert capsys.readouterr().err == "fittingroom: mnist: no source; cache: empty; mirror: not set\n"


def test_score_writes_a_report_and_prints_five_lines(npz: str, squares: Dataset, tmp_path, capsys):
    (tmp_path / "p.csv").write_text("id,label\n" + "".join(f"{i},0\n" for i in range(60)))
    assert main(["score", str(tmp_path / "p.csv"), "--data", npz, "--out", str(tmp_path / "run")]) == 0
    said = capsys.readouterr().out
    assert sorted(path.name for path in (tmp_path / "run").iterdir()) == [
        "report.html",
        "report.json",
        "report.md",
    ]
    assert f"report: {tmp_path / 'run' / 'report.html'}" in said
    assert len([line for line in said.splitlines() if line.startswith("  ")]) == 5


def test_report_trains_the_default_network_on_a_users_file(npz: str, tmp_path, capsys):
    out = tmp_path / "run"
    assert main(["report", npz, "--epochs", "1", "--out", str(out)]) == 0
    assert {"model.safetensors", "model.json", "predictions-test.npz", "report.html"} <= {
        p.name for p in out.iterdir()
    }
    assert "opened once, for 1 model" in ledger_of(npz, capsys)
    assert main(["report", npz, "--epochs", "1", "--out", str(out)]) == 0
    assert "opened twice, for 1 model" in ledger_of(npz, capsys)


def ledger_of(data: str, capsys) -> str:
    capsys.readouterr()
    assert main(["ledger", data]) == 0
    return capsys.readouterr().out


def test_checks_are_listed_and_explained(capsys):
    assert main(["checks"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 22
    assert main(["checks", "fr003"]) == 0
    assert "Why it matters" in capsys.readouterr().out
    assert "the checks are FR001" in fails(capsys, "checks", "FR999")


def test_wrong_data_is_one_sentence(tmp_path, capsys):
    (tmp_path / "empty").mkdir()
    (tmp_path / "note.txt").write_text("hello")
    assert "fashion-mnist" in fails(capsys, "report", "fashon-mnist")
    for path in ("absent/folder", str(tmp_path / "empty"), str(tmp_path / "note.txt")):
        assert path in fails(capsys, "report", path)


def test_wrong_options_are_one_sentence(npz: str, capsys):
    assert "convnet" in fails(capsys, "report", npz, "--model", "transformer")
    assert "at least 1 epoch" in fails(capsys, "report", npz, "--epochs", "0")


@pytest.mark.parametrize("seed", ["-1", "half"])
def test_a_seed_that_no_generator_takes_is_refused(seed: str, capsys):
    for command in (["report", "mnist"], ["data", "show", "mnist"]):
        with pytest.raises(SystemExit) as stopped:
            main([*command, "--seed", seed])
        assert stopped.value.code == 2
        assert seed in capsys.readouterr().err.splitlines()[-1]


def test_unwritable_place_is_one_sentence_and_keeps_what_was_there(npz: str, tmp_path, capsys):
    (tmp_path / "p.csv").write_text("id,label\n" + "".join(f"{i},0\n" for i in range(60)))
    (tmp_path / "taken").write_text("a file, not a folder")
    sentence = fails(
        capsys, "score", str(tmp_path / "p.csv"), "--data", npz, "--out", str(tmp_path / "taken")
    )
    assert "taken" in sentence
    assert (tmp_path / "taken").read_text() == "a file, not a folder"


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full on this system")
def test_a_full_disk_is_one_sentence(npz: str, tmp_path, capsys, monkeypatch):
    import errno

    def full(path, content):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))

    monkeypatch.setattr("fittingroom.reporting.document.write_text", full)
    (tmp_path / "p.csv").write_text("id,label\n" + "".join(f"{i},0\n" for i in range(60)))
    sentence = fails(capsys, "score", str(tmp_path / "p.csv"), "--data", npz, "--out", str(tmp_path / "run"))
    assert "No space left on device" in sentence


def test_interrupt_is_130_and_the_same_command_goes_on(npz: str, tmp_path):
    out = tmp_path / "run"
    command = [sys.executable, "-m", "fittingroom", "report", npz, "--epochs", "400", "--out", str(out)]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 120
    while (
        not (out / "checkpoint.safetensors").exists()
        and time.monotonic() < deadline
        and running.poll() is None
    ):
        time.sleep(0.05)
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=60)
    assert running.returncode == 130, said
    assert "Traceback" not in said
    assert "interrupted" in said
    assert not [path.name for path in out.iterdir() if path.name.startswith(".")]
