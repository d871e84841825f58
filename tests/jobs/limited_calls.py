"""Calls that misbehave, at the top level of a module so that another process can find them."""

import ctypes
import os
import resource
import subprocess
import sys
import time
import warnings
from pathlib import Path


def plus_one(number: int) -> int:
    return number + 1


def hang_in_c() -> None:
    ctypes.CDLL(None).sleep(60)  # a signal handler of Python would never run


def ignore_the_end() -> None:
    import signal

    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    time.sleep(60)


def eat_memory() -> int:
    return len(bytearray(3_000_000_000))


def crash() -> None:
    ctypes.string_at(0)


def leave_silently() -> None:
    os._exit(0)


def leave_with_words() -> None:
    print("std::bad_alloc", flush=True)
    os._exit(1)


def raise_error() -> None:
    raise ValueError("three is no colour")


def call_exit() -> None:
    sys.exit("enough")


def warn() -> str:
    for _ in range(3):
        warnings.warn("not again", RuntimeWarning, stacklevel=1)
    return "done"


def fork_and_return(folder: Path) -> int:
    """Both processes come back from here; the child also leaves a child that would write for a minute."""
    if os.fork() == 0 and os.fork() == 0:
        for _ in range(600):
            (folder / "alive").write_text(str(time.monotonic()))
            time.sleep(0.1)
    return os.getpid()


class Unsendable:
    """As many objects of compiled libraries are."""

    def __reduce__(self):
        raise ValueError("objects containing pointers cannot be pickled")


def leave_a_program(folder: Path) -> None:
    """Start a program that has nothing to do with our session, and is not waited for."""
    left = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], start_new_session=True)
    (folder / "pid").write_text(str(left.pid))


def limit_below_a_limit() -> tuple[int, int]:
    """Ask for more memory than this process was allowed before."""
    from fittingroom.jobs.limited import _limit_memory

    resource.setrlimit(resource.RLIMIT_DATA, (4 * 10**9, 4 * 10**9))
    _limit_memory(10**10)
    return resource.getrlimit(resource.RLIMIT_DATA)


def work(seconds: float) -> float:
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass
    return seconds
