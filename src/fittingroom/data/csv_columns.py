"""CSV files as people write them: a header line, then one line an image."""

import csv
from collections import Counter
from pathlib import Path

from fittingroom.errors import DataError


def read_csv(path: Path) -> dict[str, list[str]]:
    """The columns of a CSV with a header line, as text; refuses lines of another length."""
    try:
        with path.open(newline="", encoding="utf-8-sig") as stream:
            rows = [row for row in csv.reader(stream) if row]
    except (UnicodeDecodeError, csv.Error) as error:
        raise DataError(f"{path}: not a readable CSV file in UTF-8: {error}") from error
    if len(rows) < 2:
        raise DataError(f"{path}: expected a header line and one line an image, found {len(rows)} lines")
    header = [name.strip() for name in rows[0]]
    if twice := [name for name, n in Counter(header).items() if n > 1 and name]:
        raise DataError(f"{path}: the column {twice[0]!r} stands more than once in the header")
    for number, row in enumerate(rows[1:], 2):
        if len(row) != len(header):
            raise DataError(f"{path}: line {number} has {len(row)} fields, the header has {len(header)}")
    return {name: [row[at].strip() for row in rows[1:]] for at, name in enumerate(header)}
