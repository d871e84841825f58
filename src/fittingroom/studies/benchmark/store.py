"""Results in one SQLite file: one run a row, one row a transaction, so that a kill loses nothing.

Many processes of one machine may write at once (write-ahead log). Not for network file systems, whose locks
SQLite cannot trust: there each process keeps its own file, and its results are added to this one.
"""

import dataclasses
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from fittingroom.errors import DataError, InputError
from fittingroom.studies.benchmark.result import Result

FORMAT = 1
"""Kept in the file (user_version): another format is told, not guessed at."""

WAIT_S = 60.0
"""How long a writer waits for another one."""

FIELDS = tuple(field.name for field in dataclasses.fields(Result))

COLUMNS = ", ".join(f'"{name}"' for name in FIELDS)

TABLE = f"CREATE TABLE IF NOT EXISTS results (key TEXT PRIMARY KEY, {COLUMNS}) WITHOUT ROWID"


@dataclasses.dataclass(frozen=True, slots=True)
class Store:
    """The file of results; `path` is made when the first result comes."""

    path: Path

    def add(self, results: Iterable[Result]) -> None:
        """Write results, each in its own transaction; one that is there already is replaced."""
        marks = ", ".join("?" * (len(FIELDS) + 1))
        with self._open() as connection:
            for result in results:
                with connection:
                    connection.execute(
                        f"INSERT OR REPLACE INTO results (key, {COLUMNS}) VALUES ({marks})",
                        [result.key, *_cells(result)],
                    )

    def results(self) -> tuple[Result, ...]:
        """All results, in the order of their keys; empty where there is no file yet."""
        if not self.path.exists():
            return ()
        with self._open() as connection:
            rows = connection.execute(f"SELECT {COLUMNS} FROM results ORDER BY key").fetchall()
        return tuple(_result(self.path, row) for row in rows)

    def some(self, keys: Sequence[str]) -> tuple[Result, ...]:
        """The results with these keys, as far as there are any."""
        wanted = set(keys)
        marks = ", ".join("?" * len(wanted))
        if not self.path.exists():
            return ()
        with self._open() as connection:
            query = f"SELECT {COLUMNS} FROM results WHERE key IN ({marks}) ORDER BY key"
            return tuple(_result(self.path, row) for row in connection.execute(query, sorted(wanted)))

    def remove(self, keys: Sequence[str]) -> None:
        """Forget these runs, so that they are made again."""
        if keys and self.path.exists():
            with self._open() as connection, connection:
                connection.executemany("DELETE FROM results WHERE key = ?", [(key,) for key in keys])

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        try:
            connection = sqlite3.connect(self.path, timeout=WAIT_S)
            try:
                self._prepare(connection)
                yield connection
            finally:
                connection.close()
        except sqlite3.DatabaseError as error:
            raise _complaint(self.path, error) from error

    def _prepare(self, connection: sqlite3.Connection) -> None:
        connection.execute("BEGIN")  # both at one moment: another process may be making the file just now
        found, tables = _format(connection)
        connection.rollback()
        if found not in (0, FORMAT) or (found == 0 and tables):
            what = f"is of format {found}" if found else "is a database of something else"
            raise DataError(
                f"the results file {self.path} {what}, this version of fittingroom reads format {FORMAT}: "
                "move it away or name another file"
            )
        if not found:
            connection.execute("PRAGMA journal_mode = WAL")
            with connection:
                connection.execute("BEGIN IMMEDIATE")  # or a kill between the two would leave no results file
                if _format(connection) == (0, False):
                    connection.execute(TABLE)
                    connection.execute(f"PRAGMA user_version = {FORMAT}")


def _format(connection: sqlite3.Connection) -> tuple[int, bool]:
    """The format that a file says it has, 0 for none, and whether it holds any table."""
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    tables = connection.execute("SELECT count(*) FROM sqlite_master WHERE type = 'table'").fetchone()[0]
    return version, tables > 0


def _cells(result: Result) -> list:
    cells = {name: getattr(result, name) for name in FIELDS}
    if result.labels is not None:
        if result.labels.dtype not in (np.uint8, np.uint16):
            raise InputError(f"labels are kept as uint8 or uint16, found {result.labels.dtype}")
        kind = np.dtype(result.labels.dtype).newbyteorder("<")
        cells["labels"] = bytes([kind.itemsize]) + result.labels.astype(kind).tobytes()
    if result.converged is not None:
        cells["converged"] = int(result.converged)
    return list(cells.values())


def _result(path: Path, row: Sequence) -> Result:
    cells = dict(zip(FIELDS, row, strict=True))
    try:
        if cells["labels"] is not None:
            cells["labels"] = np.frombuffer(cells["labels"][1:], dtype=f"<u{cells['labels'][0]}")
        if cells["converged"] is not None:
            cells["converged"] = bool(cells["converged"])
        return Result(**cells)
    except (TypeError, ValueError, IndexError) as error:
        raise DataError(f"a row of the results file {path} cannot be read: {error}") from error


def _complaint(path: Path, error: sqlite3.DatabaseError) -> DataError:
    text = str(error)
    if "locked" in text or "busy" in text:
        why = f"another process has kept it locked for {WAIT_S:.0f} s: let that one end, then run this again"
    elif "not a database" in text or "malformed" in text:
        why = f"is damaged or no results file ({text}): move it away or name another file"
    else:
        why = f"cannot be used: {text}"
    return DataError(f"the results file {path}: {why}")
