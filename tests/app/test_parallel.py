"""Two hundred questions at once."""

import http.client
import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from fittingroom.app.desk import PLACES
from tests.app.conftest import served
from tests.app.test_server import drawing

MANY = 200


def test_two_hundred_at_once_are_answered_or_told_when_to_come_again(room):
    sent, begin = drawing(), Barrier(MANY)

    def asked(port: int) -> tuple[int, str | None, bool]:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        begin.wait()
        connection.request("POST", "/api/ask?preparation=stretch-negate&source=drawing", sent)
        found = connection.getresponse()
        said = json.loads(found.read())
        connection.close()
        return found.status, found.getheader("Retry-After"), "set" in said

    with served(room) as running, ThreadPoolExecutor(MANY) as threads:
        port = int(running.url.rsplit(":", 1)[1])
        found = list(threads.map(asked, [port] * MANY))
        counts = Counter(status for status, _, _ in found)
        assert set(counts) <= {200, 503}
        assert counts[200] >= PLACES
        assert all(
            whole == (status == 200) and (later == "1") == (status == 503) for status, later, whole in found
        )
        begin = Barrier(1)
        assert asked(port)[0] == 200
    assert room.desk.taken == 0
