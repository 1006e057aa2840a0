"""Refuses requests that are too large, too slow, or not Unicode text."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

import anyio

from qa.characters import half_pair
from qa.web import strings
from qa.web.paths import inner_path
from qa.web.problems import problem

if TYPE_CHECKING:
    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from qa.web.limits import Limits

_LONGEST_LENGTH = 20  # digits of a Content-Length; int() takes quadratic time (CVE-2020-10735)
_FILES = frozenset({"/api/check/file", "/api/grids/questions"})  # bodies that are files
_BINARY = (b"multipart/", b"application/octet-stream")


class BodyLimit:
    """Middleware that limits the size of a request and the time it takes to arrive.

    An upload is passed on piece by piece. Any other body is read whole first, so that the
    application never sees a part of one and nothing slow occupies one of its threads
    (Slowloris and slow-POST attacks).
    """

    def __init__(self, app: ASGIApp, limits: Limits) -> None:
        """Wrap an application.

        Args:
            app: what a request within the limits reaches.
            limits: of this server.
        """
        self._app = app
        self._limits = limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on within the limits, else answer with a problem.

        Args:
            scope: the ASGI connection.
            receive: returns the next message from the client.
            send: sends a message to the client.
        """
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        body = _Body(scope, receive, self._limits)
        refused = _refuse_address(scope) or _refuse_length(scope, body.most)
        if refused:
            await refused(scope, receive, send)
        elif body.is_upload:
            await self._pass_on_upload(scope, body, send)
        else:
            await self._pass_on_whole(scope, body, send)

    async def _pass_on_upload(self, scope: Scope, body: _Body, send: Send) -> None:
        """Pass the body on as it arrives, and answer in the application's stead if it is refused.

        The application sees a refusal as a client that has gone, and clears up.
        """
        started = False

        async def send_unless_refused(message: Message) -> None:
            nonlocal started
            if body.refused and not started:
                return
            started = True
            await send(message)

        try:
            await self._app(scope, body.receive, send_unless_refused)
        except Exception:
            if not body.refused:
                raise
        if body.refused and not started:
            await body.refused(scope, body.receive, send)

    async def _pass_on_whole(self, scope: Scope, body: _Body, send: Send) -> None:
        """Read the whole body, and pass the request on if it is complete and is text."""
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
        refused = _refuse_text(scope, bytes(content))
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


def _refuse_address(scope: Scope) -> Response | None:
    """Return the answer to an address that is not UTF-8, percent-encoded or not."""
    path = scope.get("raw_path") or scope["path"].encode(errors="surrogatepass")
    for where, raw in (("The path", path), ("The query", scope.get("query_string", b""))):
        try:
            unquote_to_bytes(raw).decode()
        except UnicodeDecodeError:
            detail = strings.NOT_UNICODE.format(where=where)
            return problem(HTTPStatus.UNPROCESSABLE_ENTITY, detail)
    return None


def _refuse_length(scope: Scope, most: int) -> Response | None:
    """Return the answer to a ``Content-Length`` that is too large or is not a number."""
    length = dict(scope["headers"]).get(b"content-length", b"0")
    if length.isdigit() and len(length) <= _LONGEST_LENGTH and int(length) <= most:
        return None
    detail = strings.TOO_LARGE.format(most=most)
    return problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, detail)


def _refuse_text(scope: Scope, content: bytes) -> Response | None:
    """Return the answer to a JSON body that is not Unicode text, else None.

    JSON escapes can spell half of a surrogate pair (RFC 8259, 8.2). Python reads that into a
    string that cannot be encoded, and fails when the string is hashed, stored or shown. Text that
    is not JSON passes: the application names what is wrong with it.
    """
    kind = dict(scope["headers"]).get(b"content-type", b"").lower()
    if not content or kind.startswith(_BINARY):
        return None
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        text = content.decode(json.detect_encoding(content))
    except UnicodeDecodeError:
        return problem(status, strings.NOT_UNICODE.format(where="The body"))
    if "\\ud" not in text.lower():  # no escape of a surrogate: no need to parse it twice
        return None
    try:
        where = half_pair(json.loads(text), "body")
    except RecursionError:
        return problem(status, strings.TOO_DEEP)
    except ValueError:
        return None
    return problem(status, strings.HALF_PAIR.format(where=where)) if where else None


class _Body:
    """A request body as it arrives, within the limits.

    Once it is refused, :meth:`receive` reports that the client has gone.

    Attributes:
        is_upload: whether it is a file: a document, one to be checked, or one of questions.
        most: bytes it may have.
        refused: the answer to one that is too large or too slow, else None.
    """

    def __init__(self, scope: Scope, receive: Receive, limits: Limits) -> None:
        method, path = scope["method"], inner_path(scope["path"])
        is_document = method == "PUT" and path.startswith("/api/documents/")
        self.is_upload = is_document or (method == "POST" and path in _FILES)
        self.most = limits.upload if self.is_upload else limits.body
        self.refused: Response | None = None
        self._pause_s = limits.idle_s if self.is_upload else None
        self._body_s = limits.body_s
        self._until: float | None = None  # the clock starts when the application reads
        self._receive = receive
        self._received = 0
        self._complete = False

    async def receive(self) -> Message:
        """Return the next message of the body."""
        if self._complete:  # the next message is a disconnect, however long that takes
            return await self._receive()
        now = anyio.current_time()
        self._until = self._until or now + self._body_s
        with anyio.move_on_after(self._pause_s or self._until - now):
            message = await self._receive()
            self._received += len(message.get("body", b""))
            if self._received <= self.most:
                self._complete = not message.get("more_body", False)
                return message
            detail = strings.TOO_LARGE.format(most=self.most)
            self.refused = problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, detail)
            return {"type": "http.disconnect"}
        self.refused = problem(HTTPStatus.REQUEST_TIMEOUT, strings.TOO_SLOW)
        self.refused.headers["Connection"] = "close"  # RFC 9110, 15.5.9
        return {"type": "http.disconnect"}
