"""What every response says to the browser, and requests that come from elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders

from qa.web import strings
from qa.web.middleware.problems import problem

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

SECURITY_HEADERS = {
    # Gradio makes its handlers from text and writes styles into elements: hence the two "unsafe".
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
        "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        "connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; "
        "frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    # "no-referrer" would make browsers send a form with the origin "null", as foreign ones are.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class SecurityHeaders:
    """Adds the security headers to every response; leaves streams flowing.

    It goes around everything else, so that refusals and failures carry them too.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, guarded."""
        started = False

        async def send_with_headers(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                for name in [n for n in headers if n.startswith("access-control-")]:
                    del headers[name]  # Gradio's own; no other site may read anything here
                headers.update(SECURITY_HEADERS)
            await send(message)

        try:
            await self._app(scope, receive, send_with_headers)
        except BaseException:
            # The server would answer without headers what ends so: a request that is cancelled.
            if scope["type"] == "http" and not started:
                failed = problem(500, strings.UNEXPECTED_IN_API)
                await failed(scope, receive, send_with_headers)
            raise


class SameOrigin:
    """Refuses what the page of another site makes a browser send here.

    Such a request carries the user's cookies, and on this machine needs none.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, guarded."""
        if scope["type"] == "http" and _is_foreign(scope["method"], Headers(scope=scope)):
            await problem(403, strings.FOREIGN)(scope, receive, send)
            return
        await self._app(scope, receive, send)


def _is_foreign(method: str, headers: Headers) -> bool:
    if method in {"GET", "HEAD", "OPTIONS"}:
        return False
    if not set(headers.getlist("sec-fetch-site")) <= {"same-origin", "none"}:
        return True
    host = headers.get("host", "").casefold()
    return any(_netloc(origin) != host for origin in headers.getlist("origin"))


def _netloc(origin: str) -> str | None:
    """Return host and port of an ``Origin``, None where it names none, as ``null`` does."""
    try:
        return urlsplit(origin).netloc.casefold() or None
    except ValueError:  # such as http://[::1
        return None
