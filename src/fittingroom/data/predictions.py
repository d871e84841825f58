"""Predictions on disk: ours are written before anything is scored, yours come from any language.

A file of predictions names each image by its id ("test-00042", or the image's place in the part,
counted from 0) and gives either a label or one score per class:

    id,label            id,p0,p1,...,p9
    test-00000,9        test-00000,0.01,0.02,...,0.91

as .csv, .parquet (the same columns) or .npz (arrays `ids` and `labels` or `scores`; without `ids`
the rows must be the whole part in order). Where the names of classes are themselves numbers, other than
their places, a label is a name: nobody could tell which of the two a 1 means.
"""

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, get_args

import numpy as np

from fittingroom.data.arrays import plain_arrays
from fittingroom.data.csv_columns import read_csv
from fittingroom.errors import DataError, InputError, MissingExtra
from fittingroom.files import landing
from fittingroom.types import Dataset, Predictions, ScoreKind

SUFFIXES = (".csv", ".parquet", ".npz")

NO_PROBABILITIES = "no probabilities"
"""The setting that says by which row a file's scores are no probabilities."""


def write_predictions(path: Path, predictions: Predictions) -> Path:
    """Write predictions as .npz (ids, scores, and the rest as JSON text); returns the path."""
    about = {
        name: getattr(predictions, name) for name in ("kind", "model", "part", "data", "settings", "seed")
    }
    with landing(path) as beside, beside.open("wb") as stream:
        np.savez_compressed(
            stream, ids=predictions.ids, scores=predictions.scores, about=np.array(json.dumps(about))
        )
    return path


def read_predictions(path: Path, data: Dataset, *, part: str = "test") -> Predictions:
    """Read a file of predictions about one part of `data`.

    Rows come back in the part's own order; a file must judge every image of the part once, since
    a score over the images somebody picked is not a score on the part. Raises InputError with one
    sentence for anything else: a wrong suffix or column, NaN, negative scores, labels out of range,
    ids that are missing, unknown or given twice.
    """
    if path.suffix not in SUFFIXES:
        raise InputError(
            f"{path}: predictions are read from {', '.join(SUFFIXES)}, found {path.suffix or 'no suffix'}"
        )
    if not path.is_file():
        raise InputError(f"{path}: there is no such file of predictions")
    if not len(data.rows(part)):
        raise InputError(f"{data.card.name} has no part {part!r}; it has {', '.join(data.parts)}")
    read = {".csv": _read_csv, ".parquet": _read_parquet, ".npz": _read_npz}[path.suffix]
    columns, about = read(path)
    kind, scores = _scores(path, columns, data.card.classes)
    own_ids = data.ids[data.rows(part)]
    scores = scores[_order(path, columns.get("ids"), len(scores), own_ids)]
    kind = about.get("kind", kind)
    return Predictions(
        ids=own_ids,
        scores=scores,
        kind=kind,
        model=about.get("model", path.stem),
        part=part,
        data=about.get("data") or data.fingerprint,
        settings={
            "file": path.name,
            **(_other_sums(scores, own_ids) if kind == "scores" else {}),
            **about.get("settings", {}),
        },
        seed=about.get("seed"),
    )


def _read_csv(path: Path) -> tuple[dict[str, Any], dict]:
    return _columns(path, {name: np.array(cells) for name, cells in read_csv(path).items()}), {}


def _read_parquet(path: Path) -> tuple[dict[str, Any], dict]:
    try:
        from pyarrow import ArrowException, parquet
    except ImportError:
        raise MissingExtra("reading a Parquet file", "pyarrow", "parquet") from None
    try:
        table = parquet.read_table(path)
    except ArrowException as error:
        raise InputError(f"{path}: not a readable Parquet file: {error}") from error
    named = {name: table[name].to_numpy(zero_copy_only=False) for name in table.column_names}
    return _columns(path, named), {}


def _read_npz(path: Path) -> tuple[dict[str, Any], dict]:
    try:
        columns = plain_arrays(path)
    except DataError as error:
        raise InputError(str(error)) from error
    about = columns.pop("about", None)
    if not {"labels", "scores"} & set(columns):
        raise InputError(
            f"{path}: expected an array `labels` or `scores`, found {', '.join(columns) or 'none'}"
        )
    for name in ("labels", "ids"):
        if name in columns and columns[name].ndim != 1:
            raise InputError(
                f"{path}: expected {name} of shape (n,), one an image, found {columns[name].shape}; scores "
                "of all classes are called `scores`"
            )
    return columns, {} if about is None else _about(path, about)


def _about(path: Path, stored: np.ndarray) -> dict[str, Any]:
    """What `write_predictions` says beside ids and scores."""
    try:
        about = json.loads(str(stored))
    except ValueError:
        about = None
    if (
        not isinstance(about, dict)
        or about.get("kind", "labels") not in get_args(ScoreKind)
        or not isinstance(about.get("settings", {}), dict)
        or not all(isinstance(about.get(name, ""), str) for name in ("model", "data"))
    ):
        raise InputError(
            f"{path}: its array `about` is not the JSON that fittingroom writes there, found "
            f"{str(stored)[:60]!r}; leave it out, or call it otherwise"
        )
    return about


