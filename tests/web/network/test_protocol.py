"""A connection closes when its client is too slow; test_connections.py has real sockets."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

import pytest
import uvicorn
from uvicorn.server import ServerState

from qa.web import strings
from qa.web.middleware.security_headers import SECURITY_HEADERS
from qa.web.network.connections import ConnectionLimits, Connections

if TYPE_CHECKING:
    from qa.web.network.protocol import GuardedProtocol


class Transport(asyncio.Transport):
    """A transport that remembers what was written, and whether it was closed."""

    def __init__(self, unread: int = 0) -> None:
        super().__init__()
        self.written = b""
        self.closed = ""
        self.unread = unread

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Remember it."""
        self.written += bytes(data)

    def get_write_buffer_size(self) -> int:
        """Return what the client has not read."""
        return self.unread

    def is_closing(self) -> bool:
        """Return whether it was closed."""
        return bool(self.closed)

    def close(self) -> None:
        """Remember that it closes when all is sent."""
        self.closed = "close"

    def abort(self) -> None:
        """Remember that it closes at once."""
        self.closed = "abort"


def connected(limits: ConnectionLimits, transport: Transport) -> GuardedProtocol:
    """Return a protocol whose connection is open."""
    connections = Connections(limits)
    loop = asyncio.new_event_loop()
    try:
        config = uvicorn.Config(lambda: None, log_config=None)
        config.load()
        made = connections(config, ServerState(), {}, loop)
        made.connection_made(transport)
    finally:
        loop.close()
    return made


def test_what_is_not_http_is_answered_with_a_problem() -> None:
    """With the security headers, and the connection closes."""
    transport = Transport()
    connected(ConnectionLimits(), transport).send_400_response("uvicorn's words")
    head, _, body = transport.written.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 400 Bad Request")
    assert all(f"{name}: {value}".encode() in head for name, value in SECURITY_HEADERS.items())
    assert json.loads(body)["detail"] == strings.MALFORMED
    assert transport.closed == "close"


@pytest.mark.parametrize(
    ("after_s", "unread", "closed"),
    [(9, 0, ""), (11, 0, "abort"), (29, 50_000, ""), (31, 50_000, "abort")],
)
def test_a_client_has_seconds_for_a_header_and_for_reading(
    after_s: float, unread: int, closed: str
) -> None:
    """Ten for a header, thirty to read some of a response."""
    transport = Transport(unread)
    protocol = connected(ConnectionLimits(request_s=10, write_s=30), transport)
    start = protocol.waiting_since
    protocol.watch(start)
    protocol.watch(start + after_s)
    assert transport.closed == closed


def test_reading_at_the_least_rate_is_enough() -> None:
    """A thousand bytes a second, thirty thousand in the time allowed."""
    transport = Transport(200_000)
    protocol = connected(ConnectionLimits(write_s=30), transport)
    start = protocol.waiting_since
    protocol.watch(start)
    for turn in range(1, 5):
        transport.unread -= 31_000
        protocol.watch(start + 29 * turn)
        assert not transport.closed
    transport.unread -= 1_000
    protocol.watch(start + 29 * 6)
    assert transport.closed == "abort"
