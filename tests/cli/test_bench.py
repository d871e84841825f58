"""fittingroom bench and leaderboard, as a person types them."""

import json
import sys

import pytest

from fittingroom.cli import main
from fittingroom.cli.quantities import duration, size
from fittingroom.cli.rows import read_rows
from fittingroom.errors import InputError
from fittingroom.studies.benchmark.store import Store
from tests.cli.made import fails, npz_of

ROWS = """
[[row]]
name = "five neighbours"
estimator = "sklearn.neighbors:KNeighborsClassifier"
parameters = { n_neighbors = 5 }
"""


@pytest.fixture
def data(squares, tmp_path):
    return npz_of(squares, tmp_path / "squares.npz")


def test_bench_then_leaderboard(data, tmp_path, capsys):
    rows, results, out = tmp_path / "rows.toml", tmp_path / "r.sqlite", tmp_path / "board"
    rows.write_text(ROWS)
    common = [data, "--families", "GaussianNB", "--rows", str(rows), "--results", str(results)]
    published = str(tmp_path / "r.parquet")
    assert main(["bench", *common, "--seeds", "1", "--export", published]) == 0
    said = capsys.readouterr().out
    assert "4 results: 4 ok" in said
    assert "the table: fittingroom leaderboard" in said
    assert main(["leaderboard", *common, "--out", str(out)]) == 0
    assert "is the best of 2 rows" in capsys.readouterr().out
    board = json.loads((out / "leaderboard.json").read_text())
    assert "five neighbours" in json.dumps(board)
    assert (out / "leaderboard.md").read_text().count("GaussianNB")
    assert (out / "leaderboard.html").stat().st_size > 20_000

    other = tmp_path / "other.sqlite"
    again = [data, "--families", "GaussianNB", "--rows", str(rows), "--results", str(other)]
    assert main(["bench", *again, "--seeds", "1", "--import", published]) == 0
    said = capsys.readouterr().out
    assert "4 results taken over" in said
    assert "0 results new" in said
    assert len(Store(other).results()) == 4


def test_the_rows_can_be_listed(capsys):
    assert main(["bench", "--list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 129
    assert lines[0].endswith("PassiveAggressiveClassifier(C=1.0)")


def test_predictions_join_the_leaderboard(data, squares, tmp_path, capsys):
    results, mine = tmp_path / "r.sqlite", tmp_path / "mine.csv"
    labels = squares.take("test").labels
    mine.write_text("\n".join(["id,label", *(f"{i},{label}" for i, label in enumerate(labels))]))
    common = [data, "--results", str(results), "--out", str(tmp_path / "board")]
    assert main(["leaderboard", *common, "--add", str(mine)]) == 0
    assert "mine: 100.00 % of squares, unverified" in capsys.readouterr().out
    assert "without a command" in fails(capsys, "leaderboard", *common, "--reproduce", "mine")


def test_score_can_hand_its_predictions_in(data, squares, tmp_path, capsys):
    results, mine = tmp_path / "r.sqlite", tmp_path / "mine.csv"
    labels = squares.take("test").labels
    mine.write_text("\n".join(["id,label", *(f"{i},{label}" for i, label in enumerate(labels))]))
    out = str(tmp_path / "report")
    argv = ["score", str(mine), "--data", data, "--out", out, "--join", "my model", "--results", str(results)]
    assert main(argv) == 0
    assert "my model joins the leaderboard, unverified" in capsys.readouterr().out
    assert [one.configuration for one in Store(results).results()] == ["my model"]


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (["--families", "Forest"], "there is no family Forest"),
        (["--retry", "broken"], "got broken"),
        (["--seeds", "0"], "at least 1 seed"),
        (["--rows", "none.toml"], "none.toml: the file of rows cannot be read (No such file or directory)"),
        (["--on", "moon"], "not on 'moon'"),
        (["--memory", "16"], "1 GB of memory at least, got 16 bytes"),
        (["--workers", "0"], "at least 1 worker, got 0"),
    ],
)
def test_arguments_that_cannot_be_used(data, tmp_path, capsys, argv, words):
    common = ["--families", "GaussianNB", "--results", str(tmp_path / "r.sqlite")]
    assert words in fails(capsys, "bench", data, *common, *argv)


