"""Connections that do not get on are closed, so that they cannot keep others out.

uvicorn waits without end for the rest of a request's header, and for a client that does not read
its response. Here every connection is looked at once a second. When too many are open, the one
that has waited longest without a complete request makes room for a new one.
"""

from __future__ import annotations

import ipaddress
import time
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from qa.web import strings
from qa.web.middleware.guard import SECURITY_HEADERS
from qa.web.middleware.problems import problem

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Iterable

    from uvicorn.config import Config
    from uvicorn.server import ServerState

_MOST = 512  # connections at once, where the process may open twice as many files
_LEAST_RATE = 1024  # bytes a second that a client must read of a response


def _fitting() -> int:
    """Return how many connections leave the process enough files to open."""
    try:
        import resource  # noqa: PLC0415 - Windows has no such limit
    except ModuleNotFoundError:
        return _MOST
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return _MOST if soft == resource.RLIM_INFINITY else max(1, min(_MOST, soft // 2))


@dataclass(frozen=True, slots=True)
class ConnectionLimits:
    """The bounds of the connections of one server.

    Attributes:
        request_s: seconds until the header of the next request must be complete, from the
            beginning of the connection or the end of the response before.
        write_s: seconds in which a client must have read something of a response.
        total: connections that are open at once; half of the files that the process may open.
        each: the same for one address, proxies apart.
        proxies: addresses and networks of proxies, which pass on the requests of many.
    """

    request_s: float = 10
    write_s: float = 30
    total: int = field(default_factory=_fitting)
    each: int = 128
    proxies: tuple[str, ...] = ()


class Connections:
    """Makes the protocols of a server, and watches them.

    An instance is what :class:`uvicorn.Config` takes as ``http``.
    """

    def __init__(self, limits: ConnectionLimits) -> None:
        """Watch connections by these limits.

        Raises:
            ValueError: a proxy is neither an address nor a network.
        """
        self.limits = limits
        self.opened: set[GuardedProtocol] = set()
        self._proxies = [ipaddress.ip_network(proxy) for proxy in limits.proxies]

    def __call__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> GuardedProtocol:
        """Return the protocol of a new connection."""
        return GuardedProtocol(self, config, server_state, app_state, _loop)

    def admit(self, new: GuardedProtocol) -> bool:
        """Return whether there is room for a connection, made where there is none."""
        same = [one for one in self.opened if one.address == new.address]
        crowded = len(same) >= self.limits.each and not self._is_proxy(new.address)
        admitted = (not crowded or _close_one(same)) and (
            len(self.opened) < self.limits.total or _close_one(self.opened)
        )
        if admitted:
            self.opened.add(new)
        return admitted

    def watch(self, now: float) -> None:
        """Close the connections that do not get on; ``now`` is of the monotonic clock."""
        for connection in list(self.opened):
            connection.watch(now)

    def _is_proxy(self, address: str) -> bool:
        try:
            return any(ipaddress.ip_address(address) in network for network in self._proxies)
        except ValueError:  # no address, as of a Unix socket
            return False


def _close_one(connections: Iterable[GuardedProtocol]) -> bool:
    """Close the connection that has waited longest for a request; False if none waits."""
    waiting = [one for one in connections if one.waits and not one.transport.is_closing()]
    if not waiting:
        return False
    min(waiting, key=lambda one: one.waiting_since).drop()
    return True


class GuardedProtocol(H11Protocol):
    """A connection that is closed when it does not get on.

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
        super().__init__(config, server_state, app_state, _loop)
        self._connections = connections
        self.address = ""
        self.waiting_since = 0.0
        self._unread = 0  # bytes of responses that the client had not read at _read_at
        self._read_at = 0.0

    @property
    def waits(self) -> bool:
        """Whether no request is being answered: there is none yet, or no complete header."""
        return self.cycle is None or self.cycle.response_complete

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take a new connection, or refuse it where too many are open."""
        super().connection_made(transport)
        self.address = self.client[0] if self.client else ""
        self.waiting_since = self._read_at = time.monotonic()
        if not self._connections.admit(self):
            self._refuse(503, strings.TOO_MANY_CONNECTIONS)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget a connection."""
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
        """Close the connection if its client lets it wait too long."""
        limits = self._connections.limits
        unread = self.transport.get_write_buffer_size()
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
        self._connections.opened.discard(self)
        self.transport.abort()

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no HTTP, in our own words instead of uvicorn's ``msg``."""
        del msg
        self._refuse(400, strings.MALFORMED)

    def _refuse(self, status: int, detail: str) -> None:
        """Answer with a problem, if a response can still be begun, and close the connection."""
        if self.cycle is not None:
            self.cycle.disconnected = True  # what the application sends from now on is dropped
            self.cycle.message_event.set()
        if self.conn.our_state in {h11.IDLE, h11.SEND_RESPONSE}:
            body = bytes(problem(status, detail).body)
            headers = [
                *SECURITY_HEADERS.items(),
                ("Content-Type", "application/problem+json"),
                ("Content-Length", str(len(body))),
                ("Connection", "close"),
            ]
            for event in (
                h11.Response(status_code=status, headers=headers, reason=HTTPStatus(status).phrase),
                h11.Data(data=body),
                h11.EndOfMessage(),
            ):
                self.transport.write(self.conn.send(event) or b"")
        self.transport.close()
