"""One worker, a short queue."""

import asyncio
import threading

import pytest

from fittingroom.app.desk import Desk
from fittingroom.app.recent import Recent
from fittingroom.app.safety import Refused


def test_work_is_done_on_one_thread_one_after_the_other():
    desk, running, seen = Desk(places=50), [0], []

    def work(number: int) -> int:
        running[0] += 1
        seen.append((running[0], threading.get_ident()))
        running[0] -= 1
        return number

    async def asked(number: int) -> int:
        with desk.place():
            return await desk.work(work, number)

    async def all_at_once() -> list[int]:
        return await asyncio.gather(*(asked(number) for number in range(50)))

    assert asyncio.run(all_at_once()) == list(range(50))
    assert {count for count, _ in seen} == {1}
    assert len({thread for _, thread in seen}) == 1
    assert desk.taken == 0
    desk.close()


def test_beyond_its_places_a_desk_refuses_and_a_place_is_given_back_after_an_error():
    desk = Desk(places=1)
    with pytest.raises(ZeroDivisionError), desk.place():
        raise ZeroDivisionError
    with desk.place(), pytest.raises(Refused) as refused, desk.place():
        pass
    assert (refused.value.status, refused.value.retry_after_s) == (503, 1)
    with desk.place():
        pass
    desk.close()


def test_what_was_asked_lately_is_bounded_in_number_and_in_bytes():
    recent = Recent[int](3, 100)
    names = [recent.add(number, 40) for number in range(4)]
    for gone in names[:2]:
        with pytest.raises(Refused, match="no longer held"):
            recent.get(gone)
    assert [recent.get(name) for name in names[2:]] == [2, 3]
    assert len(set(names)) == 4
    large = recent.add(9, 10_000)
    assert recent.get(large) == 9
    assert len(recent.held) == 1
