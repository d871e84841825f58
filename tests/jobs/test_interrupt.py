"""However a run is stopped, no process and no file of it stays behind."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.jobs.processes import alive, children, pids_in, wait_until

ROOT = Path(__file__).resolve().parents[2]


def started(temporary: Path, results: Path) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.jobs.made_to_be_stopped", str(results), "cores"],
        cwd=ROOT,
        env=os.environ | {"TMPDIR": str(temporary)},
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,  # so that Ctrl-C can go to all of them, as from a terminal
    )


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL], ids=lambda s: s.name)
def test_a_stopped_run_leaves_no_process_and_no_file(tmp_path, number):
    temporary, results = tmp_path / "tmp", tmp_path / "results"
    temporary.mkdir()
    results.mkdir()
    run = started(temporary, results)
    assert wait_until(lambda: len(pids_in(results, "pid-*")) == 2 and not list(temporary.iterdir()))
    assert len(list(results.glob(".*.part"))) == 2
    workers = pids_in(results, "pid-*")
    if number == signal.SIGINT:
        os.killpg(run.pid, number)
    else:
        run.send_signal(number)
    _, said = run.communicate(timeout=30)
    assert said.count("Traceback") == said.count("KeyboardInterrupt") == (number == signal.SIGINT)
    assert wait_until(lambda: not any(alive(pid) for pid in workers), seconds=10)
    assert not list(temporary.iterdir())
    assert sorted(path.name for path in results.iterdir()) == ["pid-one", "pid-two"]


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="no /proc on this system")
def test_an_interrupt_while_processes_start_is_the_parents_alone(tmp_path):
    run = started(tmp_path, tmp_path)
    # The second worker is born, and imports; the third child is Python's tracker of what processes share
    assert wait_until(lambda: len(children(run.pid)) == 3)
    os.killpg(run.pid, signal.SIGINT)
    _, said = run.communicate(timeout=30)
    assert said.count("Traceback") == said.count("KeyboardInterrupt") == 1
    assert not list(tmp_path.glob("fittingroom-jobs-*"))
