"""Requests come in within bounds of size and time, or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import anyio

from qa.web import strings
from qa.web.problems import problem

if TYPE_CHECKING:
    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from qa.web.limits import Limits


class BodyLimit:
    """Refuses a request that is larger than allowed, said or not, and one that does not come in."""

    def __init__(self, app: ASGIApp, limits: Limits) -> None:
        self._app = app
        self._limits = limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on within bounds."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        body = _Body(scope, receive, self._limits)
        said = dict(scope["headers"]).get(b"content-length", b"0")
        if not said.isdigit() or int(said) > body.most:
            await problem(413, strings.TOO_LARGE.format(most=body.most))(scope, receive, send)
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


class _Body:
    """A body as it comes in; where it is refused, the application sees that the client has gone.

    Attributes:
        most: bytes it may have.
        refused: the answer to one that is too large or too slow.
    """

    def __init__(self, scope: Scope, receive: Receive, limits: Limits) -> None:
        upload = scope["method"] == "PUT" and scope["path"].startswith("/api/documents/")
        self.most = limits.upload if upload else limits.body
        self.refused: Response | None = None
        self._pause_s = limits.idle_s if upload else None
        self._body_s = limits.body_s
        self._until: float | None = None  # told when the application begins to read
        self._receive = receive
        self._got = 0
        self._complete = False

    async def receive(self) -> Message:
        """Return its next piece."""
        if self._complete:  # what follows tells that the client has gone, whenever that is
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
