"""A shop's image server on this machine that can behave badly."""

import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.curate.made import encoded, picture


class Shop(BaseHTTPRequestHandler):
    """/good/N.jpg is picture N; other paths are what their names say."""

    server: "Server"

    def do_GET(self):
        path = self.path.split("?")[0]
        with self.server.lock:
            self.server.asked[path] += 1
            self.server.now += 1
            self.server.most = max(self.server.most, self.server.now)
        try:
            self._answer(path)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True
        finally:
            with self.server.lock:
                self.server.now -= 1

    def _answer(self, path: str) -> None:
        if path.startswith("/good/"):
            time.sleep(0.01)
            self._send(encoded(picture(int(path.rsplit("/", 1)[1].split(".", maxsplit=1)[0]))))
        elif path == "/flaky.jpg" and self.server.asked[path] < 3:
            self._send(b"busy", 503)
        elif path == "/flaky.jpg":
            self._send(encoded(picture(77)))
        elif path == "/page.jpg":
            self._send(b"<html>sorry</html>")
        elif path == "/large.jpg":
            self._send(b"\xff\xd8\xff" + b"\0" * 500_000)
        elif path == "/endless.jpg":
            self._stream(b"\0" * 10_000, 0.0)
        elif path == "/drip.jpg":
            self._stream(b"\0", 0.05)
        elif path == "/silent.jpg":
            self.server.ended.wait(20)
        elif path == "/cut.jpg":
            self._send(encoded(picture(1))[:100], length=5000)
        elif path.startswith("/to/"):
            self._send(b"", 302, Location=self.server.leads.get(path, "/good/5.jpg"))
        else:
            self._send(b"", 404)

    def _stream(self, piece: bytes, pause_s: float) -> None:
        self.send_response(200)
        self.end_headers()
        for _ in range(400):
            self.wfile.write(piece)
            if self.server.ended.wait(pause_s):
                return

    def _send(self, content: bytes, status: int = 200, length: int | None = None, **headers: str) -> None:
        self.send_response(status)
        for name, value in ({"Content-Length": str(length or len(content))} | headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)
        self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Shop)
        self.lock, self.ended = threading.Lock(), threading.Event()
        self.asked: Counter[str] = Counter()
        self.now = self.most = 0
        self.leads: dict[str, str] = {}

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


@contextmanager
def serving() -> Iterator[Server]:
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield server
        finally:
            server.ended.set()
            server.shutdown()
            thread.join()
