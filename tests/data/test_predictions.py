"""Files of predictions: what is written reads back, and every way to be wrong is one sentence."""

from dataclasses import replace

import numpy as np
import pytest

from fittingroom.data.predictions import NO_PROBABILITIES, read_predictions, write_predictions
from fittingroom.errors import FittingRoomError, InputError
from fittingroom.types import Dataset, Predictions


@pytest.fixture
def scores(squares: Dataset, rng) -> np.ndarray:
    return rng.dirichlet(np.ones(3), 60).astype(np.float32)


def csv_lines(ids, columns: dict) -> str:
    rows = [",".join(["id", *columns])]
    rows += [
        ",".join(map(str, (name, *values))) for name, *values in zip(ids, *columns.values(), strict=True)
    ]
    return "\n".join(rows) + "\n"


def test_what_we_write_reads_back_whole(squares: Dataset, scores, tmp_path):
    said = Predictions(
        ids=squares.ids[squares.rows("test")],
        scores=scores,
        kind="probabilities",
        model="net",
        part="test",
        data=squares.fingerprint,
        settings={"epochs": 3},
        seed=5,
    )
    back = read_predictions(write_predictions(tmp_path / "p.npz", said), squares)
    np.testing.assert_array_equal(back.scores, said.scores)
    assert (back.model, back.seed, back.kind, back.settings["epochs"]) == ("net", 5, "probabilities", 3)
    assert back.fingerprint == said.fingerprint


def test_rows_in_any_order_come_back_in_the_parts_order(squares: Dataset, scores, tmp_path, rng):
    order = rng.permutation(60)
    ids = squares.ids[squares.rows("test")]
    text = csv_lines(ids[order], {f"p{c}": scores[order, c] for c in range(3)})
    (tmp_path / "p.csv").write_text(text)
    back = read_predictions(tmp_path / "p.csv", squares)
    np.testing.assert_allclose(back.scores, scores, atol=1e-6)
    assert back.kind == "probabilities"


@pytest.mark.parametrize("named", [True, False])
def test_labels_may_be_numbers_or_names_and_ids_places(squares: Dataset, tmp_path, named: bool):
    labels = np.arange(60) % 3
    shown = [squares.card.classes[label] for label in labels] if named else labels
    (tmp_path / "p.csv").write_text(csv_lines(range(60), {"label": shown}))
    back = read_predictions(tmp_path / "p.csv", squares)
    assert back.kind == "labels"
    np.testing.assert_array_equal(back.answers, labels)


def test_parquet_and_npz_say_the_same_as_csv(squares: Dataset, scores, tmp_path):
    import pyarrow as pa
    from pyarrow import parquet

    ids = squares.ids[squares.rows("test")]
    parquet.write_table(
        pa.table({"id": ids.tolist(), **{f"p{c}": scores[:, c] for c in range(3)}}), tmp_path / "p.parquet"
    )
    np.savez(tmp_path / "p.npz", scores=scores)
    for name in ("p.parquet", "p.npz"):
        np.testing.assert_array_equal(read_predictions(tmp_path / name, squares).scores, scores)


def broken(lines: list[str], change) -> str:
    return "\n".join(change(lines)) + "\n"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda lines: lines[:-1], "1 of 60 images have no prediction, the first is test-00059"),
        (lambda lines: [*lines, lines[-1]], "'test-00059' stands there twice"),
        (lambda lines: [*lines[:-1], "test-00060,0.2,0.3,0.5"], "'test-00060' is not in this part"),
        (
            lambda lines: ["id,p0,p1", *(line.rsplit(",", 1)[0] for line in lines[1:])],
            "scores of 3 classes a row",
        ),
        (lambda lines: ["id,p0,p1,p3", *lines[1:]], "without a gap"),
        (lambda lines: ["name,p0,p1,p2", *lines[1:]], "expected the columns id,label or id,p0"),
        (lambda lines: ["id,a,b,c", *lines[1:]], "expected label or p0"),
        (lambda lines: [*lines[:-1], "test-00059,nan,0.3,0.5"], "1 of 60 rows of scores hold NaN"),
        (lambda lines: [*lines[:-1], "test-00059,-1,0.3,0.5"], "must not be negative"),
        (lambda lines: [*lines[:-1], "test-00059,high,0.3,0.5"], "column p0 must hold numbers"),
        (lambda lines: [*lines[:-1], "test-00059,0.3"], "line 61 has 2 fields, the header has 4"),
        (lambda lines: lines[:1], "expected a header line"),
    ],
)
def test_a_broken_csv_is_refused_in_a_sentence(squares: Dataset, scores, tmp_path, change, message: str):
    ids = squares.ids[squares.rows("test")]
    lines = csv_lines(ids, {f"p{c}": scores[:, c] for c in range(3)}).splitlines()
    (tmp_path / "p.csv").write_text(broken(lines, change))
    with pytest.raises(FittingRoomError, match=message):
        read_predictions(tmp_path / "p.csv", squares)


def test_labels_out_of_range_are_refused(squares: Dataset, tmp_path):
    (tmp_path / "p.csv").write_text(csv_lines(range(60), {"label": [3] * 60}))
    with pytest.raises(
        InputError, match=r"label '3' is neither a number in 0\.\.2 nor one of the classes left"
    ):
        read_predictions(tmp_path / "p.csv", squares)


