"""`fittingroom study` as a user meets it."""

from pathlib import Path

import pytest

from fittingroom.cli import main
from fittingroom.studies.overfitting.arms import ARMS
from tests.cli.made import fails, npz_of
from tests.studies.overfitting.made import small


@pytest.fixture
def npz(tmp_path: Path) -> str:
    return npz_of(small(), tmp_path / "mine.npz")


def test_help_says_what_it_does_and_what_may_be_given(capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["study", "overfitting", "--help"])
    assert stopped.value.code == 0
    said = " ".join(capsys.readouterr().out.split())
    for option in ("--seeds", "--quick", "--arms", "--list", "--on", "--workers", "--out", "--size"):
        assert option in said
    assert "after an interruption the same command goes on" in said
    assert "default: fashion-mnist" in said


def test_without_a_study_it_says_which_there_are(capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["study"])
    assert stopped.value.code == 2
    assert "STUDY" in capsys.readouterr().err


def test_the_list_has_every_arm_once_with_what_it_is(capsys):
    assert main(["study", "overfitting", "--list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == [arm.name for arm in ARMS]
    for line, arm in zip(lines, ARMS, strict=True):
        assert f"{arm.factor}: {arm.title}" in line


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--arms", "drop-out"], "there is no arm drop-out; the arms are plain, program-1"),
        (["--workers", "0"], "--workers must be at least 1, got 0"),
        (["--seeds", "0"], "at least 1 seed, asked for 0"),
        (["--seeds", "-3"], "at least 1 seed, asked for -3"),
    ],
)
def test_wrong_options_are_one_sentence(npz, tmp_path, capsys, options, said):
    out = tmp_path / "run"
    assert said in fails(capsys, "study", "overfitting", npz, "--out", str(out), *options)
    assert not out.exists()


def test_wrong_data_and_an_unwritable_place_are_one_sentence(npz, tmp_path, capsys):
    assert "fashion-mnist" in fails(capsys, "study", "overfitting", "fashon-mnist")
    (tmp_path / "taken").write_text("a file, not a folder")
    arguments = ("study", "overfitting", npz, "--arms", "mirror", "--out", str(tmp_path / "taken"))
    assert "taken" in fails(capsys, *arguments)


@pytest.mark.parametrize("seeds", ["half", "1.5"])
def test_seeds_are_a_whole_number(capsys, seeds):
    with pytest.raises(SystemExit) as stopped:
        main(["study", "overfitting", "mnist", "--seeds", seeds])
    assert stopped.value.code == 2
    assert seeds in capsys.readouterr().err.splitlines()[-1]


def test_a_rough_look_at_a_users_file_writes_a_report_and_goes_on_from_it(npz, tmp_path, capsys):
    out = tmp_path / "run"
    command = ["study", "overfitting", npz, "--quick", "--arms", "mirror, plain", "--workers", "1"]
    command += ["--out", str(out)]
    assert main(command) == 0
    said = capsys.readouterr()
    assert f"report: {out / 'report.html'}" in said.out
    assert "by the plain network" in said.out
    page = (out / "report.html").read_text()
    assert len(page.encode()) < 2_000_000
    assert "a quick look, rough numbers" in page
    models = {path: path.stat().st_mtime_ns for path in out.rglob("model.safetensors")}
    assert sorted(path.parents[1].name.rpartition("-")[0] for path in models) == ["mirror", "plain"]
    assert main(command) == 0
    assert capsys.readouterr().out == said.out
    assert {path: path.stat().st_mtime_ns for path in out.rglob("model.safetensors")} == models
