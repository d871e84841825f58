"""Pictures behind URLs, many at once and gently: each host has a few connections and a pause between them.

What was fetched lies as Parquet in the work folder, a file a partition, and is not asked for again.
"""

import io
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import pyarrow as pa
from PIL import Image
from pyarrow import parquet

from fittingroom.curate.addresses import Network, networks
from fittingroom.curate.catalogue import AT_ONCE
from fittingroom.curate.http import Limits, Refused, get
from fittingroom.curate.pictures import FETCHED
from fittingroom.curate.records import Reasons, Told, decisions, with_column
from fittingroom.data.pictures import UNREADABLE
from fittingroom.files import landing

STEP = "fetch"

REASONS: Reasons = {
    "not-allowed": "the URL is not http or https, or leads to an address that is not public",
    "no-host": "the host's name does not resolve",
    "no-connection": "the host cannot be reached, or breaks off",
    "timeout": "no whole answer came in time",
    "gone": "the server says that there is no such picture",
    "refused": "the server does not give the picture",
    "too-many-redirects": "the URL leads from one place to the next",
    "file-too-large": "the file is larger than a picture is",
    "not-a-picture": "what came is not a picture",
    "host-silent": "the host gave no answer so often in a row that it was not asked for the rest",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """allow: addresses or networks that may be fetched from although they are not public (10.0.0.0/8).

    at_once: requests at a time; per_host: of one host; pause_s between two of one host; attempts: of a
    picture; silent: failures in a row to reach a host after which the rest of its pictures are not asked for.
    """

    allow: tuple[str, ...] = ()
    at_once: int = 64
    per_host: int = 4
    pause_s: float = 0.02
    attempts: int = 3
    wait_s: float = 0.5
    seconds: float = 30.0
    most_bytes: int = 20_000_000
    silent: int = 8


def is_url(image: str) -> bool:
    """Whether the place of a picture is an address, of whatever kind, rather than a path."""
    return "://" in image and not image.startswith("file://")


def fetch(table: pa.Table, settings: Settings, known: Path) -> tuple[pa.Table, pa.Table]:
    """Fetch the pictures of rows whose `image` is a URL; others pass. known: where they are to lie."""
    wanted = [(at, image) for at, image in enumerate(table["image"].to_pylist()) if is_url(image)]
    if not wanted:
        return table, decisions(STEP, ())
    rows, ids = table["row"].to_pylist(), table["id"].to_pylist()
    name = f"from-{rows[0]:09d}.parquet"
    images, places = table["image"].to_pylist(), table["at"].to_pylist()
    told: list[Told] = []
    schema, got = pa.schema([("row", pa.int64()), ("image", pa.binary())]), 0
    with landing(known / name) as beside, parquet.ParquetWriter(beside, schema, compression="none") as writer:
        for some in _fetched(wanted, settings):
            good = [(at, content) for at, content in some if isinstance(content, bytes)]
            writer.write_table(pa.table([[rows[at] for at, _ in good], [c for _, c in good]], schema=schema))
            for at, content in some:
                if isinstance(content, bytes):
                    images[at], places[at], got = FETCHED + name, got, got + 1
                else:
                    told.append((rows[at], ids[at], False, content.reason, "", None))
    table = with_column(table, "image", images, pa.string())
    table = with_column(table, "at", places, pa.int64())
    gone = {row for row, *_ in told}
    keep = pa.array([row not in gone for row in rows], pa.bool_())
    return table.filter(keep), decisions(STEP, told)


Outcome = bytes | Refused


def _fetched(wanted: Sequence[tuple[int, str]], settings: Settings) -> Iterator[list[tuple[int, Outcome]]]:
    """What came of each URL, in order, some at a time: no more than these are held."""
    hosts, allowed = _Hosts(settings), networks(settings.allow)
    pool = ThreadPoolExecutor(settings.at_once, thread_name_prefix="fetch")
    try:
        for start in range(0, len(wanted), AT_ONCE):
            some = wanted[start : start + AT_ONCE]
            order = _in_turn([_host(url) for _, url in some])
            found = dict(
                zip(
                    order,
                    pool.map(partial(_one, hosts=hosts, allowed=allowed), [some[at][1] for at in order]),
                    strict=True,
                )
            )
            yield [(some[at][0], found[at]) for at in range(len(some))]
    finally:
        pool.shutdown(cancel_futures=True)


def _in_turn(hosts: Sequence[str]) -> list[int]:
    """Places such that each host comes once, then each once more: threads do not all wait for one."""
    seen: Counter[str] = Counter()
    rounds = []
    for host in hosts:
        rounds.append(seen[host])
        seen[host] += 1
    return sorted(range(len(hosts)), key=lambda at: (rounds[at], at))


@dataclass(frozen=True, slots=True)
class _Hosts:
    """How each host is treated: its free connections, when it may be asked next, how often it was silent."""

    settings: Settings
    lock: threading.Lock = field(default_factory=threading.Lock)
    free: dict[str, threading.Semaphore] = field(default_factory=dict)
    next_at: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    silent: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def ask(self, host: str, question: Callable[[], bytes]) -> bytes:
        """Ask a host when it is its turn."""
        with self.lock:
            free = self.free.setdefault(host, threading.Semaphore(self.settings.per_host))
        with free:
            with self.lock:
                if self.silent[host] >= self.settings.silent:
                    raise Refused("host-silent", f"{self.silent[host]} failures in a row")
                now = time.monotonic()
                turn = max(now, self.next_at[host])
                self.next_at[host] = turn + self.settings.pause_s
            time.sleep(turn - now)
            try:
                found = question()
            except Refused as refusal:
                self._note(host, silent=refusal.reason in ("no-host", "no-connection", "timeout"))
                raise
            self._note(host, silent=False)
            return found

    def _note(self, host: str, *, silent: bool) -> None:
        with self.lock:
            self.silent[host] = self.silent[host] + 1 if silent else 0


def _one(url: str, *, hosts: _Hosts, allowed: Sequence[Network]) -> Outcome:
    settings = hosts.settings
    limits = Limits(seconds=settings.seconds, bytes=settings.most_bytes)
    refusal = Refused("refused", "never asked")
    for attempt in range(settings.attempts):
        try:
            content = hosts.ask(_host(url), lambda: get(url, limits, allowed))
        except Refused as error:
            refusal = error
            if not error.again or attempt + 1 == settings.attempts:
                break
            time.sleep(
                min(
                    error.wait_s if error.wait_s is not None else settings.wait_s * 2**attempt,
                    settings.seconds,
                )
            )
        else:
            return (
                content
                if _is_picture(content)
                else Refused("not-a-picture", "its first bytes are of no picture")
            )
    return refusal


def _host(url: str) -> str:
    try:
        return urlsplit(url).netloc
    except ValueError:
        return ""


def _is_picture(content: bytes) -> bool:
    """Whether a decoder knows the beginning; whether all of it decodes is seen when it is looked at."""
    try:
        with Image.open(io.BytesIO(content)):
            return True
    except Image.DecompressionBombError:
        return True
    except UNREADABLE:
        return False
