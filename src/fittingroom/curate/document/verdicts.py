"""What a person thought of drawn decisions: a CSV to fill in, and the error rate of each kind from it."""

import csv
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from fittingroom.curate.document.drawn import Case
from fittingroom.curate.told import aligned
from fittingroom.data.csv_columns import read_csv
from fittingroom.errors import DataError
from fittingroom.measure.intervals import wilson
from fittingroom.types import Measurement

VERDICTS = ("right", "wrong", "cannot tell")

COLUMNS = ("case", "step", "reason", "kept", "total", "row", "record", "subject", "verdict", "note")
"""Of the CSV. total: how many decisions of this kind the set has; verdict: one of VERDICTS, or empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Decisions of one kind: how many the set has, were drawn, and got each verdict.

    error: wrong among those that could be told, with Wilson's interval; it is about one reader's eyes.
    """

    step: str
    reason: str
    kept: bool
    total: int
    drawn: int
    right: int
    wrong: int
    cannot_tell: int

    @property
    def error(self) -> Measurement:
        n = self.right + self.wrong
        low, high = wilson(self.wrong, n)
        return Measurement(
            name=f"{self.step}: {self.reason}",
            value=self.wrong / n if n else float("nan"),
            low=low,
            high=high,
            n=n,
            method="Wilson 95 %",
            part="drawn decisions",
        )


def verdict_rows(cases: Sequence[Case]) -> list[list[str]]:
    """The lines of the CSV, header first, with nothing said yet."""
    rows: list[list[str]] = [list(COLUMNS)]
    for number, case in enumerate(cases, 1):
        kind = case.kind
        told = (kind.step, kind.reason, "yes" if kind.kept else "no", kind.total, case.record.row)
        rows.append([str(number), *map(str, told), case.record.id, case.subject, "", ""])
    return rows


def verdict_text(rows: Sequence[Sequence[str]]) -> str:
    """Lines as CSV."""
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue()


def read_verdicts(path: Path) -> tuple[Judged, ...]:
    """The kinds of a CSV that was filled in, in its order; lines without a verdict were not looked at.

    Raises DataError for other columns or another word than VERDICTS.
    """
    if not path.is_file():
        raise DataError(f"{path}: there is no such file; `fittingroom set check SET` writes one to fill in")
    columns = read_csv(path)
    if absent := [name for name in COLUMNS[:9] if name not in columns]:
        raise DataError(f"{path}: verdicts have the columns {', '.join(COLUMNS)}; no {absent[0]} found")
    said: dict[tuple[str, str, str], Counter[str]] = {}
    totals: dict[tuple[str, str, str], int] = {}
    named = ("step", "reason", "kept", "total", "verdict")
    for line, (step, reason, kept, total, verdict) in enumerate(
        zip(*(columns[n] for n in named), strict=True), 2
    ):
        if verdict not in (*VERDICTS, "") or not total.isdigit():
            raise DataError(
                f"{path}: line {line} says {verdict or total!r}; "
                f"a verdict is {', '.join(VERDICTS)} or nothing, and a total is a number"
            )
        said.setdefault((step, reason, kept), Counter())[verdict] += 1
        totals[step, reason, kept] = int(total)
    return tuple(
        Judged(
            step=kind[0],
            reason=kind[1],
            kept=kind[2] == "yes",
            total=totals[kind],
            drawn=counts.total(),
            right=counts["right"],
            wrong=counts["wrong"],
            cannot_tell=counts["cannot tell"],
        )
        for kind, counts in said.items()
    )


def verdict_table(judged: Sequence[Judged]) -> str:
    """Each kind with its error rate, as lines to print."""
    rows = [("step", "reason", "", "decisions", "looked at", "wrong", "cannot tell", "error rate, 95 %")]
    for one in judged:
        looked = one.right + one.wrong + one.cannot_tell
        error = one.error
        rate = f"{error.value:.1%} ({error.low:.1%} to {error.high:.1%})" if error.n else "-"
        rows.append(
            (
                one.step,
                one.reason,
                "kept" if one.kept else "dropped",
                f"{one.total:,}",
                f"{looked:,}",
                f"{one.wrong:,}",
                f"{one.cannot_tell:,}",
                rate,
            )
        )
    return aligned(rows, left=3)
