"""Verdicts: the CSV that is filled in gives the error rates, and what is wrong in it is told."""

import csv

import pytest

from fittingroom.curate.document.drawn import Case, Kind, Record
from fittingroom.curate.document.verdicts import (
    COLUMNS,
    VERDICTS,
    read_verdicts,
    verdict_rows,
    verdict_table,
    verdict_text,
)
from fittingroom.errors import DataError
from fittingroom.measure.intervals import wilson


def case(reason: str, row: int, subject: str = "a tag") -> Case:
    record = Record(row=row, id=f"r,{row}", title="", description="", tags=(), picture=None)
    kind = Kind(step="verify", reason=reason, kept=reason == "named", total=2_500, sentence="why")
    return Case(kind=kind, subject=subject, number=None, record=record, before=(), after=())


CASES = (
    *(case("named", row) for row in range(40)),
    *(case("doubted", row, 'say "no",\n') for row in range(5)),
)


def filled(path, verdicts):
    rows = verdict_rows(CASES)
    for row, verdict in zip(rows[1:], verdicts, strict=False):
        row[COLUMNS.index("verdict")] = verdict
    path.write_text(verdict_text(rows), encoding="utf-8")
    return path


def test_the_lines_come_back_and_the_unmarked_were_not_looked_at(tmp_path):
    path = filled(tmp_path / "check.csv", ["right"] * 20 + ["wrong"] * 6 + ["cannot tell"] * 4)
    with path.open(newline="", encoding="utf-8") as stream:
        assert list(csv.reader(stream)) == verdict_rows(CASES)[:1] + [
            [*row[:8], "right" if i < 20 else "wrong" if i < 26 else "cannot tell" if i < 30 else "", ""]
            for i, row in enumerate(verdict_rows(CASES)[1:])
        ]
    named, doubted = read_verdicts(path)
    assert (named.step, named.reason, named.kept, named.total) == ("verify", "named", True, 2500)
    assert (named.drawn, named.right, named.wrong, named.cannot_tell) == (40, 20, 6, 4)
    assert (named.error.value, named.error.n) == (6 / 26, 26)
    assert (named.error.low, named.error.high) == wilson(6, 26)
    assert (doubted.drawn, doubted.error.n, doubted.kept) == (5, 0, False)
    table = verdict_table((named, doubted))
    assert "2,500" in table
    assert "23.1% (11.0% to 42.1%)" in table
    assert table.splitlines()[-1].endswith("-")


def test_what_is_wrong_in_it_is_a_sentence(tmp_path):
    with pytest.raises(
        DataError, match="line 3 says 'maybe'; a verdict is right, wrong, cannot tell or nothing"
    ):
        read_verdicts(filled(tmp_path / "odd.csv", ["right", "maybe"]))
    (tmp_path / "other.csv").write_text("case,step\n1,map\n")
    with pytest.raises(DataError, match="no reason found"):
        read_verdicts(tmp_path / "other.csv")
    with pytest.raises(DataError, match="there is no such file"):
        read_verdicts(tmp_path / "none.csv")
    assert VERDICTS == ("right", "wrong", "cannot tell")
