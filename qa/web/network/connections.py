"""Limits the open connections, so that slow clients cannot lock others out (Slowloris).

uvicorn waits forever for the rest of a request's header, and for a client that does not read its
response. Here each connection is checked once a second. When too many are open, the one that has
waited longest without a complete request makes room for a new one.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from qa.web.network.protocol import GuardedProtocol

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Iterable

    from uvicorn.config import Config
    from uvicorn.server import ServerState

_MOST = 512  # connections at once, where the process may open twice as many files


def _default_total() -> int:
    """Return how many connections leave the process enough files to open."""
    try:
        import resource  # noqa: PLC0415 - Windows has no such limit
    except ModuleNotFoundError:
        return _MOST
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return _MOST if soft == resource.RLIM_INFINITY else max(1, min(_MOST, soft // 2))


@dataclass(frozen=True, slots=True)
class ConnectionLimits:
    """The limits on the connections of one server.

    Attributes:
        request_s: seconds until the header of the next request must be complete, counted from
            the start of the connection or the end of the response before.
        write_s: seconds in which a client must read some of a response.
        total: connections open at once; by default half of the files that the process may open.
        each: the same for one address, except proxies.
        proxies: addresses and networks of proxies, which pass on the requests of many users.
    """

    request_s: float = 10
    write_s: float = 30
    total: int = field(default_factory=_default_total)
    each: int = 128
    proxies: tuple[str, ...] = ()


class Connections:
    """The open connections of a server.

    An instance is what :class:`uvicorn.Config` takes as ``http``.

    Attributes:
        limits: what they must keep to.
        opened: those that are open.
    """

    def __init__(self, limits: ConnectionLimits) -> None:
        """Start without connections.

        Args:
            limits: what they must keep to.

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
        """Return the protocol of a new connection.

        Args:
            config: of uvicorn, as are the arguments that follow.
            server_state: what uvicorn shares between connections.
            app_state: what the application shares between requests.
        """
        return GuardedProtocol(self, config, server_state, app_state, _loop)

    def admit(self, new: GuardedProtocol) -> bool:
        """Return whether there is room for a connection, closing another one if needed.

        Args:
            new: the connection.
        """
        same = [one for one in self.opened if one.address == new.address]
        crowded = len(same) >= self.limits.each and not self._is_proxy(new.address)
        admitted = (not crowded or _drop_one(same)) and (
            len(self.opened) < self.limits.total or _drop_one(self.opened)
        )
        if admitted:
            self.opened.add(new)
        return admitted

    def watch(self, now: float) -> None:
        """Close the connections whose clients are too slow.

        Args:
            now: by the monotonic clock.
        """
        for connection in list(self.opened):  # closing one changes the set
            connection.watch(now)

    def _is_proxy(self, address: str) -> bool:
        try:
            return any(ipaddress.ip_address(address) in network for network in self._proxies)
        except ValueError:  # not an address, as of a Unix socket
            return False


def _drop_one(connections: Iterable[GuardedProtocol]) -> bool:
    """Close the connection that has waited longest for a request; False if none is waiting."""
    waiting = [one for one in connections if one.waits and not one.transport.is_closing()]
    if not waiting:
        return False
    min(waiting, key=lambda one: one.waiting_since).drop()
    return True
