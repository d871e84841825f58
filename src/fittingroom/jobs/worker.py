"""The life of one process of the crew: take up what is shared, then job after job, until told to stop."""

import multiprocessing
import os
import pickle
import signal
import sys
import threading
import time
from multiprocessing.connection import Connection
from pathlib import Path
from types import FrameType

from fittingroom.jobs.carry import carry_out
from fittingroom.jobs.job import Outcome
from fittingroom.jobs.mapped import take_up

READY = "ready"
"""What a worker says when it holds what is shared."""

GRACE_S = 3.0
"""How long a worker that was told to stop may tidy up (a half-written file, say) before it is killed."""


class Stopped(BaseException):
    """The parent told this process to stop: unwinds the job, so that it leaves nothing half-written."""


def work(connection: Connection, folder: Path, log: Path) -> None:
    """What the process does: answers each pickled (call, arguments) with a pickled `Outcome`."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # reaches all of us; the parent decides. (Again for Windows)
    signal.signal(signal.SIGTERM, _stop)
    threading.Thread(target=_die_with_the_parent, daemon=True).start()
    _write_into(log)
    try:
        shared = take_up(folder)
        connection.send_bytes(pickle.dumps(READY))
        while True:
            _answer(connection, shared)
    except (Stopped, EOFError, BrokenPipeError):
        return


def _answer(connection: Connection, shared: object) -> None:
    task = connection.recv_bytes()
    try:
        answer = pickle.dumps(carry_out(task, shared))
    except Stopped:
        raise
    except BaseException as defect:
        connection.send_bytes(pickle.dumps(Outcome(error=_portable(defect))))
        raise
    connection.send_bytes(answer)


def _portable(defect: BaseException) -> BaseException:
    """The exception, or one that says the same if it would not survive pickling, or would end the parent."""
    if isinstance(defect, Exception) and _survives_pickling(defect):
        return defect
    substitute = RuntimeError(f"{type(defect).__name__}: {defect}")
    for note in getattr(defect, "__notes__", ()):
        substitute.add_note(note)
    return substitute


def _survives_pickling(defect: Exception) -> bool:
    try:
        pickle.loads(pickle.dumps(defect))
    except (pickle.PicklingError, AttributeError, TypeError):
        return False
    return True


def _stop(_signum: int, _frame: FrameType | None) -> None:
    raise Stopped


def _die_with_the_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE_S)
    os._exit(1)


def _write_into(log: Path) -> None:
    """Let whatever is written past Python, by a crashing library for one, go into a file."""
    handle = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
        os.dup2(handle, stream.fileno())
    os.close(handle)
