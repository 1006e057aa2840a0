"""Refuses requests that the page of another site makes a browser send."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.datastructures import Headers

from qa.web import strings
from qa.web.problems import problem

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

_READS = frozenset({"GET", "HEAD", "OPTIONS"})  # they change nothing, and no CORS lets them be read


class SameOrigin:
    """Middleware against cross-site request forgery (CSRF, CWE-352).

    A foreign page can make a browser send a request with the user's cookies; on this machine it
    does not even need them. Browsers mark such requests with ``Origin`` and ``Sec-Fetch-Site``.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application.

        Args:
            app: what a request from our own page, or from a program, reaches.
        """
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on unless it comes from another site.

        Args:
            scope: the ASGI connection.
            receive: returns the next message from the client.
            send: sends a message to the client.
        """
        if scope["type"] == "http" and _is_foreign(scope["method"], Headers(scope=scope)):
            await problem(HTTPStatus.FORBIDDEN, strings.FOREIGN)(scope, receive, send)
            return
        await self._app(scope, receive, send)


def _is_foreign(method: str, headers: Headers) -> bool:
    if method in _READS:
        return False
    # Every copy of a header counts: proxies and applications differ in which one they read.
    if not set(headers.getlist("sec-fetch-site")) <= {"same-origin", "none"}:
        return True
    host = headers.get("host", "").casefold()
    return any(_netloc(origin) != host for origin in headers.getlist("origin"))


def _netloc(origin: str) -> str | None:
    """Return host and port of an ``Origin``, or None if it names none, as ``null`` does."""
    try:
        return urlsplit(origin).netloc.casefold() or None
    except ValueError:  # such as http://[::1
        return None
