"""A real Ray cluster of one machine, started once for all tests that need one."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.jobs.processes import wait_until

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Head:
    """The two addresses of a cluster."""

    address: str
    client: str


def listening(port: int) -> bool:
    with socket.socket() as probe:
        return not probe.connect_ex(("127.0.0.1", port))


def free_ports(count: int) -> list[int]:
    """Ports below those that Ray gives to its workers, and that nobody listens at now."""
    ports: list[int] = []
    for port in range(6400 + os.getpid() % 1000, 9999):
        if not listening(port):
            ports.append(port)
        if len(ports) == count:
            break
    return ports


@pytest.fixture(scope="session")
def head() -> Iterator[Head]:
    """A Ray cluster of one machine, this one, that knows the tests; without a token, as it ends with them."""
    port, client = free_ports(2)
    variables = {"RAY_AUTH_MODE": "disabled", "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "2"}
    variables["GRPC_ENABLE_FORK_SUPPORT"] = "0"  # else the servers forked for clients die now and then
    with TemporaryDirectory(prefix="ray-", dir="/tmp", ignore_cleanup_errors=True) as folder:
        command = f"start --head --block --num-cpus 2 --port {port} --ray-client-server-port {client}"
        command += f" --temp-dir {folder} --include-dashboard false --disable-usage-stats"
        log = Path(folder) / "log"
        with log.open("w") as stream:
            process = subprocess.Popen(
                [Path(sys.executable).with_name("ray"), *command.split(), "--node-ip-address", "127.0.0.1"],
                env=os.environ | variables,
                stdout=stream,
                stderr=subprocess.STDOUT,
            )
        try:
            # A client that comes when its port is open but not all is up would wait for half a minute
            started = wait_until(
                lambda: "Ray runtime started" in log.read_text() and listening(client), seconds=120
            )
            assert started, log.read_text()
            yield Head(f"127.0.0.1:{port}", f"ray://127.0.0.1:{client}")
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)
