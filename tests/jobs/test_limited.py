"""Whatever a call does, it ends, it is told how, and its caller goes on."""

import threading
import time
from pathlib import Path

import pytest

from fittingroom.errors import InputError
from fittingroom.jobs.limited import Limits, under_limits
from tests.jobs import limited_calls as calls
from tests.jobs.processes import alive

ROOMY = Limits(wall_s=60)
SHORT = Limits(wall_s=1)


def test_a_good_call_answers_and_says_what_it_took():
    ended = under_limits(calls.work, (0.2,), ROOMY)
    assert (ended.how, ended.value, ended.error) == ("ok", 0.2, "")
    assert ended.cpu_s is not None
    assert ended.cpu_s >= 0.19  # two clocks of the same processor
    assert ended.wall_s >= 0.19
    assert ended.peak_mb is not None
    assert 5 < ended.peak_mb < 500


def test_the_memory_of_a_call_is_its_own_and_not_that_of_its_caller():
    kept = bytearray(b"1") * 1_500_000_000
    ended = under_limits(calls.work, (0.1,), ROOMY)
    assert len(kept) > 1e9
    assert ended.peak_mb is not None
    assert ended.peak_mb < 500


@pytest.mark.parametrize("call", [calls.hang_in_c, calls.ignore_the_end])
def test_what_hangs_is_stopped_even_in_c(call):
    ended = under_limits(call, (), SHORT)
    assert ended.how == "timeout"
    assert ended.error == "stopped after 1 s"


def test_what_eats_memory_is_refused_it():
    ended = under_limits(calls.eat_memory, (), Limits(wall_s=60, memory_bytes=1_000_000_000))
    assert ended.how == "memory"
    assert under_limits(calls.eat_memory, (), ROOMY).value == 3_000_000_000


def test_a_library_that_ends_the_process_for_lack_of_memory_is_understood():
    assert under_limits(calls.leave_with_words, (), ROOMY).how == "memory"


def test_a_crash_is_told_with_its_signal():
    ended = under_limits(calls.crash, (), ROOMY)
    assert ended.how == "died"
    assert "SIGSEGV" in ended.error


def test_a_process_that_leaves_without_a_word_has_died():
    ended = under_limits(calls.leave_silently, (), ROOMY)
    assert (ended.how, ended.error) == ("died", "the process ended without an answer")


@pytest.mark.parametrize(
    ("call", "words"), [(calls.raise_error, "ValueError: three is no colour"), (calls.call_exit, "enough")]
)
def test_an_exception_is_told_with_its_place(call, words):
    ended = under_limits(call, (), ROOMY)
    assert ended.how == "error"
    assert words in ended.error.splitlines()[0]
    assert "limited_calls.py" in ended.error


def test_each_warning_is_handed_over_once():
    ended = under_limits(calls.warn, (), ROOMY)
    assert (ended.value, ended.warned) == ("done", ("RuntimeWarning: not again",))


def test_what_a_call_forks_neither_answers_nor_outlives_it(tmp_path):
    ended = under_limits(calls.fork_and_return, (tmp_path,), ROOMY)
    assert ended.how == "ok"
    alive = tmp_path / "alive"
    before = alive.read_text() if alive.exists() else ""
    time.sleep(0.5)
    assert (alive.read_text() if alive.exists() else "") == before


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="no /proc on this system")
def test_a_program_that_left_the_session_is_ended_too(tmp_path):
    assert under_limits(calls.leave_a_program, (tmp_path,), ROOMY).how == "ok"
    assert not alive(int((tmp_path / "pid").read_text()))


def test_what_cannot_be_sent_is_a_complaint_whatever_it_raises():
    with pytest.raises(InputError, match="cannot be sent to another process: objects containing pointers"):
        under_limits(len, (calls.Unsendable(),), ROOMY)


def test_a_lower_limit_of_the_system_stays():
    ended = under_limits(calls.limit_below_a_limit, (), ROOMY)
    assert (ended.how, ended.value) == ("ok", (4 * 10**9, 4 * 10**9))


def test_a_call_can_be_stopped_from_outside():
    stop = threading.Event()
    threading.Timer(1, stop.set).start()
    ended = under_limits(calls.hang_in_c, (), ROOMY, stop=stop)
    assert (ended.how, ended.error) == ("died", "it was stopped")
