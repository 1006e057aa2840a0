"""Refuses requests for a host name that is not this server's."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.datastructures import Headers
from starlette.middleware.trustedhost import TrustedHostMiddleware

from qa.web import strings
from qa.web.problems import problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_KNOWN = "quoth.known_host"  # key in a scope
_SHOWN = 100  # characters of a host name


class KnownHosts:
    """Middleware against DNS rebinding, see :func:`qa.web.network.hosts.known_hosts`.

    Starlette decides; its answer, "Invalid host header", is replaced by one that says what to do.
    """

    def __init__(self, app: ASGIApp, hosts: Sequence[str]) -> None:
        """Wrap an application.

        Args:
            app: what a request for a known host reaches.
            hosts: the names and addresses of this server.
        """

        async def pass_on(scope: Scope, receive: Receive, send: Send) -> None:
            scope[_KNOWN] = True
            await app(scope, receive, send)

        self._check = TrustedHostMiddleware(pass_on, allowed_hosts=hosts, www_redirect=False)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on if its host is known, else answer with a problem.

        Args:
            scope: the ASGI connection.
            receive: returns the next message from the client.
            send: sends a message to the client.
        """

        async def send_if_known(message: Message) -> None:
            if scope.get(_KNOWN) or scope["type"] != "http":
                await send(message)

        await self._check(scope, receive, send_if_known)
        if scope["type"] == "http" and not scope.get(_KNOWN):
            host = Headers(scope=scope).get("host", "")[:_SHOWN]
            detail = strings.UNKNOWN_HOST.format(host=host)
            await problem(HTTPStatus.BAD_REQUEST, detail)(scope, receive, send)
