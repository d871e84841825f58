"""What the documentation says is true: its tree, its commands, its snippet, its links."""

import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from fittingroom.cli import parser
from fittingroom.types import Dataset

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_tree_in_the_readme_is_the_tree():
    shown = set(re.findall(r"^  (\w+/|\w+\.py)", README.split("src/fittingroom/\n")[1], flags=re.MULTILINE))
    package = ROOT / "src/fittingroom"
    rooms = {f"{path.name}/" for path in package.iterdir() if (path / "__init__.py").exists()}
    assert {name for name in shown if name.endswith("/")} == rooms


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_between_pages_lead_somewhere(page: Path):
    for target in re.findall(r"\]\(([^)#:]+)(?:#[\w-]*)?\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_every_command_in_the_readme_parses_and_every_command_is_in_the_readme():
    commands = parser()._subparsers._group_actions[0].choices  # pyright: ignore
    for name in commands:
        assert f"`fittingroom {name}" in README, f"the README does not lead to `fittingroom {name}`"
    scored = "score predictions.csv --data fashion-mnist"
    for line in ("report fashion-mnist", scored, "checks FR003", "data list"):
        assert f"fittingroom {line}" in README
        parser().parse_args(line.split())


def test_the_readme_snippet_runs_on_the_real_data(fashion_mnist, tmp_path, monkeypatch, capsys):
    snippet = re.search(r"```python\n(.*?)```", README, flags=re.DOTALL).group(1)
    monkeypatch.chdir(tmp_path)
    quick = snippet.replace("max_iter=20", "max_iter=2")
    assert quick != snippet
    exec(compile(f"import warnings; warnings.simplefilter('ignore')\n{quick}", "README.md", "exec"), {})
    assert capsys.readouterr().out.startswith("Right on ")
    assert (tmp_path / "report.html").stat().st_size < 1_000_000


def run_snippet(page: str, data: Dataset, folder: Path) -> str:
    """Run the Python of a page as a script, on small data in place of MNIST; returns what it printed."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    snippet = re.search(r"```python\n(.*?)```", text, flags=re.DOTALL).group(1)
    np.savez(
        folder / "squares.npz",
        **{f"x_{part}": data.take(part).images for part in ("train", "test")},
        **{f"y_{part}": data.take(part).labels for part in ("train", "test")},
    )
    (folder / "mine.py").write_text(snippet.replace('"mnist"', '"squares.npz"'))
    done = subprocess.run(
        [sys.executable, "mine.py"], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_snippet_of_the_overfitting_study_runs_as_a_script(squares, tmp_path):
    run_snippet("overfitting.md", squares, tmp_path)
    assert "by the plain network" in (tmp_path / "overfitting.html").read_text()


def test_the_snippet_of_the_benchmark_runs_as_a_script(squares, tmp_path):
    assert "'ok': 2" in run_snippet("benchmark.md", squares, tmp_path)
    assert "boosted histograms" in (tmp_path / "board/leaderboard.html").read_text()


def test_no_page_names_the_machine_it_was_written_on():
    for page in [*PAGES, *sorted((ROOT / "src").rglob("*.py")), *sorted((ROOT / "benchmarks").rglob("*.py"))]:
        text = page.read_text(encoding="utf-8")
        assert str(ROOT) not in text, page
        assert not re.search(r"/(home|root|Users)/\w", text), page
