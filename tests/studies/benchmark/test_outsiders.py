"""What somebody hands in is a row marked unverified, until its command has made the same labels here."""

import dataclasses
import sys

import numpy as np
import pytest

from fittingroom.data.predictions import read_predictions
from fittingroom.errors import InputError
from fittingroom.studies.benchmark.leaderboard import leaderboard
from fittingroom.studies.benchmark.outsiders import join, reproduce
from fittingroom.studies.benchmark.result import HANDED_IN, REPRODUCED
from fittingroom.studies.benchmark.store import Store

PROGRAM = """
import sys
rows = [f"test-{i:05d},{LABELS[i]}" for i in range(len(LABELS))]
open(sys.argv[1], "w").write("\\n".join(["id,label", *rows]))
"""


@pytest.fixture
def handed_in(squares, tmp_path):
    labels = squares.take("test").labels.copy()
    labels[:6] = (labels[:6] + 1) % 3
    path = tmp_path / "mine.csv"
    path.write_text("\n".join(["id,label", *(f"{i},{label}" for i, label in enumerate(labels))]))
    program = tmp_path / "make.py"
    program.write_text(f"LABELS = {labels.tolist()}\n{PROGRAM}")
    return read_predictions(path, squares, part="test"), f"{sys.executable} {program} {{out}}"


def test_a_row_handed_in_is_unverified_until_its_command_makes_it_again(squares, handed_in, tmp_path):
    said, command = handed_in
    store = Store(tmp_path / "results.sqlite")
    row = join(store, squares, said, name="mine", command=command)
    assert row.accuracy == pytest.approx(0.9)
    before = leaderboard(squares, store=store.path)
    assert before.entry("mine").scores["squares"].status == "unverified"
    reproduce(store, squares, name="mine")
    assert len(store.results()) == 1
    after = leaderboard(squares, store=store.path)
    assert after.entry("mine").scores["squares"].status == "ok"


def test_what_is_handed_in_again_gives_way_and_the_newest_is_made_again(squares, handed_in, tmp_path):
    said, command = handed_in
    for name in ("alpha", "beta", "gamma", "delta"):  # in whatever order their keys stand
        store = Store(tmp_path / f"{name}.sqlite")
        join(store, squares, said, name=name)
        join(store, squares, said, name=name, command=command)
        old = dataclasses.replace(store.results()[0], seed=7, source=HANDED_IN, made="2020-01-01")
        modern = dataclasses.replace(old, mode="modern", made="2999-01-01")
        store.add([old, modern])
        assert reproduce(store, squares, name=name).source == f"{REPRODUCED}{command}"
        kept = {result.key: result for result in store.results()}
        assert len(kept) == 3
        assert {old.key, modern.key} < set(kept)


def test_a_command_that_makes_something_else_verifies_nothing(squares, handed_in, tmp_path):
    said, command = handed_in
    store = Store(tmp_path / "results.sqlite")
    program = tmp_path / "make.py"
    join(store, squares, said, name="mine", command=command)
    program.write_text(f"LABELS = {np.zeros(60, int).tolist()}\n{PROGRAM}")
    with pytest.raises(InputError, match=r"made other labels for \d+ of 60 test images: mine stays"):
        reproduce(store, squares, name="mine")
    program.write_text("raise SystemExit('no data here')")
    with pytest.raises(InputError, match="ended with 1 and wrote no predictions: no data here"):
        reproduce(store, squares, name="mine")
    assert leaderboard(squares, store=store.path).entry("mine").scores["squares"].status == "unverified"


def test_what_cannot_join(squares, handed_in, tmp_path):
    said, _ = handed_in
    store = Store(tmp_path / "results.sqlite")
    with pytest.raises(InputError, match="needs a name of its own, got 'GaussianNB'"):
        join(store, squares, said, name="GaussianNB")
    with pytest.raises(InputError, match="where it writes its predictions"):
        join(store, squares, said, name="mine", command="python train.py")
    with pytest.raises(InputError, match="no row 'mine' was handed in"):
        reproduce(store, squares, name="mine")
    join(store, squares, said, name="mine")
    with pytest.raises(InputError, match="without a command"):
        reproduce(store, squares, name="mine")
    with pytest.raises(InputError, match="run `fittingroom bench` first"):
        leaderboard(squares, store=tmp_path / "none.sqlite")
