"""A shop's image server on this machine that can behave badly."""

import ssl
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tests.curate.made import encoded, picture

CERTIFICATE = Path(__file__).with_name("for_tests_only.pem")

PIECES = 400
"""In how many pieces a slow answer comes, if the other side waits for all."""


class Shop(BaseHTTPRequestHandler):
    """/good/N.jpg is picture N; other paths are what their names say."""

    server: "Server"

    def do_GET(self):
        path = self.path.split("?")[0]
        self.counts = 1
        with self.server.lock:
            self.server.asked[path] += 1
            self.server.now += 1
            self.server.most = max(self.server.most, self.server.now)
        try:
            self._answer(path)
        except (BrokenPipeError, ConnectionResetError, ssl.SSLError):
            self.close_connection = True
        finally:
            self._over()

    def _over(self) -> None:
        with self.server.lock:
            self.server.now -= self.counts
            self.counts = 0

    def _answer(self, path: str) -> None:
        said = {
            "/page.jpg": (b"<html>sorry</html>", 200),
            "/large.jpg": (b"\xff\xd8\xff" + b"\0" * 500_000, 200),
            "/forbidden.jpg": (b"no", 403),
        }
        if path.startswith("/good/"):
            time.sleep(0.01)
            self._send(encoded(picture(int(path.rsplit("/", 1)[1].split(".", maxsplit=1)[0]))))
        elif path.startswith("/any/"):
            self._send(encoded(picture(5)))
        elif path.startswith("/to/"):
            self._send(b"", 302, Location=self.server.leads.get(path, "/good/5.jpg"))
        elif path.startswith("/busy/") or path == "/flaky.jpg":
            well = self.server.asked[path] >= 3 if path == "/flaky.jpg" else self.server.well
            self._send(*((encoded(picture(6)), 200) if well else (b"busy", 503)))
        elif path == "/silent.jpg":
            self.server.ended.wait(20)
        elif path == "/cut.jpg":
            self._send(encoded(picture(1))[:100], length=5000)
        elif path in ("/endless.jpg", "/drip.jpg", "/drip-head.jpg"):
            self._slowly(path)
        else:
            self._send(*said.get(path, (b"", 404)))

    def _slowly(self, path: str) -> None:
        piece, pause_s = (b"\0" * 10_000, 0.0) if path == "/endless.jpg" else (b"a", 0.05)
        self.send_response(200)
        if path == "/drip-head.jpg":
            self.flush_headers()
        else:
            self.end_headers()
        for _ in range(PIECES):
            self.wfile.write(piece)
            self.server.sent[path] += 1
            if self.server.ended.wait(pause_s):
                return

    def _send(self, content: bytes, status: int = 200, length: int | None = None, **headers: str) -> None:
        self.send_response(status)
        for name, value in ({"Content-Length": str(length or len(content))} | headers).items():
            self.send_header(name, value)
        self.end_headers()
        self._over()  # before the other side can know that it is, and ask for the next
        self.wfile.write(content)
        self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Server(ThreadingHTTPServer):
    """asked, sent: requests and pieces by path; most: requests at a time; leads: where /to/... leads."""

    daemon_threads = True

    def __init__(self, *, tls: bool = False):
        super().__init__(("127.0.0.1", 0), Shop)
        self.lock, self.ended = threading.Lock(), threading.Event()
        self.asked: Counter[str] = Counter()
        self.sent: Counter[str] = Counter()
        self.now = self.most = 0
        self.leads: dict[str, str] = {}
        self.well = True
        self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER) if tls else None
        if self.tls:
            self.tls.load_cert_chain(CERTIFICATE)

    @property
    def address(self) -> str:
        return f"http{'s' if self.tls else ''}://127.0.0.1:{self.server_address[1]}"

    def get_request(self):
        sock, address = super().get_request()
        if self.tls:  # hands are shaken in the request's own thread
            sock = self.tls.wrap_socket(sock, server_side=True, do_handshake_on_connect=False)
        return sock, address

    def handle_error(self, *_: object) -> None:
        """Say nothing of those who hang up."""


@contextmanager
def serving(*, tls: bool = False) -> Iterator[Server]:
    with Server(tls=tls) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield server
        finally:
            server.ended.set()
            server.shutdown()
            thread.join()
