import json
from pathlib import Path

import pytest

from fittingroom.lint import lint
from fittingroom.lint.nouns import Place, Trouble
from fittingroom.lint.source import Source, comments, read, without_magics


def notebook(path: Path, *cells: str, language: str = "python") -> Path:
    book = {
        "cells": [{"cell_type": "markdown", "source": ["# title"]}]
        + [{"cell_type": "code", "source": cell.splitlines(keepends=True)} for cell in cells],
        "metadata": {"kernelspec": {"language": language}},
        "nbformat": 4,
    }
    path.write_text(json.dumps(book))
    return path


def source(path: Path) -> Source:
    result = read(path)
    assert isinstance(result, Source), result
    return result


def trouble(path: Path) -> Trouble:
    result = read(path)
    assert isinstance(result, Trouble), result
    return result


def test_lines_of_a_notebook_lead_back_to_their_cells(tmp_path):
    read_ = source(notebook(tmp_path / "a.ipynb", "x = 1\ny = 2", "%matplotlib inline\nz = 3", "w = 4"))
    names = {node.targets[0].id: node.lineno for node in read_.tree.body if hasattr(node, "targets")}  # pyright: ignore
    places = {name: read_.place(line) for name, line in names.items()}
    path = tmp_path / "a.ipynb"
    assert places == {
        "x": Place(path, 1, 1, 1),
        "y": Place(path, 1, 2, 1),
        "z": Place(path, 2, 2, 1),
        "w": Place(path, 3, 1, 1),
    }
    assert str(places["z"]) == f"{path}:cell 2:line 2"


def test_a_broken_cell_is_told_and_the_others_are_read(tmp_path):
    read_ = source(notebook(tmp_path / "a.ipynb", "x = 1", "print 'old'\n", "y = 2"))
    assert [(t.place.cell, t.place.line) for t in read_.troubles] == [(2, 1)]
    assert "this cell was skipped" in read_.troubles[0].sentence
    assert [node.targets[0].id for node in read_.tree.body] == ["x", "y"]  # pyright: ignore


def test_magics_leave_the_lines_where_they_were():
    text = "%load_ext a\n!pip install b\nx = !ls\nhelp?\nif True:\n    %time y = 1\n"
    assert without_magics(text).count("\n") == text.count("\n")
    compile(without_magics(text), "cell", "exec")
    assert without_magics("%%bash\nls -la\n").strip() == ""
    assert "y = 1" in without_magics("%%time\ny = 1\n")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"print 'two'\n", "is not valid Python 3"),
        (b"x = (\n", "is not valid Python 3"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\xff", "is not"),
        (b"# coding: klingon\nx = 1\n", "unknown encoding"),
        (b"x = 1\x00\n", "null bytes"),
    ],
)
def test_what_is_not_python_is_one_sentence(tmp_path, content: bytes, said: str):
    path = tmp_path / "a.py"
    path.write_bytes(content)
    assert said in trouble(path).sentence
    assert "\n" not in trouble(path).sentence


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"not json", "not valid JSON"),
        (b"[]", "no list of cells"),
        (b'{"worksheets": []}', "no list of cells"),
        (b"\xff\xfe", "not valid JSON"),
    ],
)
def test_a_broken_notebook_is_one_sentence(tmp_path, content: bytes, said: str):
    path = tmp_path / "a.ipynb"
    path.write_bytes(content)
    assert said in trouble(path).sentence


def test_a_notebook_of_another_language_and_an_empty_one(tmp_path):
    assert "is a notebook in R" in trouble(notebook(tmp_path / "r.ipynb", "x <- 1", language="R")).sentence
    assert source(notebook(tmp_path / "empty.ipynb")).tree.body == []


def test_an_unreadable_file_is_one_sentence(tmp_path):
    assert "cannot be read" in trouble(tmp_path / "absent.py").sentence


def test_a_latin_1_file_is_read(tmp_path):
    path = tmp_path / "a.py"
    path.write_bytes("# -*- coding: latin-1 -*-\nx = 'größe'\n".encode("latin-1"))
    assert "größe" in source(path).text


def test_what_only_the_tokenizer_refuses_is_told(tmp_path):
    path = tmp_path / "odd.py"
    path.write_text("if True:\n    a = 1\n  \\\n # fittingroom\n    b = 2\n")
    linted = lint([path])
    assert linted.n_read == 0
    assert [trouble.sentence for trouble in linted.troubles] == [
        "has comments that cannot be read: unindent does not match any outer indentation level"
    ]


def test_lines_of_a_notebook_may_end_like_those_of_other_systems(tmp_path):
    path = tmp_path / "windows.ipynb"
    cell = {"cell_type": "code", "source": "a = 1  # fittingroom one\r\nb = 2\r# two\r\nc = \\\r\n 3\r\n"}
    path.write_text(json.dumps({"nbformat": 4, "metadata": {}, "cells": [cell]}))
    assert comments(source(path)) == {1: "# fittingroom one", 3: "# two"}


def test_comments_are_told_from_strings(tmp_path):
    path = tmp_path / "a.py"
    path.write_text("x = '# no comment'  # one\n")
    assert comments(source(path)) == {1: "# one"}
