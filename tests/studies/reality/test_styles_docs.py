"""What docs/styles.md says runs as it stands there."""

import re
from pathlib import Path

import numpy as np

from fittingroom.cli import parser
from fittingroom.simulate.digit_styles import STYLES
from tests.studies.reality.test_styles import digits

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "styles.md").read_text(encoding="utf-8")


def test_the_snippet_runs_on_small_data(rng, tmp_path, monkeypatch):
    data = digits(rng)
    monkeypatch.setattr("fittingroom.data.load", lambda name: data)
    monkeypatch.chdir(tmp_path)
    snippet = re.search(r"```python\n(.*?)```", PAGE, flags=re.DOTALL).group(1)
    quick = snippet.replace("drawn_digits(rng=drawing)", "drawn_digits(hands=3, rng=drawing)")
    assert quick != snippet
    exec(compile(quick, "styles.md", "exec"), {"my_model": lambda images: np.zeros(len(images), int)})
    assert (tmp_path / "styles.html").stat().st_size < 1_000_000


def test_the_commands_parse():
    commands = re.findall(r"^fittingroom (.*?)(?:  #.*)?$", PAGE, flags=re.MULTILINE)
    assert len(commands) == 3
    for command in commands:
        parser().parse_args(command.split())


def test_every_style_is_in_the_table():
    rows = PAGE.split("the plain one first |\n")[1].split("\n\n")[0]
    for style in STYLES:
        assert style.name.split("/")[1] in rows, style.name
