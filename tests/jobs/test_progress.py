"""Progress says what is true: how many are done, who runs, and a time left that simple cases confirm."""

import io

import pytest

from fittingroom.jobs import progress
from fittingroom.jobs.progress import Pace, Standing, in_words, seconds_left, shown

HALF = " 50%|██████████          | 2 of 4 arms done (1 already there), 61 s left; running: dropout"


def standing(done: int, *running: str, left_s: float | None = None, total: int = 135) -> Standing:
    return Standing(done=done, total=total, running=running, left_s=left_s)


def test_the_time_left_is_unknown_until_a_job_has_ended():
    assert seconds_left([], [Pace(1, 30)], [1, 1], workers=2) is None


@pytest.mark.parametrize("workers", [1, 2, 4])
def test_equal_jobs_are_shared_by_the_workers(workers):
    assert seconds_left([Pace(1, 10)], [], [1] * 8, workers=workers) == pytest.approx(80 / workers)


def test_a_costly_job_takes_longer_in_proportion():
    assert seconds_left([Pace(2, 10)], [], [6], workers=1) == pytest.approx(30)


def test_running_jobs_count_by_what_remains_of_them():
    assert seconds_left([Pace(1, 10)], [Pace(1, 4), Pace(1, 8)], [], workers=1) == pytest.approx(6 + 2)
    assert seconds_left([Pace(1, 10)], [Pace(1, 25)], [1], workers=1) == pytest.approx(10)


def test_the_end_is_not_before_the_longest_job_ends():
    assert seconds_left([Pace(1, 10)], [Pace(9, 30)], [1], workers=8) == pytest.approx(60)


def test_the_end_is_no_time_away():
    assert seconds_left([Pace(1, 10)], [], [], workers=3) == 0


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.2, "1 s"), (41.4, "41 s"), (89, "89 s"), (2040, "34 min"), (5399, "90 min"), (9000, "2.5 h")],
)
def test_durations_are_said_as_people_say_them(seconds, words):
    assert in_words(seconds) == words


def test_a_log_gets_a_line_at_most_every_ten_seconds_and_the_last(monkeypatch, capsys):
    clock = iter([0, 1, 2, 3, 12, 13, 24, 25])
    monkeypatch.setattr(progress.time, "monotonic", lambda: next(clock))
    with shown("arms", total=135, finished=12) as tell:
        tell(standing(12, "plain seed 0"))
        tell(standing(13, "plain seed 1", left_s=2040))  # told at once
        tell(standing(14, "plain seed 1", left_s=2040))  # 1 s later: not yet
        tell(standing(14, "plain seed 1", left_s=2040))
        tell(standing(14, "a", "b", "c", "d", "e", left_s=2000))  # 11 s later: the one that was held back
        tell(standing(14, "a"))
        tell(standing(14, "a"))  # nothing has ended: nothing to tell
        tell(standing(135))
    assert capsys.readouterr().err.splitlines() == [
        "12 of 135 arms already there",
        "13 of 135 arms done, 34 min left; running: plain seed 1",
        "14 of 135 arms done, 33 min left; running: a, b, c, d and 1 more",
        "135 of 135 arms done",
    ]


def test_a_terminal_gets_a_bar_that_stays_on_its_line(monkeypatch):
    class Terminal(io.StringIO):
        encoding = "utf-8"

        def isatty(self) -> bool:
            return True

    screen = Terminal()
    monkeypatch.setattr("sys.stderr", screen)
    with shown("arms", total=4, finished=1) as tell:
        tell(standing(1, "plain", total=4))
        tell(standing(2, "dropout .5, seed 1", left_s=61, total=4))
        progress.say("a message")
        tell(standing(4, total=4))
    frames = screen.getvalue().replace("\n", "\r").split("\r")
    assert any(frame.startswith(HALF) for frame in frames)
    assert "a message" in frames
    assert frames[-2].startswith("100%|████████████████████| 4 of 4 arms done (1 already there)")
