"""Jobs on Ray: a Ray of our own for the time of the call, or a cluster that is there. Alone imports Ray."""

import importlib.util
import logging
import os
import pickle
import re
import secrets
import socket
import warnings
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import Any

from fittingroom.cores import usable_cores
from fittingroom.errors import InputError, MissingExtra
from fittingroom.jobs.carry import carry_out
from fittingroom.jobs.environment import ONE_THREAD, environment
from fittingroom.jobs.job import Job, Outcome

ADDRESS = re.compile(r"auto|ray://(?P<server>[^:/\s]+)(:(?P<door>\d+))?|(?P<head>[^:/\s]+):(?P<port>\d+)")
CLIENT_PORT = 10001

TOKEN = secrets.token_hex(32)
"""What a Ray started here demands of whoever talks to it; one for all, since Ray remembers the first."""

ADVICE = (
    "is Ray running there, is the port right (10001 for ray://, else 6379), "
    "and if it wants a token, is RAY_AUTH_MODE=token set?"
)

REACH_S = 5.0
ANSWER_S = 60.0
GRACE_S = 3.0
"""How long a cancelled job may tidy up before its process is killed."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """A Ray that this process has joined, `shared` lying in its object store; a `Place`."""

    ray: ModuleType
    name: str
    workers: int
    task: Any
    shared: Any
    running: dict[Any, tuple[int, Job]] = field(default_factory=dict)
    memory_bytes: int | None = None  # Ray itself places each job where its memory is free

    def start(self, number: int, job: Job) -> None:
        try:
            # By value where Ray cannot import it, and as bytes, so that what fails to load fails in the job
            task = self.ray.cloudpickle.dumps((job.call, job.arguments))
        except (pickle.PicklingError, AttributeError, TypeError) as error:
            raise InputError(f"{job.name} cannot be sent to Ray: {_in_a_line(error)}") from error
        with self._present():
            reference = self.task.options(memory=self._memory(job)).remote(task, self.shared)
            self.running[reference] = number, job

    def wait(self, timeout_s: float) -> list[tuple[int, Outcome]]:
        with self._present():
            ended, _ = self.ray.wait(list(self.running), num_returns=1, timeout=timeout_s)
            return [self._outcome(reference) for reference in ended]

    def _memory(self, job: Job) -> int | None:
        """What to reserve: no more than the whole cluster has, or the job would wait for ever."""
        return min(job.memory_bytes, int(self.ray.cluster_resources().get("memory", 0))) or None

    @contextmanager
    def _present(self) -> Iterator[None]:
        try:
            yield
        except ConnectionError as error:
            self.running.clear()  # nobody is there to cancel them
            raise InputError(
                f"the Ray {self.name} was lost ({_in_a_line(error)}): "
                "run the same command again when it is back; finished ones are kept"
            ) from error

    def _outcome(self, reference: Any) -> tuple[int, Outcome]:
        number, job = self.running.pop(reference)
        try:
            return number, self.ray.get(reference)
        except self.ray.exceptions.RayTaskError as error:
            return number, Outcome(error=error.cause or RuntimeError(str(error)))
        except self.ray.exceptions.RayError as error:
            return number, Outcome(
                error=InputError(
                    f"the process that ran {job.name} died, perhaps for lack of memory "
                    f"({_in_a_line(error)}): run the same command again with fewer --workers; "
                    "finished ones are kept"
                )
            )

    def cancel(self) -> None:
        """Stop what runs: first so that a job can tidy up, then for good."""
        left = list(self.running)
        for force in (False, True):
            for reference in left:
                self.ray.cancel(reference, force=force)
            if left:
                _, left = self.ray.wait(left, num_returns=len(left), timeout=GRACE_S)


def on_ray(shared: Any, on: str, workers: int | None) -> AbstractContextManager[Cluster]:
    """Join the Ray that `on` names and leave `shared` with it once; stops what still runs at the end.

    A cluster must have the same versions of Python, Ray and fittingroom on all its machines as this
    process (asked of one worker), and should have the same of numpy and torch, or values differ in the
    last digits. A cluster that wants a token takes the one of RAY_AUTH_TOKEN or ~/.ray/auth_token, once
    RAY_AUTH_MODE=token is set. A Ray that this process has joined before is used as it is and not left.

    Raises InputError where `on` is no place at all, MissingExtra where Ray is not installed; entering it
    raises InputError where there is no such cluster, or none that can run these jobs.
    """
    return _cluster(_ray(on), shared, on, workers)


@contextmanager
def joined_ray(on: str, workers: int | None = None) -> Iterator[None]:
    """Join the Ray that `on` names, for code that hands it work by other ways than jobs; left at the end.

    Raises as `on_ray` does.
    """
    ray = _ray(on)
    with _joined(ray, on, workers) as name:
        _check_versions(ray, name)
        yield


@contextmanager
def _cluster(ray: ModuleType, shared: Any, on: str, workers: int | None) -> Iterator[Cluster]:
    with _joined(ray, on, workers) as name:
        _check_versions(ray, name)
        task = ray.remote(num_cpus=1, max_retries=0, runtime_env={"env_vars": ONE_THREAD})(carry_out)
        cpus = int(ray.cluster_resources().get("CPU", 1))
        cluster = Cluster(ray, name, workers or max(cpus, 1), task, _left_with(ray, shared))
        try:
            yield cluster
        finally:
            cluster.cancel()


def _ray(on: str) -> ModuleType:
    if not (on == "ray" or ADDRESS.fullmatch(on)):
        raise InputError(
            f"jobs run on cores, ray (one started here), ray://HOST:PORT, HOST:PORT or auto, not on {on!r}"
        )
    # Read by Ray when it is imported: without them a port where no Ray listens costs half a minute
    os.environ.setdefault("RAY_CLIENT_INITIAL_CONNECTION_TIMEOUT_S", "3")
    os.environ.setdefault("RAY_CLIENT_MAX_CONNECTION_TIMEOUT_S", "4")
    if importlib.util.find_spec("ray") is None or importlib.util.find_spec("grpc") is None:
        raise MissingExtra("running on Ray", "ray", "ray")
    import ray

    return ray


@contextmanager
def _joined(ray: ModuleType, on: str, workers: int | None) -> Iterator[str]:
    if ray.is_initialized():
        yield "that this process has joined"
        return
    name, advice = ("started here", "run on cores instead") if on == "ray" else (f"at {on}", ADVICE)
    with _own(workers or usable_cores()) if on == "ray" else _there(on) as arguments:
        try:
            with _hushed():
                _join(ray, arguments)
        except (OSError, RuntimeError, ValueError, ray.exceptions.RayError) as error:
            ray.shutdown()
            raise InputError(f"the Ray {name} cannot be joined: {_in_a_line(error)}; {advice}") from error
        try:
            yield name
        finally:
            ray.shutdown()


def _join(ray: ModuleType, arguments: Mapping[str, Any]) -> None:
    """Join, at the second attempt if need be: the server that a cluster forks for each client may die of it.

    It is forked while other threads of the cluster talk gRPC, which gRPC does not always survive.
    """
    settings = {"log_to_driver": False, "configure_logging": False}
    try:
        ray.init(**arguments, **settings)
    except ConnectionAbortedError:
        ray.shutdown()
        ray.init(**arguments, **settings)


@contextmanager
def _own(cpus: int) -> Iterator[dict[str, Any]]:
    """How to start a Ray that leaves no files and wants a token that nobody else knows."""
    variables = {"RAY_USAGE_STATS_ENABLED": "0"}
    if not {"RAY_AUTH_TOKEN", "RAY_AUTH_TOKEN_PATH"} & set(os.environ):
        variables |= {"RAY_AUTH_TOKEN": TOKEN}  # else Ray makes one and leaves it in the home folder
    short = "/tmp" if Path("/tmp").is_dir() else None  # a socket's path must not be longer than 103 bytes
    with (
        TemporaryDirectory(prefix="fittingroom-ray-", dir=short, ignore_cleanup_errors=True) as folder,
        environment(variables),
    ):
        yield {"address": "local", "num_cpus": cpus, "include_dashboard": False, "_temp_dir": folder}


@contextmanager
def _there(on: str) -> Iterator[dict[str, Any]]:
    """How to join a cluster, after a look whether one listens there: Ray itself would try for minutes."""
    parts = ADDRESS.fullmatch(on)
    assert parts is not None
    if on != "auto":
        host, port = parts["server"] or parts["head"], int(parts["port"] or parts["door"] or CLIENT_PORT)
        if silence := _silence_at(host, port):
            raise InputError(f"no Ray cluster answers at {on} ({silence}): {ADVICE}")
    yield {"address": on}


def _silence_at(host: str, port: int) -> str:
    """Why nobody at an address can be a Ray, or nothing."""
    import grpc

    try:
        socket.create_connection((host, port), timeout=REACH_S).close()
        if os.environ.get("RAY_USE_TLS", "0") == "0":  # else only Ray can greet it
            with grpc.insecure_channel(f"{host}:{port}") as channel:
                grpc.channel_ready_future(channel).result(timeout=REACH_S)
    except OSError as error:
        return error.strerror or str(error)
    except grpc.FutureTimeoutError:
        return "what listens there is no Ray"
    return ""


@contextmanager
def _hushed() -> Iterator[None]:
    """Ray logs that it uses a token, and warns beside the error that it raises anyway: neither is news."""
    logger = logging.getLogger("ray")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(level)


def _check_versions(ray: ModuleType, name: str) -> None:
    def versions() -> dict[str, str]:  # within, so that it travels by value, to where fittingroom is not
        import sys
        from importlib import metadata

        found = {"Python": f"{sys.version_info.major}.{sys.version_info.minor}"}
        for package in ("ray", "fittingroom"):
            try:
                found[package] = metadata.version(package)
            except metadata.PackageNotFoundError:
                found[package] = "not installed"
        return found

    here = versions()
    try:
        there = ray.get(ray.remote(num_cpus=0, max_retries=0)(versions).remote(), timeout=ANSWER_S)
    except (ConnectionError, ray.exceptions.RayError) as error:
        raise InputError(f"no worker of the Ray {name} answers: {_in_a_line(error)}") from error
    if wrong := [f"{what} {there[what]} (here: {here[what]})" for what in here if there[what] != here[what]]:
        raise InputError(
            f"the workers of the Ray {name} have {', '.join(wrong)}: install the same versions there as here"
        )


def _left_with(ray: ModuleType, shared: Any) -> Any:
    try:
        return ray.put(shared)
    except (pickle.PicklingError, AttributeError, TypeError) as error:
        raise InputError(f"what the jobs share cannot be sent to Ray: {_in_a_line(error)}") from error


def _in_a_line(error: BaseException) -> str:
    """The first line of what it says, and the last where the first only announces a traceback."""
    first, *others = str(error).splitlines() or [""]
    return " ".join([first, *others[-1:]]) if first.endswith(":") else first or type(error).__name__
