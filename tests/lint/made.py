"""Programs written in a test, linted."""

from pathlib import Path
from textwrap import dedent

from fittingroom.lint import Flag, lint_source
from fittingroom.lint.source import Source, read


def program(folder: Path, text: str, name: str = "program.py") -> Source:
    """A program as a source, read from a file in `folder`."""
    path = folder / name
    path.write_text(dedent(text), encoding="utf-8")
    source = read(path)
    assert isinstance(source, Source), source
    return source


def flags(folder: Path, text: str) -> list[Flag]:
    """What the lint finds in a program."""
    return lint_source(program(folder, text))


def codes(folder: Path, text: str) -> list[str]:
    """The codes found in a program, in the order of lines."""
    return [flag.code for flag in flags(folder, text)]
