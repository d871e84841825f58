"""What the page may ask, and who answers: routes, and nothing that could be computed elsewhere."""

import json
from collections.abc import Callable, Sequence
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from fittingroom.app import collecting, quiz, work
from fittingroom.app.desk import Desk
from fittingroom.app.guard import guarded, refusal
from fittingroom.app.preparing import find
from fittingroom.app.questions import Questions
from fittingroom.app.safety import MOST_BYTES, MOST_TEXT, Door, Refused, body
from fittingroom.app.work import Room
from fittingroom.errors import FittingRoomError

SOURCES = ("drawing", "photo", "camera", "pasted", "data")
KINDS = {".html": "text/html", ".css": "text/css", ".js": "text/javascript"}
PAGES = {
    file.name: (file.read_bytes(), KINDS[Path(file.name).suffix])
    for file in (files("fittingroom.app") / "page").iterdir()
    if Path(file.name).suffix in KINDS
}
"""Every file of the page, read once: no path that is asked for ever reaches the disk."""


def application(room: Room, door: Door) -> ASGIApp:
    """The app as an ASGI application: guarded by `door`, answering from `room`."""
    more = [
        Route("/api/keep", partial(keep, room), methods=["POST"]),
        Route("/api/quiz", partial(begin, room), methods=["POST"]),
        Route("/api/quiz/answer", partial(play, room), methods=["POST"]),
    ]
    return pages(work.questions(room), door, more)


def pages(asked: Questions, door: Door, more: Sequence[Route] = ()) -> ASGIApp:
    """The page and what every page asks, guarded by `door`; `more` is what this one may ask besides."""
    routes = [
        Route("/", front, methods=["GET"]),
        Route("/page/{name}", piece, methods=["GET"]),
        Route("/api/about", partial(about, asked), methods=["GET"]),
        Route("/api/sample", partial(sample, asked), methods=["GET"]),
        Route("/api/ask", partial(ask, asked), methods=["POST"]),
        *more,
    ]
    answers = {
        FittingRoomError: _complaint,
        HTTPException: _complaint,
        OSError: _complaint,
        ClientDisconnect: _gone,
    }
    return guarded(Starlette(routes=routes, exception_handlers=answers), door)


async def front(_request: Request) -> Response:
    content, kind = PAGES["index.html"]
    return Response(content, media_type=kind)


async def piece(request: Request) -> Response:
    found = PAGES.get(request.path_params["name"])
    if found is None:
        raise HTTPException(404, "the page has no such piece")
    return Response(found[0], media_type=found[1])


async def about(asked: Questions, _request: Request) -> Response:
    return JSONResponse(await _worked(asked.desk, asked.about))


async def sample(asked: Questions, _request: Request) -> Response:
    return JSONResponse(await _worked(asked.desk, asked.sample))


async def ask(asked: Questions, request: Request) -> Response:
    given = request.query_params
    source = given.get("source", "photo")
    if source not in SOURCES:
        raise Refused(422, f"a picture is a {', '.join(SOURCES)}, got {source[:40]!r}")
    if source == "data":
        return JSONResponse(await _worked(asked.desk, asked.ask_sample, given.get("sample", "")))
    preparation = find(given.get("preparation", ""), asked.preparations)
    with asked.desk.place():
        sent = await body(request, MOST_BYTES)
        return JSONResponse(await asked.desk.work(asked.ask, sent, preparation, source))


async def keep(room: Room, request: Request) -> Response:
    given = await _json(request)
    label = _whole(given, "label", low=-1, high=len(room.subject.classes) - 1)
    who = collecting.contributor(str(given.get("who", "")))
    return JSONResponse(await _worked(room.desk, work.keep, room, given.get("id"), label, who))


async def begin(room: Room, request: Request) -> Response:
    given = await _json(request)
    seed = _whole(given, "seed", low=0, high=quiz.SEEDS - 1) if "seed" in given else quiz.new_seed()
    return JSONResponse(await _worked(room.desk, work.begin, room, seed))


async def play(room: Room, request: Request) -> Response:
    given = await _json(request)
    at = _whole(given, "at", low=0, high=quiz.LENGTH)
    said = _whole(given, "answer", low=0, high=len(room.subject.classes) - 1)
    who = collecting.contributor(str(given.get("who", "")))
    return JSONResponse(await _worked(room.desk, work.play, room, given.get("quiz"), at, said, who))


async def _worked(desk: Desk, function: Callable[..., Any], *arguments: Any) -> Any:
    with desk.place():
        return await desk.work(function, *arguments)


async def _json(request: Request) -> dict[str, Any]:
    sent = await body(request, MOST_TEXT)
    try:
        given = json.loads(sent)
    except (ValueError, RecursionError):
        raise Refused(422, "expected JSON, found something else") from None
    if not isinstance(given, dict):
        raise Refused(422, f"expected a JSON object, found a {type(given).__name__}")
    return given


def _whole(given: dict[str, Any], name: str, *, low: int, high: int) -> int:
    found = given.get(name)
    if not isinstance(found, int) or isinstance(found, bool) or not low <= found <= high:
        raise Refused(422, f"{name} must be a whole number in {low}..{high}, got {str(found)[:40]}")
    return found


async def _complaint(_request: Request, error: Exception) -> Response:
    match error:
        case Refused():
            return refusal(error)
        case HTTPException():
            return JSONResponse({"error": error.detail}, status_code=error.status_code)
        case OSError():
            said = f"the system refused: {error.strerror or error}; nothing was half-written"
            return JSONResponse({"error": said}, status_code=507)
        case _:
            return JSONResponse({"error": str(error)}, status_code=422)


async def _gone(_request: Request, _error: Exception) -> Response:
    return Response(status_code=400)  # nobody is there to read it
