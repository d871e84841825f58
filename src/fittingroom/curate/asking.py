"""Asking hosts for pictures: many at once, and each gently, by few connections and with pauses."""

import io
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial

from PIL import Image

from fittingroom.curate.addresses import Network, NotAllowed, networks
from fittingroom.curate.catalogue import AT_ONCE
from fittingroom.curate.http import Limits, Refused, get
from fittingroom.curate.urls import NotUrl, place_of
from fittingroom.data.pictures import UNREADABLE

SILENT = frozenset({"no-host", "no-connection", "timeout"})
"""Reasons that speak of the host rather than of a picture on it."""


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


Outcome = bytes | Refused


def asked(urls: Sequence[str], settings: Settings) -> Generator[Outcome, None, None]:
    """What came of each URL, in order: the file of a picture or why there is none; few are held at a time."""
    one = partial(_one, hosts=_Hosts(settings), allowed=networks(settings.allow))
    pool = ThreadPoolExecutor(settings.at_once, thread_name_prefix="fetch")
    try:
        for start in range(0, len(urls), AT_ONCE):
            some = urls[start : start + AT_ONCE]
            order = _in_turn([_server(url) for url in some])
            found = dict(zip(order, pool.map(one, [some[at] for at in order]), strict=True))
            yield from (found[at] for at in range(len(some)))
    finally:
        pool.shutdown(cancel_futures=True)


def _in_turn(servers: Sequence[str]) -> list[int]:
    """Places such that each host comes once, then each once more: threads do not all wait for one."""
    seen: Counter[str] = Counter()
    rounds = []
    for server in servers:
        rounds.append(seen[server])
        seen[server] += 1
    return sorted(range(len(servers)), key=lambda at: (rounds[at], at))


def _server(url: str) -> str:
    try:
        return place_of(url).server
    except (NotAllowed, NotUrl):
        return ""


@dataclass(frozen=True, slots=True)
class _Hosts:
    """How each host is treated: its free connections, when it may be asked next, how often it was silent."""

    settings: Settings
    lock: threading.Lock = field(default_factory=threading.Lock)
    free: dict[str, threading.Semaphore] = field(default_factory=dict)
    next_at: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    silent: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    @contextmanager
    def turn(self, host: str) -> Iterator[None]:
        """Entered when it is a host's turn to be asked. Raises Refused where the host is left alone."""
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
                yield
            except Refused as refusal:
                self._note(host, silent=refusal.reason in SILENT)
                raise
            self._note(host, silent=False)

    def _note(self, host: str, *, silent: bool) -> None:
        with self.lock:
            self.silent[host] = self.silent[host] + 1 if silent else 0


def _one(url: str, *, hosts: _Hosts, allowed: Sequence[Network]) -> Outcome:
    settings = hosts.settings
    limits = Limits(seconds=settings.seconds, bytes=settings.most_bytes)
    refusal = Refused("refused", "never asked")
    for attempt in range(settings.attempts):
        try:
            content = get(url, limits, allowed, hosts.turn)
        except Refused as error:
            refusal = error
            if not error.again or attempt + 1 == settings.attempts:
                break
            wait_s = error.wait_s if error.wait_s is not None else settings.wait_s * 2**attempt
            time.sleep(min(wait_s, settings.seconds))
        else:
            if _is_picture(content):
                return content
            return Refused("not-a-picture", "its first bytes are of no picture")
    return refusal


def _is_picture(content: bytes) -> bool:
    """Whether a decoder knows the beginning; whether all of it decodes is seen when it is looked at."""
    try:
        with Image.open(io.BytesIO(content)):
            return True
    except Image.DecompressionBombError:
        return True
    except UNREADABLE:
        return False
