"""Reads evaluation code and flags test data that leak into it; runs nothing.

A program is followed statement by statement (`flow`): every value knows which rows it holds (`rows`,
`values`), and what happens to rows is noted (`events`). A rule is a file `frNNN_what_it_finds.py` that
reads these notes, and a line in `RULES`; its docstring is also its page in docs/lint (`write_docs`).
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from fittingroom.errors import InputError
from fittingroom.explained import Explained, page, paragraphs
from fittingroom.files import write_text
from fittingroom.lint import (
    fr100_suppression,
    fr101_test_chooses_the_epoch,
    fr102_test_watched,
    fr103_chosen_on_test,
    fr104_search_saw_test,
    fr105_fitted_before_the_split,
    fr106_grown_before_the_split,
    fr107_same_rows,
    fr108_split_without_a_seed,
    fr109_split_ignores_groups,
    fr110_train_score_reported,
)
from fittingroom.lint.flow import follow
from fittingroom.lint.folders import files
from fittingroom.lint.found import Found
from fittingroom.lint.nouns import Flag, Linted, Place, Trouble
from fittingroom.lint.program import Program
from fittingroom.lint.source import Source, read
from fittingroom.lint.suppress import suppressed

__all__ = ["RULES", "Flag", "Linted", "Place", "Rule", "Trouble", "chosen", "files", "lint", "lint_source"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(Explained):
    """One mistake, and how it is found in a program."""

    find: Callable[[Program], Iterator[Found]]


RULES = tuple(
    Rule(code=module.CODE, find=module.find, **paragraphs(module))
    for module in (
        fr100_suppression,
        fr101_test_chooses_the_epoch,
        fr102_test_watched,
        fr103_chosen_on_test,
        fr104_search_saw_test,
        fr105_fitted_before_the_split,
        fr106_grown_before_the_split,
        fr107_same_rows,
        fr108_split_without_a_seed,
        fr109_split_ignores_groups,
        fr110_train_score_reported,
    )
)
"""All rules, in the order of their codes."""


def chosen(select: Collection[str] = (), ignore: Collection[str] = ()) -> tuple[Rule, ...]:
    """The rules of some codes (all if none is named), less those of others. Raises InputError."""
    known = [rule.code for rule in RULES]
    if unknown := sorted({*select, *ignore} - set(known)):
        raise InputError(f"there is no rule {', '.join(unknown)}; the rules are {', '.join(known)}")
    rules = tuple(rule for rule in RULES if (not select or rule.code in select) and rule.code not in ignore)
    if not rules:
        raise InputError("no rule is left: every selected code is ignored as well")
    return rules


def lint(paths: Iterable[Path], rules: Sequence[Rule] = RULES) -> Linted:
    """What `rules` find in some files (see `files`), in the order of places.

    A file that cannot be read becomes a Trouble and does not stop the rest.
    """
    flags: list[Flag] = []
    troubles: list[Trouble] = []
    n_read = 0
    for path in paths:
        source = read(path)
        if isinstance(source, Trouble):
            troubles.append(source)
            continue
        troubles.extend(source.troubles)
        try:
            flags.extend(lint_source(source, rules))
        except RecursionError:
            troubles.append(Trouble(source.place(1), "is nested too deep to be followed; it was skipped"))
            continue
        except SyntaxError as error:
            troubles.append(Trouble(source.place(1), f"has comments that cannot be read: {error.msg}"))
            continue
        n_read += 1
    return Linted(tuple(sorted(flags)), tuple(sorted(troubles)), n_read)


def lint_source(source: Source, rules: Sequence[Rule] = RULES) -> list[Flag]:
    """What `rules` find in one program, suppressions taken into account, in the order of places."""
    program = follow(source.tree)
    found: dict[tuple[int, int, str], Flag] = {}
    for rule in rules:
        for one in rule.find(program):
            line = getattr(one.node, "lineno", 1)
            column = source.column(line, getattr(one.node, "col_offset", 0))
            flag = Flag(source.place(line, column), rule.code, one.sentence, one.fix, one.severity)
            found.setdefault((line, column, rule.code), flag)
    flags = [(line, flag) for (line, _, _), flag in sorted(found.items(), key=lambda item: item[0])]
    return sorted(suppressed(source, flags, frozenset(rule.code for rule in rules)))


def write_docs(folder: Path) -> None:
    """Write one page per rule from the rules' docstrings."""
    for rule in RULES:
        write_text(folder / f"{rule.code}.md", page(rule))
