"""A published data set small enough to make in a test, and a server that publishes it, well or badly."""

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from fittingroom.data.idx import payload_sha256, write_idx
from fittingroom.data.idx_set import NAMES, payload_digests, read_parts
from fittingroom.data.published import PartArrays, PublishedSet, RemoteFile
from fittingroom.types import Card

COUNTS = {"train": 30, "test": 12}
CLASSES = ("left", "right", "both")


def made_parts(seed: int = 3) -> dict[str, PartArrays]:
    rng = np.random.default_rng(seed)
    return {
        part: PartArrays(
            rng.integers(0, 256, (n, 28, 28), dtype=np.uint8),
            rng.permutation(np.arange(n) % len(CLASSES)).astype(np.uint8),
        )
        for part, n in COUNTS.items()
    }


def write_files(folder: Path, parts: dict[str, PartArrays] | None = None, *, packed: bool = True) -> Path:
    for part, arrays in (parts or made_parts()).items():
        for name, array in zip(NAMES[part], (arrays.images, arrays.labels), strict=True):
            write_idx(folder / (name if packed else name.removesuffix(".gz")), array)
    return folder


def made_set(addresses: tuple[str, ...] = (), *, name: str = "made", package: str = "") -> PublishedSet:
    parts = made_parts()
    files = []
    for part, arrays in parts.items():
        for file, array in zip(NAMES[part], (arrays.images, arrays.labels), strict=True):
            size = array.nbytes + 4 + 4 * array.ndim
            files.append(RemoteFile(name=file, sha256=payload_sha256(array), size=size))
    return PublishedSet(
        card=Card(
            name=name, classes=CLASSES, counts=COUNTS, sha256={file.name: file.sha256 for file in files}
        ),
        files=tuple(files),
        addresses=addresses,
        read=read_parts,
        shelf=name,
        package=package,
        payloads=payload_digests,
    )


@dataclass
class Served:
    """What a server holds and how it behaves; it writes down each request in `log`.

    The first `drops` answers end after `drop_after` bytes; ranges, length: whether it knows Range and
    states lengths; repeat: how often it sends the body; shift: how far beside the range that was asked
    for it answers; gate: each answer waits for it.
    """

    files: dict[str, bytes]
    drop_after: int | None = None
    drops: int = 0
    ranges: bool = True
    length: bool = True
    repeat: int = 1
    shift: int = 0
    gate: threading.Event | None = None
    log: list[tuple[str, str]] = field(default_factory=list)
    sent: int = 0
    address: str = ""


@contextmanager
def served(files: dict[str, bytes] | Path, **behaviour) -> Iterator[Served]:
    """Serve files at 127.0.0.1: whole or with connections that drop, with or without Range and length."""
    if isinstance(files, Path):
        files = {str(p.relative_to(files)): p.read_bytes() for p in files.rglob("*") if p.is_file()}
    state = Served(files, **behaviour)

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            _answer(self, state)

        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = False
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        state.address = f"http://127.0.0.1:{server.server_address[1]}/"
        try:
            yield state
        finally:
            server.shutdown()
            thread.join()


def _answer(request: http.server.BaseHTTPRequestHandler, state: Served) -> None:
    name, asked = request.path.lstrip("/"), request.headers.get("Range", "")
    state.log.append((name, asked))
    if state.gate:
        state.gate.wait(timeout=30)
    content = state.files.get(name)
    if content is None:
        request.send_error(404)
        return
    start = int(asked.removeprefix("bytes=").removesuffix("-")) if asked and state.ranges else 0
    start += state.shift if start else 0
    if start >= len(content):
        request.send_response(416)
        request.send_header("Content-Range", f"bytes */{len(content)}")
        request.send_header("Content-Length", "0")
        request.end_headers()
        return
    request.send_response(206 if start else 200)
    if start:
        request.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
    if state.length:
        request.send_header("Content-Length", str(len(content) - start))
    request.end_headers()
    body = content[start:] * state.repeat
    if state.drops and state.drop_after is not None:
        state.drops -= 1
        body = body[: state.drop_after]
    try:
        request.wfile.write(body)
        state.sent += len(body)
    except ConnectionError:
        pass  # the client had enough
    request.close_connection = True
