"""Killing a run changes no result, loses none, and leaves no process behind."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from fittingroom.studies.benchmark.result import RUN_HERE
from fittingroom.studies.benchmark.store import Store
from tests.jobs.processes import wait_until
from tests.studies.benchmark.made_to_be_killed import ROWS, run

KILLS = 10


def answers(path: Path) -> dict[tuple, tuple]:
    return {
        (r.configuration, r.seed): (r.labels.tobytes(), r.accuracy, r.ended, r.source)
        for r in Store(path).results()
    }


def processes_with(word: str) -> list[int]:
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if word in (folder / "environ").read_text(errors="replace"):
                found.append(int(folder.name))
        except OSError:
            continue  # it has ended meanwhile
    return found


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="no /proc on this system")
def test_ten_kills_at_random_moments_change_no_result(tmp_path):
    killed, whole = tmp_path / "killed.sqlite", tmp_path / "whole.sqlite"
    mark = f"KILLED_HERE={tmp_path.name}-{os.getpid()}"
    script = [sys.executable, "-m", "tests.studies.benchmark.made_to_be_killed", str(killed)]
    moments = random.Random(7)
    seen, interrupted = 0, 0
    for _ in range(KILLS):
        running = subprocess.Popen(
            script, stderr=subprocess.DEVNULL, env=os.environ | dict([mark.split("=")]), cwd=os.getcwd()
        )
        # At a random moment of its work, but no run dies before it has come any further
        assert wait_until(
            lambda before=seen, process=running: (
                len(Store(killed).results()) > before or process.poll() is not None
            ),
            seconds=120,
        )
        time.sleep(moments.uniform(0, 0.4))
        interrupted += running.poll() is None
        running.send_signal(signal.SIGKILL)
        running.wait()
        assert wait_until(lambda: not processes_with(mark), seconds=30)
        now = len(Store(killed).results())
        assert now >= seen  # what was there stays
        seen = now
    assert interrupted  # how many, the machine decides: the last may come when all is done
    run(str(killed))
    run(str(whole))
    assert answers(killed) == answers(whole)
    assert len(answers(whole)) == 5 * len(ROWS)
    assert {source for *_, source in answers(killed).values()} == {RUN_HERE}