def test_wrong_files_are_refused(squares: Dataset, tmp_path):
    with pytest.raises(InputError, match="no such file"):
        read_predictions(tmp_path / "absent.csv", squares)
    with pytest.raises(InputError, match=r"read from .csv, .parquet, .npz, found .txt"):
        read_predictions(tmp_path / "p.txt", squares)
    for name in ("p.npz", "p.parquet", "p.csv"):
        (tmp_path / name).write_bytes(b"\x00\xffnot what it says")
        with pytest.raises(FittingRoomError, match=r"p\.\w+: (not a readable|expected)"):
            read_predictions(tmp_path / name, squares)
    np.savez(tmp_path / "pickled.npz", scores=np.array([{}], dtype=object))
    with pytest.raises(InputError, match="plain arrays"):
        read_predictions(tmp_path / "pickled.npz", squares)
    np.savez(tmp_path / "short.npz", scores=np.ones((5, 3)) / 3)
    with pytest.raises(InputError, match="whole part, 60 rows, found 5"):
        read_predictions(tmp_path / "short.npz", squares)


def with_classes(data: Dataset, *classes: str) -> Dataset:
    return replace(data, card=replace(data.card, classes=classes))


def test_class_names_that_are_numbers_are_never_taken_for_places(squares: Dataset, tmp_path):
    """A 1 would be the first class by its name and the second by its place."""
    data = with_classes(squares, "1", "2", "3")
    labels = np.arange(60) % 3
    (tmp_path / "places.csv").write_text(csv_lines(range(60), {"label": labels}))
    with pytest.raises(
        InputError, match=r"label '0' is none of the classes 1, 2, 3; .* write 1 for the first"
    ):
        read_predictions(tmp_path / "places.csv", data)
    for shown in (labels + 1, labels + 1.0):
        (tmp_path / "names.csv").write_text(csv_lines(range(60), {"label": shown}))
        np.testing.assert_array_equal(read_predictions(tmp_path / "names.csv", data).answers, labels)


@pytest.mark.parametrize("classes", [("0", "1", "2"), ("00", "01", "02"), ("0", "one", "2")])
def test_names_equal_to_their_places_are_read_either_way(squares: Dataset, tmp_path, classes):
    data, labels = with_classes(squares, *classes), np.arange(60) % 3
    for shown in (labels, [classes[label] for label in labels]):
        (tmp_path / "p.csv").write_text(csv_lines(range(60), {"label": shown}))
        np.testing.assert_array_equal(read_predictions(tmp_path / "p.csv", data).answers, labels)


def test_bytes_are_read_as_text(squares: Dataset, tmp_path):
    ids, labels = squares.ids[squares.rows("test")], np.arange(60) % 3
    names = np.array(squares.card.classes)[labels]
    np.savez(tmp_path / "p.npz", ids=np.char.encode(ids, "utf-8"), labels=np.char.encode(names, "utf-8"))
    np.testing.assert_array_equal(read_predictions(tmp_path / "p.npz", squares).answers, labels)


@pytest.mark.parametrize(
    ("arrays", "says"),
    [
        ({"labels": np.array(1)}, r"expected labels of shape \(n,\), one an image, found \(\)"),
        (
            {"labels": np.eye(3)[np.arange(60) % 3]},
            r"labels of shape \(n,\).* found \(60, 3\); scores of all",
        ),
        ({"labels": np.zeros(60, int), "ids": np.array("x")}, r"expected ids of shape \(n,\)"),
        (
            {"about": np.array("my notes")},
            "`about` is not the JSON that fittingroom writes .* 'my notes'; leave",
        ),
        ({"about": np.array("[1]")}, "`about` is not the JSON"),
        ({"about": np.array('{"kind": "guesses"}')}, "`about` is not the JSON"),
        ({"about": np.array('{"settings": 3}')}, "`about` is not the JSON"),
    ],
)
def test_arrays_that_do_not_fit_are_refused(squares: Dataset, scores, tmp_path, arrays, says: str):
    np.savez(tmp_path / "p.npz", **({"scores": scores} if "labels" not in arrays else {}), **arrays)
    with pytest.raises(InputError, match=says):
        read_predictions(tmp_path / "p.npz", squares)


def test_a_single_array_called_npz_is_refused(squares: Dataset, scores, tmp_path):
    with (tmp_path / "p.npz").open("wb") as stream:
        np.save(stream, scores)
    with pytest.raises(InputError, match=r"not a readable \.npz .* a single array without a name"):
        read_predictions(tmp_path / "p.npz", squares)


def test_the_first_row_that_is_no_probability_is_named(squares: Dataset, scores, tmp_path):
    ids = squares.ids[squares.rows("test")]
    scores[7] = (0.5, 0.5, 0.05)
    np.savez(tmp_path / "p.npz", ids=ids[::-1], scores=scores[::-1])
    said = read_predictions(tmp_path / "p.npz", squares)
    assert said.kind == "scores"
    assert said.settings[NO_PROBABILITIES] == (
        "1 of 60 rows do not sum to 1, the first is that of test-00007, to 1.05"
    )
    np.savez(tmp_path / "p.npz", scores=scores / scores.sum(axis=1, keepdims=True))
    assert NO_PROBABILITIES not in read_predictions(tmp_path / "p.npz", squares).settings


def test_a_row_of_zeros_is_no_answer(squares: Dataset, scores, tmp_path):
    scores[4] = 0
    np.savez(tmp_path / "p.npz", scores=scores)
    with pytest.raises(InputError, match=r"1 of 60 rows of scores hold zeros only, the first .* test-00004"):
        read_predictions(tmp_path / "p.npz", squares)
