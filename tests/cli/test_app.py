"""fittingroom app RUN, as a person types it."""

import re
import signal
import socket
import subprocess
import sys
import urllib.request

import pytest

from fittingroom.cli import main
from tests.app.conftest import run  # noqa: F401  the tiny run
from tests.cli.made import fails


def test_a_folder_without_a_run_is_told(tmp_path, capsys):
    assert "no trained model here" in fails(capsys, "app", str(tmp_path))


def test_a_run_on_data_of_ones_own_needs_them(run, capsys):  # noqa: F811
    assert "give --data" in fails(capsys, "app", str(run.folder))


def test_a_model_of_attributes_is_told_apart_and_asks_for_its_set(tmp_path, capsys):
    from fittingroom.models.attributes.learned import is_learned

    assert not is_learned(tmp_path)
    (tmp_path / "model.json").write_text('{"kind": "attributes"}')
    assert is_learned(tmp_path)
    assert "keeps no picture" in fails(capsys, "app", str(tmp_path), "--probe", "x")
    assert "holds no model.safetensors" in fails(capsys, "app", str(tmp_path))


@pytest.mark.parametrize("port", ["65536", "-1", "web"])
def test_a_foolish_port_is_told(port, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["app", "runs/x", "--port", port])
    assert ended.value.code == 2
    assert "port" in capsys.readouterr().err


def test_a_port_that_is_taken_and_a_foreign_address_are_told(capsys, monkeypatch):
    from fittingroom.app.serving import listening
    from fittingroom.errors import InputError

    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(InputError, match=f"port {port} of 127.0.0.1 is taken by another program"):
            listening("127.0.0.1", port)
    with pytest.raises(InputError, match="cannot be had"):
        listening("192.0.2.1", 0)
    with pytest.raises(InputError, match="no address of this machine"):
        listening("no such name.invalid", 0)


def test_the_address_of_a_server_for_others_ends_in_its_token():
    from fittingroom.app.safety import door
    from fittingroom.app.serving import url

    assert url("127.0.0.1", 8642, door("127.0.0.1", 8642)) == "http://127.0.0.1:8642/"
    assert url("::1", 8642, door("::1", 8642)) == "http://[::1]:8642/"
    opened = door("0.0.0.0", 8642)
    address = url("0.0.0.0", 8642, opened)
    assert address.endswith(f":8642/?token={opened.token}")
    assert "0.0.0.0" not in address


SERVE = """
import sys, numpy as np
from pathlib import Path
from fittingroom.app.serving import serve
from fittingroom.cli import run
from fittingroom.studies.run import open_run
from tests.app.conftest import bars

class Arguments:
    def run(self, _):
        opened, say = open_run(Path(sys.argv[1]), bars()), lambda text: print(text, flush=True)
        serve(opened, port=0, folder=Path(sys.argv[2]), rng=np.random.default_rng(0), say=say)
        return 0

sys.exit(run(Arguments()))
"""


def test_port_0_prints_an_address_that_answers_and_ctrl_c_ends_it_cleanly(run, tmp_path):  # noqa: F811
    process = subprocess.Popen(
        [sys.executable, "-c", SERVE, str(run.folder), str(tmp_path / "probe")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", address)
        with urllib.request.urlopen(address, timeout=30) as answer:
            assert b"fittingroom" in answer.read()
        process.send_signal(signal.SIGINT)
        said, complained = process.communicate(timeout=30)
        assert complained == ""
        assert process.returncode == 0
        assert said.endswith("ended\n")
    finally:
        process.kill()
        process.wait()


def test_help_says_what_it_does_and_loads_nothing_heavy():
    code = (
        "import sys; from fittingroom.cli import main\n"
        "try: main(['app', '--help'])\n"
        "except SystemExit: print([m for m in ('torch', 'cv2', 'starlette', 'uvicorn') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip().endswith("[]")
    assert "RUN" in done.stdout
