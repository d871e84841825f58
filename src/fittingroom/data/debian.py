"""Files of a Debian package, had without root: `apt-get download`, then `dpkg-deb -x`.

Nothing is installed and nothing outside our own folders is written. apt checks the package against
Debian's signed lists; where the system's lists are missing or too old, it fetches lists of its own
into a private folder.
"""

import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from tqdm import tqdm

from fittingroom.data.download import SourceError, Unreachable

TIMEOUT_S = 600
"""The longest that one call of apt-get may take."""

QUIET = ("-q", "-oAcquire::http::Timeout=10", "-oAcquire::https::Timeout=10", "-oAcquire::Retries=1")


def package_file(package: str, name: str, folder: Path) -> Path:
    """Return `folder`/`name` after unpacking into `folder` all data files of the Debian package.

    A file that lies there already is returned as it is. Raises Unreachable where there is no apt or
    the package cannot be had, SourceError where the package holds no such file.
    """
    if not (folder / name).is_file():
        if missing := [tool for tool in ("apt-get", "dpkg-deb") if shutil.which(tool) is None]:
            raise Unreachable(f"not a Debian-like system (no {' and no '.join(missing)})")
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".apt-") as private:
            _unpack(_download(package, Path(private)), Path(private) / "unpacked", folder)
    if not (folder / name).is_file():
        raise SourceError(f"the package holds no file {name}")
    return folder / name


def _download(package: str, private: Path) -> Path:
    """Download the package with the system's lists, else with lists of our own; returns the .deb."""
    problems: list[str] = []
    for options in ((), _own_lists(private)):
        try:
            if options:
                _run(["apt-get", *QUIET, *options, "update"], private, "package lists")
        except _AptFailed as error:
            problems.append(f"{error}")  # another archive may be broken while ours is not
        try:
            return _apt_download(package, private, options)
        except _AptFailed as error:
            problems.append(f"{error}")
    raise Unreachable("; ".join(dict.fromkeys(problems)))


def _apt_download(package: str, private: Path, options: tuple[str, ...]) -> Path:
    _run(["apt-get", *QUIET, *options, "download", package], private, package)
    if debs := sorted(private.glob("*.deb")):
        return debs[0]
    raise _AptFailed("apt-get ended without the package")


def _own_lists(private: Path) -> tuple[str, ...]:
    """Options that make apt keep lists and cache below `private`; its sources and keys stay the system's."""
    for below in ("lists/partial", "cache/archives/partial"):
        (private / below).mkdir(parents=True)
    return (
        f"-oDir::State::Lists={private / 'lists'}",
        f"-oDir::Cache={private / 'cache'}",
        # As root, apt would hand the download to a user who may not enter our folder.
        "-oAPT::Sandbox::User=root",
    )


def _unpack(deb: Path, into: Path, folder: Path) -> None:
    """Move the package's files below usr/share/datasets into `folder`."""
    try:
        _run(["dpkg-deb", "-x", str(deb), str(into)], deb.parent, deb.name)
    except _AptFailed as error:
        raise SourceError(str(error)) from None
    for path in sorted((into / "usr/share/datasets").rglob("*")):
        if path.is_file() and not path.is_symlink():
            path.replace(folder / path.name)


class _AptFailed(Exception):
    """A command ended with an error; the text is its last error line."""


def _run(command: list[str], folder: Path, what: str) -> None:
    """Run a command in `folder`, showing how much it has written there."""
    process = subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, "LC_ALL": "C"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
    )
    end = time.monotonic() + TIMEOUT_S
    try:
        with tqdm(desc=what, unit="B", unit_scale=True, disable=None, leave=False, delay=1) as bar:
            while True:
                try:
                    _, errors = process.communicate(timeout=0.2)
                    break
                except subprocess.TimeoutExpired:
                    bar.update(_bytes_below(folder) - bar.n)
                if time.monotonic() > end:
                    raise _AptFailed(f"{command[0]} took longer than {TIMEOUT_S} s")
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate()
    if process.returncode:
        lines = [line for line in errors.splitlines() if line.startswith("E:")] or errors.splitlines()
        raise _AptFailed(f"{command[0]} failed ({lines[-1] if lines else process.returncode})")


def _bytes_below(folder: Path) -> int:
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_size
        except FileNotFoundError:  # apt renames its files while we count
            continue
    return total
