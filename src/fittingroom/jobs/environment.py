"""The environment variables that a worker is born with."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

ONE_THREAD = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "NUMEXPR_NUM_THREADS": "1",
    "VECLIB_MAXIMUM_THREADS": "1",
    "OPENCV_FOR_THREADS_NUM": "1",
    "TQDM_DISABLE": "1",
}
"""Set before a worker imports anything heavy: workers side by side, each with the threads of a whole
machine, would wait for each other; and their bars would garble the one that counts."""


@contextmanager
def environment(variables: Mapping[str, str]) -> Iterator[None]:
    """Processes that are started within have these variables; afterwards all is as it was."""
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value
