"""Results survive everything: what goes in comes out, one row at a time, whoever else writes."""

import multiprocessing
import sqlite3
from pathlib import Path

import numpy as np
import pytest

from fittingroom.errors import DataError, InputError
from fittingroom.studies.benchmark import store as stores
from fittingroom.studies.benchmark.result import Result
from fittingroom.studies.benchmark.store import Store


def result(**changes) -> Result:
    fields = {
        "configuration": "SVC C=1",
        "data": "ab12",
        "data_name": "made",
        "seed": 0,
        "mode": "paper",
        "asked": "test",
        "engine": "fast",
        "ended": "ok",
        "group": "SVC",
        "labels": np.array([3, 1, 2], np.uint8),
        "cpu_s": 1.5,
        "converged": False,
        "iterations": 7,
        "versions": "one 1",
    }
    return Result(**(fields | changes))


def same(a: Result, b: Result) -> bool:
    return all(
        np.array_equal(getattr(a, name), getattr(b, name))
        if isinstance(getattr(a, name), np.ndarray)
        else getattr(a, name) == getattr(b, name)
        for name in stores.FIELDS
    )


@pytest.mark.parametrize(
    "one",
    [
        result(),
        result(labels=np.array([300, 2], np.uint16), accuracy=0.5, converged=None, iterations=None),
        result(ended="timeout", labels=None, error="stopped after 3 s\nand more ü", peak_mb=12.5),
    ],
)
def test_what_goes_in_comes_out(tmp_path, one):
    store = Store(tmp_path / "deep" / "results.sqlite")
    assert store.results() == ()
    store.add([one])
    [found] = store.results()
    assert same(one, found)
    assert same(store.some([one.key])[0], one)


def test_the_same_run_is_one_row_and_every_other_run_another(tmp_path):
    store = Store(tmp_path / "results.sqlite")
    others = [
        result(seed=1),
        result(mode="modern"),
        result(asked="val"),
        result(engine="stock"),
        result(data="cd34"),
        result(versions="one 2"),
        result(configuration="SVC C=10"),
        result(source="me"),
    ]
    store.add([result(), result(accuracy=0.25), *others])
    assert len(store.results()) == 9
    [kept] = store.some([result().key])
    assert kept.accuracy == 0.25
    store.remove([result().key])
    assert len(store.results()) == 8


def write_many(path: Path, writer: int) -> None:
    for number in range(40):
        Store(path).add([result(seed=100 * writer + number)])


def test_many_processes_write_at_once_and_none_loses_a_row(tmp_path):
    path = tmp_path / "results.sqlite"
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=write_many, args=(path, writer)) for writer in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert {one.seed for one in Store(path).results()} == {100 * w + n for w in range(3) for n in range(40)}


def test_a_file_of_another_version_is_told_and_left_as_it_is(tmp_path):
    path = tmp_path / "results.sqlite"
    Store(path).add([result()])
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 9")
    connection.close()
    with pytest.raises(DataError, match=r"of format 9, this version of fittingroom reads format 1"):
        Store(path).results()
    with pytest.raises(DataError, match="move it away or name another file"):
        Store(path).add([result(seed=1)])


def test_a_file_of_something_else_is_refused(tmp_path):
    text = tmp_path / "notes.txt"
    text.write_text("not a database, but long enough to look like one" * 50)
    with pytest.raises(DataError, match="damaged or no results file"):
        Store(text).results()
    other = tmp_path / "other.sqlite"
    connection = sqlite3.connect(other)
    connection.execute("CREATE TABLE birds (name)")
    connection.commit()
    connection.close()
    with pytest.raises(DataError, match="is a database of something else"):
        Store(other).add([result()])


def test_a_half_written_file_is_told(tmp_path):
    path = tmp_path / "results.sqlite"
    Store(path).add([result(seed=seed, labels=np.zeros(5000, np.uint8)) for seed in range(20)])
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(DataError, match=r"damaged|cannot be used|cannot be read"):
        Store(path).results()


def test_a_file_whose_making_was_cut_short_is_made_again(tmp_path, monkeypatch):
    store, one = Store(tmp_path / "results.sqlite"), result()
    with monkeypatch.context() as cut:
        cut.setattr(stores, "FORMAT", "(")  # the table is made, then saying the format fails
        with pytest.raises(DataError, match="cannot be used"):
            store.add([one])
    store.add([one])
    assert [found.key for found in store.results()] == [one.key]


def test_a_file_that_another_process_keeps_locked_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(stores, "WAIT_S", 0.1)
    path = tmp_path / "results.sqlite"
    Store(path).add([result()])
    holder = sqlite3.connect(path)
    holder.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises(DataError, match="another process has kept it locked"):
            Store(path).add([result(seed=1)])
        assert len(Store(path).results()) == 1  # who only reads need not wait
    finally:
        holder.close()


def test_a_result_is_good_or_says_why_not():
    with pytest.raises(InputError, match="a run that went well has labels"):
        result(labels=None)
    with pytest.raises(InputError, match="a run that went well has labels"):
        result(ended="memory")
    assert result().scored(np.array([3, 1, 9])).accuracy == pytest.approx(2 / 3)
    with pytest.raises(InputError, match="2 images were asked, found 3 labels"):
        result().scored(np.array([3, 1]))
