"""The example in the documentation runs and finds what it planted."""

import re
from pathlib import Path

PAGE = Path(__file__).resolve().parents[3] / "docs" / "copies.md"


def test_the_example_finds_its_planted_copies(capsys):
    example = re.search(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), flags=re.DOTALL).group(1)
    known: dict = {}
    exec(compile(example, "copies.md", "exec"), known)
    sure = known["sure"]
    assert {(int(i), int(j)) for i, j in zip(sure.i, sure.j, strict=True)} == {
        (row, 30 + row) for row in range(5)
    }
    assert "mirrored" in capsys.readouterr().out
