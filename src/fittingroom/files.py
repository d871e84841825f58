"""Writing so that nothing is ever half there: beside the target first, then moved into place."""

import hashlib
import os
import re
import shutil
import socket
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import numpy as np


@contextmanager
def landing(path: str | os.PathLike[str]) -> Iterator[Path]:
    """Yield a temporary file path beside `path`; on a clean exit it replaces `path` in one step.

    After an error or Ctrl-C the temporary file is gone and whatever stood at `path` is as it was. After a
    kill it stays, until the next landing at `path` on this machine, or `discard`, clears it away.
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    _sweep(path)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f"{_mark(path)}{os.getpid()}-", suffix=".part")
    os.close(handle)
    beside = Path(name)
    try:
        yield beside
        beside.chmod(0o666 & ~_umask())  # mkstemp makes files that only their owner may read
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


@contextmanager
def landing_folder(path: Path) -> Iterator[Path]:
    """Yield a new folder beside `path`; on a clean exit it takes the place of `path`.

    `path` may be an empty folder. After an error or Ctrl-C the new folder is gone; after a kill as with
    `landing`.
    """
    path = path.absolute()
    path.parent.mkdir(parents=True, exist_ok=True)
    _sweep(path)
    prefix = f"{_mark(path)}{os.getpid()}-"
    beside = Path(tempfile.mkdtemp(dir=path.parent, prefix=prefix, suffix=".part"))
    try:
        yield beside
        beside.chmod(0o777 & ~_umask())  # mkdtemp makes folders that only their owner may enter
        beside.replace(path)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


@contextmanager
def temporary_folder(name: str) -> Iterator[Path]:
    """Yield a new folder where the system keeps temporary ones; it is gone when the context is left.

    After a kill it stays, until the next one of this name on this machine clears it away.
    """
    place = Path(tempfile.gettempdir()) / name
    _sweep(place)
    prefix = f"{_mark(place)}{os.getpid()}-"
    with tempfile.TemporaryDirectory(prefix=prefix, suffix=".part", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def discard(path: Path) -> None:
    """Remove the file at `path`, if there is one, and what killed landings at `path` have left beside it."""
    path.unlink(missing_ok=True)
    _sweep(path)


def _sweep(path: Path) -> None:
    """Remove what landings at `path` have left whose process is gone.

    Those of a living process may be at work now; those of other machines may be, too: they stay.
    """
    ours = re.compile(re.escape(_mark(path)) + r"(\d+)-[^.]+\.part")
    with suppress(FileNotFoundError, PermissionError):  # swept by another one meanwhile, or somebody else's
        for name in os.listdir(path.parent):
            left = ours.fullmatch(name)
            if left and not _runs(int(left[1])):
                beside = path.with_name(name)
                if beside.is_dir():
                    shutil.rmtree(beside)
                else:
                    beside.unlink()


def _mark(path: Path) -> str:
    """How the names of what lands at `path` from here begin; the number of the process comes next.

    Here is where process numbers mean the same: a machine, or one container on it.
    """
    space = Path("/proc/self/ns/pid")
    here = f"{socket.gethostname()} {space.stat().st_ino if space.exists() else ''}"
    return f".{path.name}.{hashlib.sha256(here.encode()).hexdigest()[:8]}-"


def _runs(pid: int) -> bool:
    if sys.platform == "win32":
        return True  # asking by os.kill would end it there
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return True  # no such folder on this system, or just now gone: then the next one will see
    return state != "Z"  # dead, and nobody has asked how it ended


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def write_bytes(path: str | os.PathLike[str], content: bytes) -> None:
    """Write `content` to `path` atomically."""
    with landing(path) as beside:
        beside.write_bytes(content)


def write_text(path: str | os.PathLike[str], content: str) -> None:
    """Write `content` to `path` as UTF-8, atomically."""
    write_bytes(path, content.encode())


def slug(text: str) -> str:
    """A name for a file or folder: lower-case letters, digits and dashes; "unnamed" if none is left."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "unnamed"


def sha256_file(path: str | os.PathLike[str]) -> str:
    """SHA-256 of a file's bytes, as 64 hexadecimal digits."""
    with open(path, "rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def fingerprint(*arrays: np.ndarray) -> str:
    """SHA-256 over dtype, shape and bytes of each array: equal exactly for equal arrays."""
    digest = hashlib.sha256()
    for array in arrays:
        digest.update(f"{array.dtype.str}{array.shape}".encode())
        digest.update(np.ascontiguousarray(array).data)
    return digest.hexdigest()
