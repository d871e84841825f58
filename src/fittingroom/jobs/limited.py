"""One call in a process of its own that nothing it does can harm: a limit of time, a limit of memory.

Code of somebody else may hang in a loop of C, eat all memory, crash, or fork. Each of these ends the call
and is told; what called it goes on. The process is pebble's, which stops one even within C.
"""

import ctypes
import multiprocessing
import os
import pickle
import re
import resource
import signal
import sys
import threading
import time
import traceback
import warnings
from collections.abc import Callable
from concurrent.futures import CancelledError, wait
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from fittingroom.errors import FittingRoomError, InputError, MissingExtra
from fittingroom.files import temporary_folder
from fittingroom.jobs.carry import SAID_CHARACTERS

How = Literal["ok", "timeout", "memory", "error", "died"]

LOOK_EVERY_S = 0.5
GONE_S = 3.0
"""A process that has vanished for so long without a word has died."""

OUT_OF_MEMORY = re.compile(r"bad_alloc|[Mm]emory allocation|[Cc]annot allocate memory|[Oo]ut of memory")
"""What libraries say when they are refused memory and end the process themselves."""

DIE_WITH_PARENT = 1
"""PR_SET_PDEATHSIG of Linux."""

MARK = "FITTINGROOM_LIMITED"
"""By this variable of their environment programs are found that a call has started."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Seconds of wall time, and bytes of memory that the process may have for itself (None: no limit)."""

    wall_s: float
    memory_bytes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a call ended: its `value` if well, else why in `error`; `warned` are its distinct warnings.

    cpu_s: processor seconds of the call and its own child processes, wall_s: seconds, peak_mb: the
    largest memory of its process; the first and the last are None where it was killed.
    """

    how: How
    value: Any = None
    error: str = ""
    warned: tuple[str, ...] = ()
    wall_s: float
    cpu_s: float | None = None
    peak_mb: float | None = None


def under_limits(
    call: Callable[..., Any],
    arguments: tuple,
    limits: Limits,
    *,
    stop: threading.Event | None = None,
) -> Ended:
    """Run `call(*arguments)` in a new process, within limits; never raises for what the call does.

    The processes that the call leaves behind are ended with it: those of its session, and on Linux programs
    that it started outside of it too, unless they were given another environment. Setting `stop` ends it
    within a second. Raises InputError where the call or its arguments cannot be pickled, MissingExtra without
    pebble.
    """
    try:
        from pebble import ProcessExpired, ProcessPool
    except ModuleNotFoundError as error:
        raise MissingExtra("running with limits", "pebble", "bench") from error

    try:
        task = pickle.dumps((call, arguments))
    except Exception as error:  # whatever the code of an object raises there
        raise InputError(f"it cannot be sent to another process: {error}") from error
    begun = time.monotonic()
    with temporary_folder("fittingroom-limited") as folder:
        pool = ProcessPool(
            max_workers=1,
            initializer=_alone,
            initargs=(str(folder),),
            context=multiprocessing.get_context("spawn"),
        )
        try:
            future = pool.schedule(_carried_out, (task, limits.memory_bytes), timeout=limits.wall_s)
            if not _watched(future, folder, stop):
                return _ended("died", "the process ended without an answer", folder, begun)
            return future.result()
        except CancelledError:
            return _ended("died", "it was stopped", folder, begun)
        except ProcessExpired as error:
            return _death(error.exitcode, folder, begun)
        except TimeoutError:
            return _ended("timeout", f"stopped after {limits.wall_s:g} s", folder, begun)
        except Exception as error:  # noqa: BLE001  whatever the code of its value raises here
            return _ended("error", f"what it returned cannot be sent here: {error}", folder, begun)
        finally:
            pool.stop()
            pool.join()
            _end_what_is_left(folder)


def _watched(future: Any, folder: Path, stop: threading.Event | None) -> bool:
    """Wait for the future; False if its process is gone and will never answer."""
    silent_since = None
    while not wait([future], timeout=LOOK_EVERY_S).done:
        if stop is not None and stop.is_set():
            future.cancel()
        pid = _pid(folder)
        alive = pid is None or Path(f"/proc/{pid}").exists() or not Path("/proc").is_dir()
        silent_since = None if alive else silent_since or time.monotonic()
        if silent_since and time.monotonic() - silent_since > GONE_S and not future.done():
            return False
    return True


def _death(code: int | None, folder: Path, begun: float) -> Ended:
    said = _said(folder)
    if OUT_OF_MEMORY.search(said):
        return _ended("memory", "it was refused more memory and ended itself", folder, begun)
    how = (
        f"by signal {-code} ({signal.Signals(-code).name})" if code and code < 0 else f"with exit code {code}"
    )
    perhaps = ", perhaps for lack of memory" if code == -signal.SIGKILL else ""
    return _ended("died", f"the process ended {how}{perhaps}", folder, begun)


def _ended(how: How, sentence: str, folder: Path, begun: float) -> Ended:
    said = _said(folder)
    return Ended(
        how=how,
        error=f"{sentence}; it had printed: {said}" if said else sentence,
        wall_s=time.monotonic() - begun,
    )


def _said(folder: Path) -> str:
    printed = folder / "said"
    return (
        printed.read_bytes()[-SAID_CHARACTERS:].decode(errors="replace").strip() if printed.exists() else ""
    )


def _pid(folder: Path) -> int | None:
    written = folder / "pid"
    return int(written.read_text()) if written.exists() else None


def _end_what_is_left(folder: Path) -> None:
    """End the whole session that the process led, what it forked too; then what has left the session."""
    pid = _pid(folder)
    if pid is not None:
        with suppress(ProcessLookupError):  # nothing is left
            os.killpg(pid, signal.SIGKILL)
    deadline = time.monotonic() + GONE_S
    while (marked := _marked(folder)) and time.monotonic() < deadline:
        for other in marked:
            with suppress(ProcessLookupError):
                os.kill(other, signal.SIGKILL)
        time.sleep(0.01)


def _marked(folder: Path) -> list[int]:
    """The processes that were started with an environment that names this folder, as far as /proc tells."""
    mark, found = f"{MARK}={folder}".encode(), []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has ended meanwhile, or is somebody else's
            if mark in (process / "environ").read_bytes().split(b"\0"):
                found.append(int(process.name))
    return found


def _alone(folder: str) -> None:
    """In the new process, first of all: a session of its own, which dies with us, and a place to print."""
    os.setsid()
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGKILL)
    handle = os.open(Path(folder) / "said", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for stream in (1, 2):
        os.dup2(handle, stream)
    os.close(handle)
    os.environ[MARK] = folder
    written = Path(folder) / "pid"
    if not written.exists():  # pebble hires a second process when the first has gone: it gets no call
        beside = Path(folder) / "pid.part"
        beside.write_text(str(os.getpid()))
        beside.rename(written)


def _carried_out(task: bytes, memory_bytes: int | None) -> Ended:
    """In the new process: the call, and what it took."""
    here = os.getpid()
    begun, worked = time.monotonic(), _cpu_s()
    how, value, error = "ok", None, ""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            _limit_memory(memory_bytes)
            call, arguments = pickle.loads(task)
            value = call(*arguments)
        except MemoryError as refused:
            how, error = "memory", f"it was refused more memory: {refused}"
        except FittingRoomError as complaint:
            how, error = "error", str(complaint)
        except BaseException as defect:  # noqa: BLE001  SystemExit and worse are answers of the call, too
            how, error = "error", f"{type(defect).__name__}: {defect}\n{_last_lines()}"
        finally:
            if os.getpid() != here:
                os._exit(0)  # a process that the call forked has come back here: it has nothing to say
    return Ended(
        how=how,
        value=value,
        error=error,
        warned=tuple(dict.fromkeys(f"{warning.category.__name__}: {warning.message}" for warning in caught)),
        wall_s=time.monotonic() - begun,
        cpu_s=_cpu_s() - worked,
        peak_mb=_peak_mb(),
    )


def _limit_memory(memory_bytes: int | None) -> None:
    """No more than so many bytes, nor than this process was allowed before (`ulimit -d`)."""
    if memory_bytes is None:
        return
    _, allowed = resource.getrlimit(resource.RLIMIT_DATA)
    most = memory_bytes if allowed == resource.RLIM_INFINITY else min(memory_bytes, allowed)
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))


def _last_lines() -> str:
    return traceback.format_exc()[-SAID_CHARACTERS:].strip()


def _cpu_s() -> float:
    return sum(
        used.ru_utime + used.ru_stime
        for used in (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    )


def _peak_mb() -> float:
    """Largest resident memory so far of this program, in MB.

    Linux keeps in ru_maxrss what the process was before it became this program, its parent: only its own
    status tells the two apart. macOS counts ru_maxrss in bytes.
    """
    status = Path("/proc/self/status")
    if status.exists():
        return int(re.findall(r"VmHWM:\s+(\d+) kB", status.read_text())[0]) * 1024 / 1e6
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
