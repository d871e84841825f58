"""Partitions are kept by a stamp: what is there is not made again, what another setting made is."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pyarrow as pa
import pytest

from fittingroom.curate.records import decisions, left
from fittingroom.curate.work import Chain, Step, note_of, part, read_part, run_chain, summed
from fittingroom.engine import engine


@dataclass(frozen=True)
class Settings:
    least: int = 2


def source(number):
    return pa.table({"row": [10 * number + at for at in range(5)], "id": [f"{at}" for at in range(5)]})


def drop_small(table, settings, known: Path):
    """Drops rows whose last digit is below `least`, and notes in a file that it was called."""
    with (known / "calls").open("a") as stream:
        stream.write("x")
    gone = [row for row in table["row"].to_pylist() if row % 10 < settings.least]
    told = [(row, str(row), False, "small", "", float(row)) for row in gone]
    return left(table, gone), decisions("drop", told)


def lose(table, settings, known):
    return table.slice(1), decisions("lose", ())


def chain(tmp_path, *steps, stamp="a"):
    return Chain(source=source, steps=steps, stamp=stamp, work=tmp_path / "work", decisions=tmp_path / "told")


def calls(tmp_path):
    return len((tmp_path / "calls").read_text()) if (tmp_path / "calls").exists() else 0


def run(made, n=1):
    with engine():
        return run_chain(made, [5] * n, workers=1, what="partitions")


def test_steps_follow_each_other_and_everything_is_counted(tmp_path):
    first = Step(
        name="one", apply=drop_small, settings=Settings(2), known=tmp_path, drops=frozenset({"small"})
    )
    second = Step(
        name="two", apply=drop_small, settings=Settings(4), known=tmp_path, drops=frozenset({"small"})
    )
    notes, stamp = run(chain(tmp_path, first, second), n=2)
    assert [(summed(some).taken, summed(some).left) for some in notes.values()] == [(10, 6), (6, 2)]
    assert summed(notes["one"]).reasons == {"small": [0, 4]}
    assert read_part(part(tmp_path / "work", "two", 1))["row"].to_pylist() == [14]
    assert note_of(part(tmp_path / "work", "two", 0), stamp) is not None
    assert calls(tmp_path) == 4


def test_what_is_there_is_kept_and_only_what_is_missing_is_made(tmp_path):
    step = partial(Step, name="one", apply=drop_small, known=tmp_path, drops=frozenset({"small"}))
    run(chain(tmp_path, step(settings=Settings(2))), n=2)
    run(chain(tmp_path, step(settings=Settings(2))), n=2)
    assert calls(tmp_path) == 2
    part(tmp_path / "work", "one", 1).unlink()
    run(chain(tmp_path, step(settings=Settings(2))), n=2)
    assert calls(tmp_path) == 3
    for other in (
        chain(tmp_path, step(settings=Settings(3))),
        chain(tmp_path, step(settings=Settings(3)), stamp="b"),
    ):
        before = calls(tmp_path)
        run(other)
        assert calls(tmp_path) == before + 1


def test_a_step_that_is_gone_in_the_middle_is_made_again(tmp_path):
    drops = frozenset({"small"})
    steps = [
        Step(name=n, apply=drop_small, settings=Settings(), known=tmp_path, drops=drops)
        for n in ("one", "two")
    ]
    run(chain(tmp_path, *steps), n=2)
    part(tmp_path / "work", "one", 0).unlink()
    notes, _ = run(chain(tmp_path, *steps), n=2)
    assert len(notes["one"]) == 2


def test_a_record_that_disappears_without_a_reason_is_a_defect(tmp_path):
    with pytest.raises(
        AssertionError, match="lose: 5 records came in, 4 are left, 0 were dropped with a reason"
    ):
        run(chain(tmp_path, Step(name="lose", apply=lose)))
