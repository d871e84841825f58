"""What every worker does with a job, on this machine or on another: run it, and say what came of it."""

import contextlib
import io
import pickle
import time
import traceback
import warnings
from typing import Any

from fittingroom.errors import FittingRoomError
from fittingroom.jobs.job import Outcome

SAID_CHARACTERS = 4000


def carry_out(task: bytes, shared: Any) -> Outcome:
    """Run one job, a pickled (call, arguments), in this process and say what came of it.

    What the job prints is kept, and handed over only if it goes wrong; each distinct warning is handed
    over in any case. A FittingRoomError is an outcome; any other exception is a defect and leaves with
    notes that tell where it was raised and what had been printed: its traceback does not travel.
    """
    begun = time.perf_counter()
    printed = io.StringIO()
    value, failure = None, None
    with (
        contextlib.redirect_stdout(printed),
        contextlib.redirect_stderr(printed),
        warnings.catch_warnings(record=True) as caught,
    ):
        try:
            call, arguments = pickle.loads(task)
            value = call(shared, *arguments)
        except FittingRoomError as complaint:
            failure = str(complaint)
        except BaseException as defect:
            defect.add_note(f"in the worker:\n{traceback.format_exc()}")
            if said := _end_of(printed):
                defect.add_note(f"it had printed:\n{said}")
            raise
    return Outcome(
        value=value,
        failure=failure,
        said=_end_of(printed) if failure else "",
        warned=tuple(dict.fromkeys(f"{warning.category.__name__}: {warning.message}" for warning in caught)),
        seconds=time.perf_counter() - begun,
    )


def _end_of(printed: io.StringIO) -> str:
    return printed.getvalue()[-SAID_CHARACTERS:].strip()
