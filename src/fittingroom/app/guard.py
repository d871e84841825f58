"""The door before the app, and the headers of safety on every answer."""

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from fittingroom.app.safety import COOKIE, HEADERS, Door, Refused, brings_token, may_enter


def guarded(app: ASGIApp, door: Door) -> ASGIApp:
    """Let in whom the door lets in, and send the headers of safety with every answer."""

    async def entered(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            return await app(scope, receive, send)
        if scope["type"] != "http":
            return await send({"type": "websocket.close"})

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                more = [(name.lower().encode(), text.encode()) for name, text in HEADERS.items()]
                message = {**message, "headers": [*message["headers"], *more]}
            await send(message)

        request = Request(scope, receive)
        try:
            may_enter(door, headers=request.headers, query=request.url.query)
        except Refused as refused:
            return await refusal(refused)(scope, receive, with_headers)
        if request.url.path == "/" and brings_token(door, request.url.query):
            response = RedirectResponse("/", status_code=303)
            response.set_cookie(COOKIE, door.token, httponly=True, samesite="strict")
            return await response(scope, receive, with_headers)
        return await app(scope, receive, with_headers)

    return entered


def refusal(refused: Refused) -> Response:
    """A sentence with its status, and when to come again."""
    later = {"Retry-After": str(refused.retry_after_s)} if refused.retry_after_s else {}
    return JSONResponse({"error": str(refused)}, status_code=refused.status, headers=later)
