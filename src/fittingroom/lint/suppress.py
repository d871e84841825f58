"""Suppressions: `# fittingroom: ignore[FR101] because REASON`, at the statement or on the line above it."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from fittingroom.lint.nouns import Flag
from fittingroom.lint.source import Source, comments

FORM = re.compile(r"#\s*fittingroom:\s*ignore(?P<codes>\[[^\]]*\])?(?P<rest>.*)", re.IGNORECASE)
REASON = re.compile(r"^[\s,:;-]*because\s+(\S.*)", re.IGNORECASE)
HOW = "write # fittingroom: ignore[FR101] because REASON"


@dataclass(frozen=True, slots=True)
class Suppression:
    """One comment: its line, the codes it names and the reason it gives ("" for none)."""

    line: int
    codes: frozenset[str]
    reason: str


def suppressions(source: Source) -> list[Suppression]:
    """All suppressions of a file, well formed or not, in the order of lines."""
    if "fittingroom" not in source.text:
        return []
    found = []
    for line, comment in sorted(comments(source).items()):
        if match := FORM.search(comment):
            codes = frozenset(
                code.strip().upper() for code in (match["codes"] or "")[1:-1].split(",") if code.strip()
            )
            reason = REASON.match(match["rest"])
            found.append(Suppression(line, codes, reason[1].strip() if reason else ""))
    return found


def suppressed(source: Source, flags: list[tuple[int, Flag]], asked: frozenset[str]) -> Iterator[Flag]:
    """The flags that remain, and a flag FR100 for each suppression that does not count.

    `flags` are (line of the joined text, flag). A suppression that names only codes that were not
    `asked` for is left alone: it may well be needed when they are.
    """
    known = suppressions(source)
    used: set[Suppression] = set()
    spans = _statements(source.tree) if known else {}
    for line, flag in flags:
        first, last = spans.get(line, (line, line))
        reached = range(min(first, line) - 1, max(last, line) + 1)
        hits = [s for s in known if s.line in reached and flag.code in s.codes and s.reason]
        used.update(hits)
        if not hits:
            yield flag
    if "FR100" in asked:
        for suppression in known:
            if sentence := _complaint(suppression, suppression in used, asked):
                yield Flag(source.place(suppression.line), "FR100", sentence, HOW, "warning")


def _complaint(suppression: Suppression, is_used: bool, asked: frozenset[str]) -> str:
    if not suppression.codes:
        return "this suppression names no code and does not count"
    if not suppression.reason:
        return "this suppression gives no reason and does not count"
    if not is_used and suppression.codes <= asked:
        return f"this suppression of {', '.join(sorted(suppression.codes))} suppresses nothing: remove it"
    return ""


def _statements(tree: ast.Module) -> dict[int, tuple[int, int]]:
    """Line -> first and last line of the simple statement that covers it."""
    found: dict[int, tuple[int, int]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.stmt) and not hasattr(node, "body"):
            span = (node.lineno, node.end_lineno or node.lineno)
            found.update(dict.fromkeys(range(span[0], span[1] + 1), span))
    return found
