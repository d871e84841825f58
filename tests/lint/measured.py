"""Precision and recall of the lint on its corpus, and docs/lint/README.md, where they stand.

`python -m tests.lint.measured` writes the page; a test says that it is up to date. A program of the
corpus carries what must be found on its lines as `# expect: FR101`; a correct one carries nothing.
`# also: FR103` marks a further finding of a mistake that is marked elsewhere: neither right nor false.
`# missed: FR101` marks what must be found and is known not to be: it counts as missed.
`first_look.json` is what the lint found in a part the first time it was run on it: of `held_out` counted
by three batches, of `second` and `third` by one run over all their programs, whose marks were written
before it (a mark on another line of the same mistake was moved to the finding's line, as
docs/lint/README.md says).
"""

import json
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from fittingroom.files import write_text
from fittingroom.lint import RULES, lint_source, write_docs
from fittingroom.lint.source import Source, read
from fittingroom.measure.intervals import wilson

CORPUS = Path(__file__).parent / "corpus"
PARTS = ("development", "held_out", "second", "third")
NAMES = ("development", "held-out", "second author", "third author")
DOCS = Path(__file__).resolve().parents[2] / "docs" / "lint"
EXPECTED = re.compile(r"# (?:expect|missed): ((?:FR\d{3} ?)+)")
MISSED = re.compile(r"# missed: ((?:FR\d{3} ?)+)")
ALSO = re.compile(r"# also: ((?:FR\d{3} ?)+)")

Marks = set[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Tally:
    """Findings by code: right ones, false accusations, and those that were missed."""

    right: Counter[str]
    false: Counter[str]
    missed: Counter[str]


def programs(part: str) -> list[Path]:
    return sorted(path for path in (CORPUS / part).iterdir() if path.suffix in (".py", ".ipynb"))


def source_of(path: Path) -> Source:
    source = read(path)
    assert isinstance(source, Source), source
    return source


def expected(source: Source) -> Marks:
    """(line of the joined text, code) of every finding that a program must have."""
    return _marks(source, EXPECTED)


def known_missed(source: Source) -> Marks:
    """Those of the expected findings that the lint is known not to have."""
    return _marks(source, MISSED)


def _marks(source: Source, kind: re.Pattern[str]) -> Marks:
    lines = enumerate(source.text.split("\n"), 1)
    return {(n, code) for n, line in lines if (m := kind.search(line)) for code in m[1].split()}


def found(source: Source) -> Marks:
    """(line of the joined text, code) of every finding that it has, but those marked as `also`."""
    starts = dict(zip(source.cells, source.starts, strict=True))
    flags = lint_source(source)
    marks = {(flag.place.line + starts.get(flag.place.cell, 1) - 1, flag.code) for flag in flags}
    return marks - _marks(source, ALSO)


def tally(part: str) -> Tally:
    """Findings on one part of the corpus against what it must have."""
    result = Tally(Counter(), Counter(), Counter())
    for path in programs(part):
        source = source_of(path)
        want, got = expected(source), found(source)
        for counter, marks in (
            (result.right, got & want),
            (result.false, got - want),
            (result.missed, want - got),
        ):
            counter.update(code for _, code in marks)
    return result


def first_look(part: str) -> Tally:
    counts = json.loads((CORPUS / "first_look.json").read_text())[part]
    return Tally(*(Counter(counts[name]) for name in ("right", "false", "missed")))


def table(tallies: dict[str, Tally]) -> str:
    """Markdown: a row per rule, one for all and their shares; a column per tally."""
    columns = {
        name: [_cell([counter[rule.code] for counter in (t.right, t.false, t.missed)]) for rule in RULES]
        + _summary(*(counter.total() for counter in (t.right, t.false, t.missed)))
        for name, t in tallies.items()
    }
    heads = [f"[{rule.code}]({rule.code}.md)" for rule in RULES] + ["**all**", "precision", "recall"]
    rows = ["| rule | " + " | ".join(columns) + " |", "|---" * (1 + len(columns)) + "|"]
    for head, *cells in zip(heads, *columns.values(), strict=True):
        rows.append(f"| {head} | " + " | ".join(cells) + " |")
    return "\n".join(rows)


def _cell(counts: list[int]) -> str:
    return " / ".join(map(str, counts)) if any(counts) else "none"


def _summary(right: int, false: int, missed: int) -> list[str]:
    return [
        _cell([right, false, missed]),
        f"{right / (right + false):.2f}",
        f"{right / (right + missed):.2f}",
    ]


def page() -> str:
    """docs/lint/README.md: the rules, how to use them, and how often they are right."""
    text = (Path(__file__).parent / "page.md").read_text(encoding="utf-8")
    rules = "\n".join(f"| [{rule.code}]({rule.code}.md) | {rule.title} |" for rule in RULES)
    counts, tallies = {}, {}
    for part, name in zip(PARTS, NAMES, strict=True):
        sources = [source_of(path) for path in programs(part)]
        flawed = sum(bool(expected(source)) for source in sources)
        counts[part] = f"{len(sources)} programs, {flawed} flawed and {len(sources) - flawed} correct"
        if part != "development":
            first = tallies[f"{name}, first look"] = first_look(part)
            right, false, missed = (c.total() for c in (first.right, first.false, first.missed))
            counts[f"{part}_precision"] = _share(right, right + false)
            counts[f"{part}_recall"] = _share(right, right + missed)
        tallies[name if part == "development" else f"{name}, now"] = tally(part)
    return text.format(rules=rules, table=table(tallies), **counts)


def _share(part: int, whole: int) -> str:
    low, high = wilson(part, whole)
    return f"{part / whole:.2f} [{low:.2f}, {high:.2f}] ({part} of {whole})"


def write() -> None:
    write_docs(DOCS)
    write_text(DOCS / "README.md", page())


if __name__ == "__main__":
    write()
