"""Requests come in within bounds of size and time, and as Unicode text, or not at all."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

import anyio

from qa.characters import half_pair
from qa.web import strings
from qa.web.middleware.problems import problem

if TYPE_CHECKING:
    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from qa.web.middleware.limits import Limits

_LONGEST_LENGTH = 20  # digits of a Content-Length; more would be slow to read as a number
_BINARY = (b"multipart/", b"application/octet-stream")


class BodyLimit:
    """Refuses a request that is larger than allowed, said or not, and one that does not come in.

    The body of an upload is passed on as it comes in; every other body is read first.
    """

    def __init__(self, app: ASGIApp, limits: Limits) -> None:
        self._app = app
        self._limits = limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on within bounds."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refused = _refused_address(scope)
        if refused:
            await refused(scope, receive, send)
            return
        body = _Body(scope, receive, self._limits)
        said = dict(scope["headers"]).get(b"content-length", b"0")
        if not said.isdigit() or len(said) > _LONGEST_LENGTH or int(said) > body.most:
            await problem(413, strings.TOO_LARGE.format(most=body.most))(scope, receive, send)
            return
        if not body.upload:
            await self._pass_on_whole(scope, body, send)
            return
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            if body.refused and not started:
                return
            started = True
            await send(message)

        try:
            await self._app(scope, body.receive, watched)
        except Exception:
            if not body.refused:
                raise
        if body.refused and not started:
            await body.refused(scope, receive, send)

    async def _pass_on_whole(self, scope: Scope, body: _Body, send: Send) -> None:
        """Read the whole body, and pass the request on if it came in and is text."""
        content = bytearray()
        while True:
            message = await body.receive()
            if message["type"] == "http.disconnect":
                if body.refused:
                    await body.refused(scope, body.receive, send)
                return
            content += message.get("body", b"")
            if not message.get("more_body", False):
                break
        refused = _refused_body(scope, bytes(content))
        if refused:
            await refused(scope, body.receive, send)
            return
        passed_on = False

        async def receive() -> Message:
            nonlocal passed_on
            if passed_on:
                return await body.receive()
            passed_on = True
            return {"type": "http.request", "body": bytes(content), "more_body": False}

        await self._app(scope, receive, send)


def _refused_address(scope: Scope) -> Response | None:
    """Return the answer to an address that is not UTF-8, percent-encoded or not."""
    path = scope.get("raw_path") or scope["path"].encode(errors="surrogatepass")
    for where, raw in (("The path", path), ("The query", scope.get("query_string", b""))):
        try:
            unquote_to_bytes(raw).decode()
        except UnicodeDecodeError:
            return problem(422, strings.NOT_UNICODE.format(where=where))
    return None


def _refused_body(scope: Scope, content: bytes) -> Response | None:
    """Return the answer to a JSON body that is not Unicode; None lets it pass.

    What is no JSON at all passes: the application says so in its own words.
    """
    kind = dict(scope["headers"]).get(b"content-type", b"").lower()
    if not content or kind.startswith(_BINARY):
        return None
    try:
        text = content.decode(json.detect_encoding(content))
    except UnicodeDecodeError:
        return problem(422, strings.NOT_UNICODE.format(where="The body"))
    if "\\ud" not in text.lower():  # no escape of a surrogate: nothing to parse twice
        return None
    try:
        where = half_pair(json.loads(text), "body")
    except RecursionError:
        return problem(422, strings.TOO_DEEP)
    except ValueError:
        return None
    return problem(422, strings.HALF_PAIR.format(where=where)) if where else None


class _Body:
    """A body as it comes in; where it is refused, the application sees that the client has gone.

    Attributes:
        upload: whether it is a file for the folder of the documents.
        most: bytes it may have.
        refused: the answer to one that is too large or too slow.
    """

    def __init__(self, scope: Scope, receive: Receive, limits: Limits) -> None:
        self.upload = scope["method"] == "PUT" and scope["path"].startswith("/api/documents/")
        self.most = limits.upload if self.upload else limits.body
        self.refused: Response | None = None
        self._pause_s = limits.idle_s if self.upload else None
        self._body_s = limits.body_s
        self._until: float | None = None  # set when the first piece is asked for
        self._receive = receive
        self._got = 0
        self._complete = False

    async def receive(self) -> Message:
        """Return its next piece."""
        if self._complete:  # what follows says that the client has gone, whenever that is
            return await self._receive()
        now = anyio.current_time()
        self._until = self._until or now + self._body_s
        with anyio.move_on_after(self._pause_s or self._until - now):
            message = await self._receive()
            self._got += len(message.get("body", b""))
            if self._got <= self.most:
                self._complete = not message.get("more_body", False)
                return message
            self.refused = problem(413, strings.TOO_LARGE.format(most=self.most))
            return {"type": "http.disconnect"}
        self.refused = problem(408, strings.TOO_SLOW)
        self.refused.headers["Connection"] = "close"
        return {"type": "http.disconnect"}
