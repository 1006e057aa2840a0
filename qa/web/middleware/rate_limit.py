"""Limits how much one client may request per minute, by what a request costs the server."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from qa.web import strings
from qa.web.limits import Bucket
from qa.web.paths import inner_path
from qa.web.problems import problem

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

_READING = 4  # units of reading for each request a minute that asks or changes something
_READING_COSTS = {
    "/api/page": 8,  # starts a process that draws the page
    "/api/documents": 2,  # reads the whole folder
    "/api/removed": 2,
    "/api/grids": 1,
    "/api/index": 1,
    "/api/collections": 1,
    "/metrics": 1,
}
_DOCUMENT_COST = 1
_GRID_COST = 1
_EXPORT_COST = 8  # writes a workbook of thousands of cells
_RETRY_AFTER_S = 10


class RateLimit:
    """Middleware that refuses a client that sends too many requests."""

    def __init__(self, app: ASGIApp, a_minute: int) -> None:
        """Wrap an application.

        Args:
            app: what an allowed request reaches.
            a_minute: requests per minute and client that ask or change something. Reading has
                a budget of its own, four units for each of them.
        """
        self._app = app
        self._asking = Bucket(a_minute)
        self._reading = Bucket(a_minute * _READING)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on within the limits, else answer with status 429.

        Args:
            scope: the ASGI connection.
            receive: returns the next message from the client.
            send: sends a message to the client.
        """
        if scope["type"] == "http":
            # By user where there are some: those behind one proxy or router share an address.
            client = scope.get("state", {}).get("owner") or client_of(scope)
            if scope["method"] in {"GET", "HEAD", "OPTIONS"}:
                allowed = self._reading.take(client, _reading_cost(inner_path(scope["path"])))
            else:
                allowed = self._asking.take(client)
            if not allowed:
                answer = problem(HTTPStatus.TOO_MANY_REQUESTS, strings.TOO_MANY_REQUESTS)
                answer.headers["Retry-After"] = str(_RETRY_AFTER_S)
                await answer(scope, receive, send)
                return
        await self._app(scope, receive, send)


def client_of(scope: Scope) -> str:
    """Return the address of a client, empty if the server does not know it.

    Args:
        scope: the ASGI connection.
    """
    client = scope.get("client")
    return str(client[0]) if client else ""


def _reading_cost(path: str) -> int:
    """Return what a request that only reads costs; 0 for the page and its files."""
    if path.startswith("/api/grids/"):
        return _EXPORT_COST if path.endswith("/export") else _GRID_COST
    is_document = path.startswith("/api/documents/")
    return _DOCUMENT_COST if is_document else _READING_COSTS.get(path.rstrip("/"), 0)
