"""The seal on the test part: one function opens it, and each opening is written down.

A test score is only worth what it says if nobody chose anything by it. Nobody can be stopped from
looking, so the looks are counted instead: every report prints the count and what the best of that
many looks could gain by luck alone.
"""

import getpass
import json
import os
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import platformdirs

from fittingroom.errors import DataError, InputError
from fittingroom.types import Dataset, Opening, Part


def ledger_path(data: Dataset) -> Path:
    """Where the ledger of this data set's test part lies: one JSON object a line, only ever appended to.

    The folder is FITTINGROOM_LEDGER, else the user's data folder: not the cache, which people empty.
    """
    return _path(data.fingerprint)


def _path(fingerprint: str) -> Path:
    folder = os.environ.get("FITTINGROOM_LEDGER") or platformdirs.user_data_path("fittingroom") / "ledger"
    return Path(folder) / f"{fingerprint}.jsonl"


def open_test(data: Dataset, *, model: str, model_fingerprint: str, why: str, who: str = "") -> Part:
    """Open the sealed test part and write down that it was opened.

    The line is on disk before the part is handed out, so that an opening cannot be forgotten by
    an error that comes after it. `model_fingerprint` tells two models of one name apart (the
    fingerprint of the model's predictions on val, say); `why` is free text; `who` defaults to the
    login name. Raises InputError if the data set has no test part or a field is empty.
    """
    if not len(data.rows("test")):
        raise InputError(f"{data.card.name} has no test part; it has {', '.join(data.parts)}")
    record_opening(
        data.fingerprint, data.card.name, model=model, model_fingerprint=model_fingerprint, why=why, who=who
    )
    return data.take("test")


def record_opening(
    fingerprint: str, data: str, *, model: str, model_fingerprint: str, why: str, who: str = ""
) -> None:
    """Write down that the test part of the data of this fingerprint and name is opened; call it first.

    For data that is no `Dataset`. Raises InputError if a field is empty or blank.
    """
    if not (model.strip() and model_fingerprint.strip() and why.strip()):
        raise InputError(
            "opening a test part needs the model's name, its fingerprint and a reason, none empty"
        )
    opening = Opening(
        when=datetime.now(UTC).isoformat(timespec="seconds"),
        who=who or login_name(),
        data=data,
        model=model,
        model_fingerprint=model_fingerprint,
        why=why,
    )
    path = _path(fingerprint)
    path.parent.mkdir(parents=True, exist_ok=True)
    line = json.dumps(asdict(opening), ensure_ascii=False) + "\n"
    # One write to a file opened for appending: two processes at once cannot mix their lines.
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    try:
        os.write(handle, line.encode())
        os.fsync(handle)
    finally:
        os.close(handle)


def openings(data: Dataset) -> tuple[Opening, ...]:
    """Every opening of this data set's test part that this machine's ledger knows, oldest first."""
    return openings_of(data.fingerprint)


def openings_of(fingerprint: str) -> tuple[Opening, ...]:
    """The same of data that is no `Dataset`, by the fingerprint that `record_opening` was given."""
    path = _path(fingerprint)
    if not path.exists():
        return ()
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            found.append(Opening(**json.loads(line)))
        except (ValueError, TypeError) as error:
            raise DataError(f"line {number} of the test ledger {path} cannot be read: {error}") from error
    return tuple(found)


def login_name() -> str:
    """The user's login name, or 'unknown' on a system that has none for this process."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):  # no password entry and no LOGNAME, as in many containers
        return "unknown"
