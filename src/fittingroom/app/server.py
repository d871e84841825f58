"""What the page may ask, and who answers: routes, and nothing that could be computed elsewhere."""

import json
from collections.abc import Callable
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

from fittingroom.app import collecting, playing, quiz, shown, work
from fittingroom.app.asking import answer
from fittingroom.app.guard import guarded, refusal
from fittingroom.app.preparing import find
from fittingroom.app.received import pixels
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

    routes = [
        Route("/", front, methods=["GET"]),
        Route("/page/{name}", piece, methods=["GET"]),
        Route("/api/about", partial(about, room), methods=["GET"]),
        Route("/api/sample", partial(sample, room), methods=["GET"]),
        Route("/api/ask", partial(ask, room), methods=["POST"]),
        Route("/api/keep", partial(keep, room), methods=["POST"]),
        Route("/api/quiz", partial(begin, room), methods=["POST"]),
        Route("/api/quiz/answer", partial(play, room), methods=["POST"]),
    ]
    answers = {FittingRoomError: _complaint, HTTPException: _complaint, ClientDisconnect: _gone}
    return guarded(Starlette(routes=routes, exception_handlers=answers), door)


async def front(_request: Request) -> Response:
    content, kind = PAGES["index.html"]
    return Response(content, media_type=kind)


async def piece(request: Request) -> Response:
    found = PAGES.get(request.path_params["name"])
    if found is None:
        raise HTTPException(404, "the page has no such piece")
    return Response(found[0], media_type=found[1])


async def about(room: Room, _request: Request) -> Response:
    return JSONResponse(await _worked(room, work.about, room))


async def sample(room: Room, _request: Request) -> Response:
    val = room.subject.run.data.rows("val")
    number = int(room.rng.integers(len(val)))
    image = room.subject.run.data.images[val[number]]
    return JSONResponse({"number": number, "picture": shown.picture(image)})


async def ask(room: Room, request: Request) -> Response:
    given = request.query_params
    source = given.get("source", "photo")
    if source not in SOURCES:
        raise Refused(422, f"a picture is a {', '.join(SOURCES)}, got {source[:40]!r}")
    with room.desk.place():
        if source == "data":
            return JSONResponse(await room.desk.work(work.about_sample, room, given.get("sample", "")))
        preparation = find(given.get("preparation", ""), room.subject.preparations)
        sent = await body(request, MOST_BYTES)
        found = await room.desk.work(lambda: answer(room.subject, pixels(sent), preparation))
        name = room.asked.add(work.Asked(sent, source, found), len(sent))
        return JSONResponse(await room.desk.work(work.as_shown, room, found, source, name))


async def keep(room: Room, request: Request) -> Response:
    given = await _json(request)
    classes = room.subject.classes
    label = _whole(given, "label", low=-1, high=len(classes) - 1)
    asked = room.asked.get(given.get("id"))
    who = collecting.contributor(str(given.get("who", "")))
    answered = await _worked(room, work.keep, room, asked, label, who)
    room.asked.drop(given["id"])
    return JSONResponse(answered)


async def begin(room: Room, request: Request) -> Response:
    given = await _json(request)
    seed = _whole(given, "seed", low=0, high=quiz.SEEDS - 1) if "seed" in given else quiz.new_seed()
    drawn = quiz.draw(len(room.subject.test), seed=seed)
    return JSONResponse({"quiz": room.quizzes.add(drawn), **playing.begun(drawn, room.subject)})


async def play(room: Room, request: Request) -> Response:
    given = await _json(request)
    running = room.quizzes.get(given.get("quiz"))
    at, said = (_whole(given, name, low=0, high=10**6) for name in ("at", "answer"))
    running = quiz.answered(running, said, at=at, classes=len(room.subject.classes))
    room.quizzes.put(given["quiz"], running)
    who = collecting.contributor(str(given.get("who", "")))
    return JSONResponse(await _worked(room, work.played, room, running, who))


async def _worked(room: Room, function: Callable[..., Any], *arguments: Any) -> Any:
    with room.desk.place():
        return await room.desk.work(function, *arguments)


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
        case _:
            return JSONResponse({"error": str(error)}, status_code=422)


async def _gone(_request: Request, _error: Exception) -> Response:
    return Response(status_code=400)  # nobody is there to read it
