"""One HTTP connection that closes when its client is too slow."""

from __future__ import annotations

import time
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from qa.web import strings
from qa.web.middleware.security_headers import SECURITY_HEADERS
from qa.web.problems import MEDIA_TYPE, problem

if TYPE_CHECKING:
    import asyncio

    from uvicorn.config import Config
    from uvicorn.server import ServerState

    from qa.web.network.connections import Connections

_LEAST_RATE = 1024  # bytes a second that a client must read of a response


class GuardedProtocol(H11Protocol):
    """A connection that closes when its client is too slow.

    Attributes:
        address: of the client.
        waiting_since: when it began to wait for a request, by the monotonic clock.
    """

    def __init__(
        self,
        connections: Connections,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        """Create the protocol of a connection that is not open yet.

        Args:
            connections: all connections of the server, and their limits.
            config: of uvicorn, as are the arguments that follow.
            server_state: what uvicorn shares between connections.
            app_state: what the application shares between requests.
        """
        super().__init__(config, server_state, app_state, _loop)
        self._connections = connections
        self.address = ""
        self.waiting_since = 0.0
        self._unread = 0  # bytes of responses that the client had not read at _read_at
        self._read_at = 0.0

    @property
    def waits(self) -> bool:
        """Whether no request is being answered: none has come yet, or its header is incomplete."""
        return self.cycle is None or self.cycle.response_complete

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Accept a new connection, or refuse it if too many are open.

        Args:
            transport: of the connection.
        """
        super().connection_made(transport)
        self.address = self.client[0] if self.client else ""
        self.waiting_since = self._read_at = time.monotonic()
        if not self._connections.admit(self):
            self._refuse(HTTPStatus.SERVICE_UNAVAILABLE, strings.TOO_MANY_CONNECTIONS)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection.

        Args:
            exc: why it was lost, None if it was closed.
        """
        self._connections.opened.discard(self)
        super().connection_lost(exc)

    def on_response_complete(self) -> None:
        """Begin to wait for the next request."""
        self.waiting_since = time.monotonic()
        super().on_response_complete()

    def resume_writing(self) -> None:
        """Note that the client reads."""
        self._read_at = time.monotonic()
        super().resume_writing()

    def watch(self, now: float) -> None:
        """Close the connection if its client is too slow.

        Args:
            now: by the monotonic clock.
        """
        limits = self._connections.limits
        unread = self.transport.get_write_buffer_size()
        # A client that reads a byte now and then would otherwise keep a response in memory for
        # days: progress counts only at the least rate.
        if unread == 0 or unread <= self._unread - _LEAST_RATE * limits.write_s:
            self._unread, self._read_at = unread, now
        elif unread > self._unread:
            self._unread = unread  # the application wrote more
        if unread and now - self._read_at > limits.write_s:
            self.transport.abort()
        elif not unread and self.waits and now - self.waiting_since > limits.request_s:
            self.drop()

    def drop(self) -> None:
        """Close the connection at once."""
        # Discarded here too, as connection_lost comes a turn of the loop later, and the caller
        # needs the room now.
        self._connections.opened.discard(self)
        self.transport.abort()

    def send_400_response(self, msg: str) -> None:
        """Refuse what is not HTTP, with a problem and our headers instead of uvicorn's text.

        Args:
            msg: uvicorn's text, which is not sent.
        """
        del msg
        self._refuse(HTTPStatus.BAD_REQUEST, strings.MALFORMED)

    def _refuse(self, status: HTTPStatus, detail: str) -> None:
        """Answer with a problem, if a response can still be begun, and close the connection."""
        if self.cycle is not None:
            self.cycle.disconnected = True  # whatever the application still sends is dropped
            self.cycle.message_event.set()
        if self.conn.our_state in {h11.IDLE, h11.SEND_RESPONSE}:
            body = bytes(problem(status, detail).body)
            headers = [
                *SECURITY_HEADERS.items(),
                ("Content-Type", MEDIA_TYPE),
                ("Content-Length", str(len(body))),
                ("Connection", "close"),
            ]
            for event in (
                h11.Response(status_code=status, headers=headers, reason=status.phrase),
                h11.Data(data=body),
                h11.EndOfMessage(),
            ):
                self.transport.write(self.conn.send(event) or b"")
        self.transport.close()
