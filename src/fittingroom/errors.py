"""What can go wrong, in a handful of kinds.

Every message says what was asked, what was found and what to do. At the command line a
FittingRoomError becomes one sentence and exit code 2, never a traceback.
"""

import difflib
from collections.abc import Iterable


class FittingRoomError(Exception):
    """Base of all errors that fittingroom raises on purpose; the text is meant for the user."""


class DataError(FittingRoomError):
    """A data set, or a file of one, is not what it says it is."""


class FetchError(FittingRoomError):
    """A data set's bytes could not be had from any source that was tried."""


class InputError(FittingRoomError):
    """Something that the user handed over (predictions, a model, an argument) cannot be used."""


class SealedError(FittingRoomError):
    """The test part was asked for by another way than the one function that opens it."""


class MissingExtra(FittingRoomError):
    """An optional part is not installed; the text holds the exact line that installs it."""

    def __init__(self, needed_for: str, package: str, extra: str):
        super().__init__(
            f"{needed_for} needs the package {package}, which is not installed: "
            f'pip install "fittingroom[{extra}]"'
        )


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """The end of a complaint, "(did you mean X?)", with the nearest known name; nothing if none is near."""
    close = difflib.get_close_matches(name, list(known), n=1)
    return f" (did you mean {close[0]}?)" if close else ""
