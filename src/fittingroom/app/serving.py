"""The app on an address, from the first picture to Ctrl-C."""

import errno
import socket
import webbrowser
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from fittingroom.app.desk import Desk
from fittingroom.app.safety import Door, door, in_url
from fittingroom.errors import InputError, MissingExtra
from fittingroom.studies.run import Run

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from fittingroom.models.attributes.work import Means

PORT = 8642
ANY = ("0.0.0.0", "::")
"""Addresses that mean every network of this machine."""
FOLDER = "probe"
"""Below a run's folder: where pictures that people named are kept, unless told otherwise."""


def serve(
    run: Run,
    *,
    host: str = "127.0.0.1",
    port: int = PORT,
    folder: Path | None = None,
    browse: bool = False,
    say: Callable[[str], None] = print,
    rng: np.random.Generator,
) -> None:
    """Serve the page of a run until Ctrl-C.

    port: 0 for any that is free; folder: where named pictures are kept; browse: open the page in the
    user's browser; say: is told the address. Raises InputError where the address cannot be had.
    """

    def begin(opened: Door) -> Serving:
        from fittingroom.app.server import application
        from fittingroom.app.subject import study
        from fittingroom.app.work import Room

        room = Room(subject=study(run, rng=rng), folder=folder or run.folder / FOLDER, rng=rng)
        note = f"named pictures are kept in {room.folder}"
        return Serving(application(room, opened), room.desk, note)

    _serve(begin, host=host, port=port, browse=browse, say=say)


def serve_attributes(
    folder: Path,
    data: Path | None = None,
    *,
    means: "Means",
    host: str = "127.0.0.1",
    port: int = PORT,
    browse: bool = False,
    say: Callable[[str], None] = print,
    rng: np.random.Generator,
) -> None:
    """The same for a model of attributes, in `folder`; data: its set or world, where that has moved."""
    from fittingroom.models.attributes.learned import load
    from fittingroom.models.attributes.work import answering, data_of

    learned, data = load(folder), data or data_of(folder)
    with answering(learned, means) as ask:

        def begin(opened: Door) -> Serving:
            from fittingroom.app.attributes.subject import study
            from fittingroom.app.attributes.work import AttributeRoom, questions
            from fittingroom.app.server import pages

            subject = study(learned, ask, data, folder=folder, means=means, rng=rng)
            room = AttributeRoom(subject=subject, rng=rng)
            return Serving(pages(questions(room), opened), room.desk, "no picture is kept")

        _serve(begin, host=host, port=port, browse=browse, say=say)


@dataclass(frozen=True, slots=True)
class Serving:
    """What is served: the application, the desk to close at the end, and what becomes of pictures."""

    application: "ASGIApp"
    desk: Desk
    note: str


def _serve(
    begin: Callable[[Door], Serving], *, host: str, port: int, browse: bool, say: Callable[[str], None]
) -> None:
    try:
        import uvicorn

        import fittingroom.app.server  # noqa: F401  tells what is missing before anything is learned
    except ImportError as error:
        raise MissingExtra("the app", error.name or "starlette", "app") from error
    with listening(host, port) as listener:  # first of all, so that a port that is taken is told at once
        opened = door(host, listener.getsockname()[1])
        served = begin(opened)
        server = uvicorn.Server(
            uvicorn.Config(
                served.application,
                log_level="error",
                access_log=False,
                server_header=False,
                proxy_headers=False,
                ws="none",
                timeout_keep_alive=5,
                timeout_graceful_shutdown=2,
            )
        )
        address = url(host, listener.getsockname()[1], opened)
        say(f"{address}\n(Ctrl-C ends it; {served.note})")
        if browse:
            webbrowser.open(address)
        try:
            server.run(sockets=[listener])
        except KeyboardInterrupt:
            say("ended")
        finally:
            served.desk.close()


def listening(host: str, port: int) -> socket.socket:
    """A socket bound to the address. Raises InputError, in one sentence, where that cannot be."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
    except (OSError, UnicodeError) as error:
        raise InputError(
            f"{host} is no address of this machine: give --host 127.0.0.1 or leave it out"
        ) from error
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(256)
    except OSError as error:
        listener.close()
        taken = error.errno == errno.EADDRINUSE
        why = "is taken by another program" if taken else f"cannot be had ({error.strerror})"
        raise InputError(f"port {port} of {host} {why}: name another with --port, or 0 for any") from error
    return listener


def _own_address() -> str:
    """The address of this machine in its network, or its name where there is no network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # sends nothing: it only chooses the way out
        except OSError:
            return socket.gethostname()
        return probe.getsockname()[0]


def url(host: str, port: int, opened: Door) -> str:
    """The address to open; for a server that others can reach it ends in its token."""
    name = in_url(_own_address() if host in ANY else host)
    return f"http://{name}:{port}/" + (f"?token={opened.token}" if opened.token else "")
