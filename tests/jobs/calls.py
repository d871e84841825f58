"""What the tests let workers do: top-level functions, because they run in other processes."""

import os
import signal
import sys
import time
import warnings
from pathlib import Path

import numpy as np

from fittingroom.errors import DataError


def row_sum(shared: dict[str, np.ndarray], row: int) -> tuple[int, float]:
    return row, float(shared["rows"][row].sum())


class Counted:
    """Notes each time that it reaches a process."""

    def __init__(self, folder: Path):
        self.folder = folder

    def __setstate__(self, state: dict[str, Path]) -> None:
        self.__dict__.update(state)
        with (self.folder / f"{os.getpid()}").open("a") as stream:
            stream.write("reached\n")


def be_there(shared: Counted) -> int:
    time.sleep(0.05)
    return os.getpid()


def cores(shared: object) -> int:
    from fittingroom.cores import usable_cores

    return usable_cores()


def threads(shared: object) -> tuple[int, int, str]:
    """How many torch, the linear algebra under numpy, and the environment allow."""
    import torch
    from threadpoolctl import threadpool_info

    pools = [pool["num_threads"] for pool in threadpool_info() if pool["user_api"] != "openmp"]
    return torch.get_num_threads(), max(pools), os.environ["OMP_NUM_THREADS"]


def overwrite(shared: np.ndarray) -> None:
    shared[0] = 1


def mark(shared: Path, name: str) -> None:
    with (shared / "order").open("a") as stream:
        stream.write(f"{name}\n")


def complain(shared: object, text: str) -> None:
    print("seen before the complaint")
    raise DataError(text)


def stumble(shared: object, after: Path | None = None) -> None:
    """Raise, once another job has written the file `after`."""
    while after and not after.exists():
        time.sleep(0.02)
    print("seen before the defect")
    raise ZeroDivisionError("a planted defect")


class UnportableError(Exception):
    """Can be raised and pickled, but not unpickled."""

    def __init__(self, one: int, two: int):
        super().__init__(f"{one} and {two}")


def stumble_oddly(shared: object) -> None:
    raise UnportableError(1, 2)


def leave(shared: object) -> None:
    sys.exit("a job that exits")


def die(shared: object, pid_file: Path | None = None) -> None:
    os.write(2, b"last words")
    os.kill(os.getpid(), signal.SIGKILL)


def linger(shared: object, pid_file: Path) -> None:
    pid_file.write_text(f"{os.getpid()}")
    time.sleep(60)


def return_a_lambda(shared: object) -> object:
    return lambda: 1


def chatter(shared: object, text: str) -> str:
    print("said on stdout")
    print("said on stderr", file=sys.stderr)
    os.write(1, b"said below Python")
    warnings.warn(text, stacklevel=1)
    return text
