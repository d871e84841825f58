"""A Python file or a notebook as one syntax tree, and the way back from its lines to a place."""

import ast
import io
import json
import re
import tokenize
import warnings
from bisect import bisect_right
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fittingroom.lint.nouns import Place, Trouble

SUFFIXES = (".py", ".ipynb")
OTHER_LANGUAGE = re.compile(r"%%(?!time|timeit|capture|prun|memit|heat|python3?\b|skip)\w+")
SHELL = re.compile(r"^(\s*)(?:[%!?].*|[\w.]+\?\??\s*|(?:[\w, ]+=\s*)[%!].*)$")


@dataclass(frozen=True, slots=True)
class Source:
    """A file's code. `starts[i]` is the line of `text` on which cell `cells[i]` begins; none in a .py."""

    path: Path
    text: str
    tree: ast.Module
    troubles: tuple[Trouble, ...] = ()
    starts: tuple[int, ...] = ()
    cells: tuple[int, ...] = ()

    def place(self, line: int, column: int = 1) -> Place:
        """The place of a line (from 1) of `text`."""
        i = bisect_right(self.starts, line) - 1
        if i < 0:
            return Place(self.path, 0, line, column)
        return Place(self.path, self.cells[i], line - self.starts[i] + 1, column)

    def column(self, line: int, offset: int) -> int:
        """The column, from 1, of a node at `offset` bytes in a line: trees count bytes, people letters."""
        return len(self.text.split("\n")[line - 1].encode()[:offset].decode(errors="ignore")) + 1


def read(path: Path) -> Source | Trouble:
    """The source at `path`, or the sentence that says why there is none. Never raises for bad content."""
    try:
        if path.suffix == ".ipynb":
            return _notebook(path)
        with tokenize.open(path) as stream:
            text = stream.read()
        text, tree = _python(text)
        return Source(path, text, tree)
    except (SyntaxError, UnicodeDecodeError) as error:
        return _trouble(path, error)
    except OSError as error:
        return Trouble(Place(path, 0, 1, 1), f"cannot be read: {error.strerror or error}")


def _trouble(path: Path, error: SyntaxError | UnicodeDecodeError) -> Trouble:
    if isinstance(error, UnicodeDecodeError) or error.lineno is None:
        return Trouble(Place(path, 0, 1, 1), f"is not Python text: {getattr(error, 'msg', None) or error}")
    place = Place(path, 0, error.lineno, error.offset or 1)
    return Trouble(place, f"is not valid Python 3: {error.msg}; this file was skipped")


def _python(text: str) -> tuple[str, ast.Module]:
    """Plain Python, or Python with IPython's magics blanked out: its text and its tree."""
    try:
        return text, _parse(text)
    except SyntaxError:
        blanked = without_magics(text)
        if blanked == text:
            raise
        return blanked, _parse(blanked)


def _parse(text: str) -> ast.Module:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # odd escapes in other people's strings are not our business
        try:
            return ast.parse(text)
        except ValueError as error:  # null bytes
            raise SyntaxError(str(error)) from error
        except (RecursionError, MemoryError) as error:
            raise SyntaxError("the expressions are nested too deep to be read") from error


def without_magics(text: str) -> str:
    """`text` with IPython's %magics, !commands and questions? made `pass`; lines keep their numbers."""
    if OTHER_LANGUAGE.match(text.lstrip()):
        return "\n" * text.count("\n")
    return "\n".join(SHELL.sub(r"\1pass", line) for line in text.split("\n"))


def _notebook(path: Path) -> Source | Trouble:
    top = Place(path, 0, 1, 1)
    try:
        book = json.loads(path.read_bytes())
    except ValueError as error:
        return Trouble(top, f"is not a notebook: not valid JSON ({error})")
    if not isinstance(book, dict) or not isinstance(book.get("cells"), list):
        return Trouble(top, "is not a notebook of format 4: it has no list of cells")
    kernel = book.get("metadata", {}).get("kernelspec", {}) if isinstance(book.get("metadata"), dict) else {}
    language = kernel.get("language", "python") if isinstance(kernel, dict) else "python"
    if str(language).lower() not in ("python", "python3", "ipython"):
        return Trouble(top, f"is a notebook in {language}, not in Python")
    return _joined(path, [cell for cell in book["cells"] if _is_code(cell)])


def _is_code(cell: Any) -> bool:
    return isinstance(cell, dict) and cell.get("cell_type") == "code"


def _joined(path: Path, cells: list[dict[str, Any]]) -> Source:
    """All code cells as one program; a cell that does not parse is blanked and told."""
    texts: list[str] = []
    starts: list[int] = []
    troubles: list[Trouble] = []
    line = 1
    for number, cell in enumerate(cells, 1):
        source = cell.get("source", "")
        text = "".join(source) if isinstance(source, list) else str(source)
        text = io.StringIO(text, newline=None).read()  # every line ends in \n, as in a file that was read
        try:
            text, _ = _python(text)
        except SyntaxError as error:
            place = Place(path, number, error.lineno or 1, error.offset or 1)
            troubles.append(Trouble(place, f"is not valid Python 3: {error.msg}; this cell was skipped"))
            text = "\n" * text.count("\n")
        texts.append(text)
        starts.append(line)
        line += text.count("\n") + 1
    whole = "\n".join(texts)
    numbers = tuple(range(1, len(cells) + 1))
    return Source(path, whole, _parse(whole), tuple(troubles), tuple(starts), numbers)


def comments(source: Source) -> dict[int, str]:
    """Comment of each line of `source.text` that has one: line (from 1) -> text from the # on.

    Raises SyntaxError where the tokenizer is stricter than the parser: a backslash before a comment.
    """
    tokens = tokenize.generate_tokens(io.StringIO(source.text).readline)
    return {token.start[0]: token.string for token in tokens if token.type == tokenize.COMMENT}