def test_a_leaderboard_of_nothing_and_of_a_broken_file(data, tmp_path, capsys):
    none = str(tmp_path / "none.sqlite")
    assert "run `fittingroom bench` first" in fails(capsys, "leaderboard", data, "--results", none)
    text = tmp_path / "text.sqlite"
    text.write_text("this is no database " * 100)
    assert "move it away" in fails(capsys, "bench", data, "--results", str(text))
    assert text.read_text() == "this is no database " * 100


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("rows = 3", r"must hold tables \[\[row\]\]"),
        ("row = [1]", r"row 1 is no table \[\[row\]\], it is 1"),
        ("[[row]", "not a readable TOML file"),
        ("[[row]]\nestimator = 'a:b'", "row 1 needs a name"),
        ("[[row]]\nname = 'x'", "needs either an estimator"),
        ("[[row]]\nname = 'x'\nestimator = 'os'", "written module:name"),
        ("[[row]]\nname = 'x'\nestimator = ':Foo'", "written module:name"),
        ("[[row]]\nname = 'x'\nestimator = '.foo:Foo'", "written module:name"),
        ("[[row]]\nname = 'x'\nestimator = 3", "estimator must be a text, module:name, got 3"),
        ("[[row]]\nname = 'x'\nestimator = 'sklearn.svm:SVC'\nimages = 'no'", "images must be true or false"),
        ("[[row]]\nname = 'x'\nestimator = 'sklearn.svm:SVC'\nfamily = 3", "family must be a text, got 3"),
        ("[[row]]\nname = 'x'\nestimator = 'math:pi'", "row 1: row 'x' needs an estimator with fit"),
        (
            "[[row]]\nname = 'x'\nestimator = 'sklearn.pipeline:make_pipeline'\nparameters = { memory = '' }",
            "parameters go to a class, and sklearn.pipeline:make_pipeline is none",
        ),
        ("[[row]]\nname = 'x'\nrecipe = 'convnet'\nparameters = 5", "parameters must be a table"),
        ("[[row]]\nname = 'x'\nrecipe = 'convnet'\nparameters = { name = 'y' }", "it has .*epochs"),
        ("[[row]]\nname = 'x'\nrecipe = 'convnet'\nparameters = { epochz = 2 }", "it has .*epochs"),
        ("[[row]]\nname = 'x'\nrecipe = 'convnet'\nimages = true", "decides itself on images"),
        ("[[row]]\nname = 'x'\nestimator = 'nosuch:Thing'", "cannot be imported: No module named 'nosuch'"),
        ("[[row]]\nname = 'x'\nrecipe = 'nosuch'", "there is no recipe 'nosuch'"),
        ("[[row]]\nname = 'x'\ncolour = 'red'\nrecipe = 'convnet'", "unknown colour"),
        (
            "[[row]]\nname = 'x'\nestimator = 'sklearn.svm:SVC'\nparameters = { warp = 9 }",
            "cannot be made: .*warp",
        ),
    ],
)
def test_files_of_rows_that_cannot_be_used(tmp_path, text, words):
    path = tmp_path / "rows.toml"
    path.write_text(text)
    with pytest.raises(InputError, match=words):
        read_rows(path)


def test_a_file_of_a_windows_editor_and_a_module_of_the_current_folder(tmp_path, monkeypatch):
    """Also where the program was started from elsewhere, as an installed one is."""
    monkeypatch.setattr(sys, "path", [path for path in sys.path if path not in ("", str(tmp_path))])
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rows_of_mine.py").write_text("def make(seed):\n    return seed\n")
    (tmp_path / "rows.toml").write_text(
        "[[row]]\nname = 'mine'\nestimator = 'rows_of_mine:make'", encoding="utf-8-sig"
    )
    [row] = read_rows(tmp_path / "rows.toml")
    assert (row.spelling, row.estimator(3)) == ("make", 3)


def test_a_recipe_is_a_row_too(tmp_path):
    path = tmp_path / "rows.toml"
    path.write_text("[[row]]\nname = 'ours'\nrecipe = 'convnet'\nparameters = { epochs = 1 }")
    [row] = read_rows(path)
    assert (row.name, row.images, row.spelling) == ("ours", True, "recipe('convnet', epochs=1)")


def test_durations_and_sizes():
    assert [duration(text) for text in ("90", "90s", "45min", "1.5h", "2 H")] == [90, 90, 2700, 5400, 7200]
    assert [size(text) for text in ("16GB", "800mb", "12")] == [16 * 10**9, 8 * 10**8, 12]
    for wrong in ("soon", "2 weeks", "0h", "-1h", ""):
        with pytest.raises(Exception, match="a duration is written as in"):
            duration(wrong)
