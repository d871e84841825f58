"""One file over HTTP: goes on where it stopped, has a longest length, lands whole or not at all."""

import hashlib
import http.client
import re
import socket
import ssl
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

from tqdm import tqdm

TIMEOUT_S = 10
"""How long to wait for a connection, and for the next bytes of one."""

ATTEMPTS = 5
"""How often a transfer that breaks off is taken up again; an attempt that brings nothing ends it."""

CHUNK = 1 << 16


class SourceError(Exception):
    """A source cannot give the file; the text is the reason, one of several in the final message."""


class Unreachable(SourceError):
    """A source cannot give any file (no such host, no connection, not set)."""


class _BrokeOff(Exception):
    """The connection ended before the file did."""


def download(url: str, path: Path, *, most: int, check: Callable[[Path], None]) -> Path:
    """Download `url` to `path`; returns `path`.

    The bytes gather in a .part file beside `path` (one per URL, so that only the same URL is ever
    continued), which moves into place once `check` has passed it. A file that fails the check, or
    is longer than `most` bytes, is deleted; if it was put together from two attempts, it is fetched
    once more from its beginning, as the server's copy may have changed in between. Raises
    Unreachable when there is no connection, SourceError for everything else that a server can do.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{hashlib.sha256(url.encode()).hexdigest()[:8]}.part")
    for last in (False, True):
        in_one_go = _transfer(url, part, most)
        try:
            check(part)
        except SourceError as error:
            part.unlink()
            if in_one_go or last:
                raise SourceError(f"{error} (deleted)") from None
        else:
            part.replace(path)
            for stale in path.parent.glob(f"{path.name}.*.part"):
                stale.unlink(missing_ok=True)
            return path
    raise AssertionError("the last round returns or raises")


def _transfer(url: str, part: Path, most: int) -> bool:
    """Bring `part` to its full length; returns whether one connection brought all of it."""
    fresh = not part.exists()
    for attempt in range(ATTEMPTS):
        before = _length(part)
        try:
            _receive(url, part, most)
        except _BrokeOff as error:
            if attempt + 1 == ATTEMPTS or _length(part) <= before:
                raise SourceError(
                    f"the connection broke off after {_length(part):,} bytes ({error}); "
                    "the next try goes on from there"
                ) from None
        else:
            return fresh and attempt == 0
    raise AssertionError("the last attempt returns or raises")


def _receive(url: str, part: Path, most: int) -> None:
    have = _length(part)
    headers = {"User-Agent": "fittingroom", "Accept-Encoding": "identity"}
    if have:
        headers["Range"] = f"bytes={have}-"
    request = urllib.request.Request(url, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_S) as answer:
            start = _start_of(answer, part, have)
            stated = answer.headers.get("Content-Length", "")
            total = start + int(stated) if stated.isdigit() else None
            if total is not None and total > most:
                raise SourceError(f"the server offers {total:,} bytes, the file has at most {most:,}")
            _append(answer, part, start=start, total=total, most=most, name=url.rsplit("/", 1)[-1])
    except urllib.error.HTTPError as error:
        with error:
            _refused(error, part, have)
    except (http.client.InvalidURL, UnicodeError) as error:
        raise Unreachable(f"not a usable address ({error})") from error
    except urllib.error.URLError as error:
        raise Unreachable(_reason(error.reason)) from error
    except (ConnectionError, TimeoutError, ssl.SSLError, http.client.HTTPException) as error:
        raise _BrokeOff(str(error) or type(error).__name__) from error


def _start_of(answer: http.client.HTTPResponse, part: Path, have: int) -> int:
    """Where in the file the answer begins: where it was asked to, or at 0 from servers without ranges."""
    if answer.status != 206:
        return 0
    confirmed = re.match(r"bytes (\d+)-", answer.headers.get("Content-Range", ""))
    if not have or confirmed is None or int(confirmed[1]) != have:
        part.unlink(missing_ok=True)
        raise SourceError("the server sends another range than it was asked for; the next try starts anew")
    return have


def _append(
    answer: http.client.HTTPResponse, part: Path, *, start: int, total: int | None, most: int, name: str
) -> None:
    bar = tqdm(
        total=total, initial=start, desc=name, unit="B", unit_scale=True, disable=None, leave=False, delay=1
    )
    with bar, part.open("r+b" if start else "wb") as stream:
        stream.seek(start)
        at = start
        while piece := answer.read(CHUNK):
            at += len(piece)
            if at > most:
                break
            stream.write(piece)
            bar.update(len(piece))
    if at > most:
        part.unlink()
        raise SourceError(f"the server sends more than the {most:,} bytes that the file may have (deleted)")
    if total is not None and at < total:
        raise _BrokeOff(f"of {total:,}")


def _refused(error: urllib.error.HTTPError, part: Path, have: int) -> None:
    """Return if the refusal means that the whole file is here already; raise otherwise."""
    size = re.fullmatch(r"bytes \*/(\d+)", error.headers.get("Content-Range", ""))
    if error.code == 416 and size and int(size[1]) == have:
        return
    if error.code == 416:
        part.unlink(missing_ok=True)
    raise SourceError(f"the server answers {error.code} {error.reason}") from None


def _reason(error: object) -> str:
    """Why there is no connection, in plain words."""
    if isinstance(error, socket.gaierror):
        return "the host name cannot be resolved (no network?)"
    if isinstance(error, ssl.SSLError):
        return f"no secure connection ({error})"
    return f"no connection ({error})"


def _length(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
