"""No reader of these tests can fetch: what would go past our files to a network fails."""

import json

import pytest

from tests.readers.node_running import run_node
from tests.readers.running import packages, run

FETCH = """
import socket, urllib.request
try:
    {}
except OSError as error:
    print(error)
"""


@pytest.mark.parametrize(
    "fetch",
    [
        'urllib.request.urlopen("http://127.0.0.1:9/")',
        'urllib.request.urlopen("http://localhost:9/")',
        'socket.create_connection(("127.0.0.1", 9))',
    ],
)
def test_python_has_no_network(tmp_path, fetch):
    assert "no network for readers" in run(FETCH.format(fetch), at=tmp_path)


def test_node_has_no_network(tmp_path):
    program = 'require("http").get("http://127.0.0.1:9/")'
    caught = f"try {{ {program} }} catch (error) {{ console.log(JSON.stringify(error.message)) }}"
    assert json.loads(run_node(caught, at=tmp_path)) == "no network for readers"


def test_a_reader_without_its_files_fails(tmp_path):
    program = "import mnist\ntry:\n    mnist.train_images()\nexcept OSError as error:\n    print(error)"
    said = run(program, at=tmp_path, path=(packages("python"),), TMPDIR=str(tmp_path))
    assert "no network for readers" in said
