"""fittingroom lint PATH ...: mistakes in evaluation code, told from its text; nothing is run."""

import argparse
import sys
from pathlib import Path

from fittingroom import __version__
from fittingroom.errors import InputError

FORMATS = ("text", "json", "sarif", "github")


def add(commands: argparse._SubParsersAction) -> None:
    command = commands.add_parser(
        "lint",
        help="find leaked test data in evaluation code (.py, notebooks, folders); runs nothing",
        description="Find evaluation mistakes in Python files and notebooks without running them: test data "
        "that choose, preprocessing fitted before the split, the same rows on both sides, and others "
        "(fittingroom checks FR101 explains one). Exit codes: 0 nothing found, 1 something found, "
        "2 nothing could be read.",
    )
    command.add_argument(
        "paths", type=Path, nargs="+", metavar="PATH", help="a .py file, a notebook or a folder"
    )
    command.add_argument("--format", choices=FORMATS, default="text", help="how findings are printed")
    command.add_argument("--select", type=_codes, default=(), metavar="CODES", help="only these: FR101,FR103")
    command.add_argument("--ignore", type=_codes, default=(), metavar="CODES", help="all but these: FR108")
    command.set_defaults(run=run)


def _codes(text: str) -> tuple[str, ...]:
    return tuple(code.strip().upper() for code in text.split(",") if code.strip())


def run(arguments: argparse.Namespace) -> int:
    from tqdm import tqdm

    from fittingroom import lint

    rules = lint.chosen(arguments.select, arguments.ignore)
    paths = lint.files(arguments.paths)
    linted = lint.lint(tqdm(paths, "lint", disable=None, leave=False, delay=1, unit="file"), rules)
    print(_printed(linted, arguments.format), end="")
    for trouble in linted.troubles:
        print(f"fittingroom: {trouble.place} {trouble.sentence}", file=sys.stderr)
    if not linted.n_read:
        raise InputError(
            f"nothing could be read of {', '.join(map(str, arguments.paths))}, so nothing is known of it"
        )
    if arguments.format == "text":
        print(_summary(linted.n_read, len(linted.flags), len(linted.troubles)), file=sys.stderr)
    return 1 if linted.flags else 0


def _printed(linted, form: str) -> str:
    from fittingroom.lint import RULES
    from fittingroom.lint.as_github import as_github
    from fittingroom.lint.as_json import as_json
    from fittingroom.lint.as_sarif import as_sarif
    from fittingroom.lint.as_text import as_text

    if form == "sarif":
        return as_sarif(linted, RULES, version=__version__)
    return {"text": as_text, "json": as_json, "github": as_github}[form](linted)


def _summary(n_read: int, n_flags: int, n_troubles: int) -> str:
    files = f"{n_read:,} file{'s' * (n_read != 1)}"
    found = f"{n_flags:,} finding{'s' * (n_flags != 1)}" if n_flags else "nothing found"
    skipped = f", {n_troubles:,} could not be read in full" if n_troubles else ""
    return f"{found} in {files}{skipped}"
