"""The security headers of every response."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.datastructures import MutableHeaders

from qa.web import strings
from qa.web.problems import problem

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

SECURITY_HEADERS = {
    # Limits what script in the page could load or contact. Gradio compiles its handlers from
    # text and writes styles into elements, hence the two "unsafe".
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
        "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        "connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; "
        "frame-ancestors 'none'"
    ),
    # Other sites can neither hold a handle of our window nor embed our responses, so that
    # side channels such as Spectre read nothing.
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    # "no-referrer" would make browsers send forms with "Origin: null", as foreign pages do.
    "Referrer-Policy": "same-origin",
    # A browser must not take extracted text for script or HTML (MIME sniffing).
    "X-Content-Type-Options": "nosniff",
    # Clickjacking (RFC 7034), for browsers that do not know frame-ancestors.
    "X-Frame-Options": "DENY",
}


class SecurityHeaders:
    """Middleware that adds the security headers, and lets streams flow.

    It is the outermost one, so that refusals and failures carry the headers too.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application.

        Args:
            app: whose responses get the headers.
        """
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and add the headers to its response.

        Args:
            scope: the ASGI connection.
            receive: returns the next message from the client.
            send: sends a message to the client.
        """
        started = False

        async def send_with_headers(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                for name in [n for n in headers if n.startswith("access-control-")]:
                    del headers[name]  # Gradio allows other origins; no other site may read here
                headers.update(SECURITY_HEADERS)
            await send(message)

        try:
            await self._app(scope, receive, send_with_headers)
        except BaseException:
            # uvicorn would answer a cancelled request itself, without the headers.
            if scope["type"] == "http" and not started:
                failed = problem(HTTPStatus.INTERNAL_SERVER_ERROR, strings.UNEXPECTED_IN_API)
                await failed(scope, receive, send_with_headers)
            raise
