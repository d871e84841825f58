"""A real catalogue as a weak teacher: what its columns and titles say of each picture."""

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from fittingroom.data.attributes import Group, Label, LabelMap
from fittingroom.data.csv_columns import read_csv
from fittingroom.data.image_folder import find_csv
from fittingroom.errors import DataError
from fittingroom.files import fingerprint
from fittingroom.models.attributes.truth import Truth
from fittingroom.studies.transfer.held import Held, held, truth_of
from fittingroom.studies.transfer.target import pictures

LEAST_ROWS = 10
"""A value or a word of fewer rows is not learned."""

MOST_VALUES, MOST_WORDS = 200, 150
"""A column of more values is a text or a number, not a question; of a title's words the most frequent."""

TITLE = "words of the title"


def read_catalogue(folder: Path, *, size_px: int) -> Held:
    """A folder with a CSV of the columns file and title, and any others, as a gallery at size_px.

    Each other column of 2 to MOST_VALUES values that repeat is a question with one answer (a rare or empty
    value is unknown), the words of the titles are labels of which each title has several. Raises DataError
    for a folder without such a CSV, or one of which nothing can be learned.
    """
    source = find_csv(folder) if folder.is_dir() else None
    table = read_csv(source) if source else {}
    if absent := [name for name in ("file", "title") if name not in table]:
        raise DataError(
            f"{folder}: a catalogue is a CSV with the columns file and title, found no {absent[0]}"
        )
    questions = {
        name: _values(column) for name, column in table.items() if name not in ("id", "file", "title")
    }
    questions = {name: values for name, values in questions.items() if len(values) > 1}
    words = [set(re.findall(r"[^\W\d_]{3,}", title.lower())) for title in table["title"]]
    common = _common(words)
    if not questions and not common:
        raise DataError(f"{folder}: no value or word stands in {LEAST_ROWS} rows, so nothing can be learned")
    files = [folder / name for name in table["file"]]
    truth = _truth(table, questions, words, common)
    return held(pictures(files, size_px), truth, np.arange(len(files)), folder.name)


def catalogue_fingerprint(found: Held) -> str:
    """Identifies what a catalogue teaches: its pictures, and what it says of them."""
    truth = found.source.truth
    names = np.array([label.name for label in truth.labels.labels])
    return fingerprint(found.images, truth.present, truth.unknown, names)


def _values(column: Sequence[str]) -> tuple[str, ...]:
    counts = Counter(column)
    if len(counts) > MOST_VALUES:
        return ()
    return tuple(sorted(value for value, rows in counts.items() if value and rows >= LEAST_ROWS))


def _common(words: Sequence[set[str]]) -> tuple[str, ...]:
    counts = Counter(word for title in words for word in title)
    often = [(word, rows) for word, rows in counts.items() if rows >= LEAST_ROWS]
    return tuple(sorted(word for word, _ in sorted(often, key=lambda one: (-one[1], one[0]))[:MOST_WORDS]))


def _truth(
    table: dict[str, list[str]],
    questions: dict[str, tuple[str, ...]],
    words: Sequence[set[str]],
    common: tuple[str, ...],
) -> Truth:
    columns, unknown = [], []
    for name, values in questions.items():
        told = np.array(table[name])[:, None] == np.array(values)
        columns.append(told)
        unknown.append(~told.any(1))
    columns.append(
        np.array([[word in title for word in common] for title in words], bool).reshape(-1, len(common))
    )
    unknown.append(np.zeros(len(words), bool))
    groups = [
        *(Group(name, True, at + 1) for at, name in enumerate(questions)),
        Group(TITLE, False, len(questions) + 1),
    ]
    named = [(f"{name}: {value}", name) for name, values in questions.items() for value in values]
    named += [(f"title: {word}", TITLE) for word in common]
    labels = tuple(Label(at + 1, name, group) for at, (name, group) in enumerate(named))
    used = groups if common else groups[:-1]
    of = slice(None) if common else slice(0, -1)
    return truth_of(np.concatenate(columns[of], 1), np.stack(unknown[of], 1), LabelMap(labels, tuple(used)))