def _columns(path: Path, named: dict[str, np.ndarray]) -> dict[str, Any]:
    """Map a table's columns (id, label | p0..) to ids, labels | scores."""
    if "id" not in named or len(named) < 2:
        raise InputError(f"{path}: expected the columns id,label or id,p0,p1,..., found {', '.join(named)}")
    columns: dict[str, Any] = {"ids": named["id"]}
    numbered = sorted((name for name in named if re.fullmatch(r"p\d+", name)), key=lambda name: int(name[1:]))
    if numbered:
        if numbered != [f"p{place}" for place in range(len(numbered))]:
            raise InputError(
                f"{path}: the scores' columns must be p0, p1, ... without a gap, found {numbered}"
            )
        columns["scores"] = np.stack([_numbers(path, name, named[name]) for name in numbered], axis=1)
    elif "label" in named:
        columns["labels"] = named["label"]
    else:
        raise InputError(f"{path}: beside id, expected label or p0,p1,..., found {', '.join(named)}")
    return columns


def _numbers(path: Path, name: str, cells: np.ndarray) -> np.ndarray:
    try:
        return cells.astype(np.float32)
    except (ValueError, TypeError) as error:
        raise InputError(f"{path}: column {name} must hold numbers: {error}") from error


def _scores(path: Path, columns: dict[str, Any], classes: Sequence[str]) -> tuple[ScoreKind, np.ndarray]:
    k = len(classes)
    if "scores" in columns:
        scores = _numbers(path, "scores", np.asarray(columns["scores"]))
        if scores.ndim != 2 or scores.shape[1] != k:
            raise InputError(f"{path}: expected scores of {k} classes a row, found shape {scores.shape}")
        return ("scores" if _off(scores).any() else "probabilities"), scores
    labels = _label_numbers(path, np.asarray(columns["labels"]), classes)
    return "labels", np.eye(k, dtype=np.float32)[labels]


def _off(scores: np.ndarray) -> np.ndarray:
    """Which rows do not sum to 1, as Predictions wants it of probabilities, (n,) bool."""
    return np.abs(scores.sum(axis=1) - 1) > 1e-2


def _other_sums(scores: np.ndarray, ids: np.ndarray) -> dict[str, str]:
    """In words, which row is the first that does not sum to 1; nothing where all do."""
    off = np.flatnonzero(_off(scores))
    if not len(off):
        return {}
    first = f"the first is that of {ids[off[0]]}, to {scores[off[0]].sum():.4g}"
    return {NO_PROBABILITIES: f"{len(off)} of {len(scores)} rows do not sum to 1, {first}"}


def _label_numbers(path: Path, given: np.ndarray, classes: Sequence[str]) -> np.ndarray:
    """Labels as class numbers (n,) int64, from names, or from numbers unless names are other numbers."""
    number_of = {name: number for number, name in enumerate(classes)}
    by_name = any(_whole_number(name) not in (None, place) for place, name in enumerate(classes))
    found = []
    for text in map(_text, given.tolist()):
        number = number_of.get(text)
        if number is None and (whole := _whole_number(text)) is not None:
            number = number_of.get(str(whole)) if by_name else whole
        if number is None or not 0 <= number < len(classes):
            raise InputError(f"{path}: label {text!r} is {_expected(classes, by_name=by_name)}")
        found.append(number)
    return np.array(found, np.int64)


def _expected(classes: Sequence[str], *, by_name: bool) -> str:
    names = ", ".join(classes)
    if not by_name:
        return f"neither a number in 0..{len(classes) - 1} nor one of the classes {names}"
    return (
        f"none of the classes {names}; these names are numbers, so labels are taken for names, never for "
        f"places counted from 0: write {classes[0]} for the first class, {classes[-1]} for the last"
    )


def _text(value: Any) -> str:
    return (value.decode(errors="replace") if isinstance(value, bytes) else str(value)).strip()


def _whole_number(text: str) -> int | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return int(number) if number.is_integer() else None


def _order(path: Path, ids: np.ndarray | None, n: int, own_ids: np.ndarray) -> np.ndarray:
    """Which row of the file belongs to each image of the part, (m,) int64."""
    if ids is None:
        if n != len(own_ids):
            raise InputError(
                f"{path}: without ids the rows must be the whole part, {len(own_ids)} rows, found {n}"
            )
        return np.arange(n)
    if len(ids) != n:
        raise InputError(f"{path}: {len(ids)} ids for {n} rows of scores")
    place = {str(own): number for number, own in enumerate(own_ids.tolist())}
    row_of = np.full(len(own_ids), -1, np.int64)
    for row, value in enumerate(ids.tolist()):
        text = _text(value)
        number = place.get(text)
        if number is None:
            number = _whole_number(text)
        if number is None or not 0 <= number < len(own_ids):
            raise InputError(
                f"{path}: id {text!r} is not in this part: ids run from {own_ids[0]} to {own_ids[-1]}, "
                f"or from 0 to {len(own_ids) - 1}"
            )
        if row_of[number] >= 0:
            raise InputError(
                f"{path}: id {text!r} stands there twice (rows {row_of[number] + 1} and {row + 1})"
            )
        row_of[number] = row
    if absent := int((row_of < 0).sum()):
        first = own_ids[row_of < 0][0]
        raise InputError(
            f"{path}: {absent} of {len(own_ids)} images have no prediction, the first is {first}; "
            "a score needs every image of the part"
        )
    return row_of
