"""The server of the page: this machine's own, closed to strange names and foreign content."""

from __future__ import annotations

import logging
import socket
import time
import webbrowser
from typing import TYPE_CHECKING

import uvicorn

from qa.errors import QAError
from qa.web.app import application
from qa.web.middleware.access import check_exposure
from qa.web.middleware.connections import ConnectionLimits, Connections
from qa.web.middleware.hosts import is_everywhere, is_loopback, names_of_this_machine
from qa.web.middleware.limits import Limits
from qa.web.middleware.logs import log_as_text
from qa.web.middleware.sessions import FILE as SESSIONS
from qa.web.middleware.sessions import Sessions
from qa.web.service.corpus import Corpus
from qa.web.service.live import LiveIndex
from qa.web.service.service import Service

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path
    from types import FrameType

    from starlette.types import ASGIApp

    from qa.web.middleware.access import Keys

_GRACE_S = 3  # for requests still being answered when the server is stopped
_TICKS_A_SECOND = 10  # of uvicorn's main loop
_LONGEST_HEADER = 1 << 16  # bytes; other applications of the host may have set many cookies
_A_MINUTE = 120  # requests of one client from beyond this machine


def serve(  # noqa: PLR0913
    index: Path,
    *,
    host: str = "127.0.0.1",
    port: int = 7860,
    names: Sequence[str] = (),
    corpus: Path | None = None,
    keys: Keys | None = None,
    proxies: Sequence[str] = (),
    log_questions: bool = False,
    open_browser: bool = False,
    on_ready: Callable[[str], None] | None = None,
) -> None:
    """Serve the web chat until the process is stopped.

    The page opens at once and whatever the index is like; index and model are loaded
    meanwhile. A newer generation of the index is used from the next question on.

    Args:
        index: folder of the index.
        host: address to listen on.
        port: port to listen on; 0 takes a free one.
        names: further host names the page may be reached by. Known anyway: ``localhost``,
            ``host``, and where all addresses are listened on, this machine's name and addresses.
        corpus: folder of the documents, which the page may then add to, take from and build
            the index from.
        keys: who may use it; anyone on this machine where there are none.
        proxies: addresses and networks of proxies whose ``X-Forwarded-For`` and
            ``X-Forwarded-Proto`` count; those of everyone else are ignored.
        log_questions: write questions into the log too, not only that one was asked.
        open_browser: open the page in the user's browser.
        on_ready: called with the page's address as soon as it can be opened.

    Raises:
        QAError: the port cannot be listened on, or it is open to the network and takes no
            token, or a proxy is neither an address nor a network.
    """
    check_exposure(host, keys)
    connections = _connections(proxies)
    if not logging.getLogger().handlers:  # else the log is the caller's
        log_as_text()
    live = LiveIndex(index)
    limits = Limits() if is_loopback(host) else Limits(a_minute=_A_MINUTE)
    service = Service(
        live, Corpus(corpus, index) if corpus else None, limits, log_questions=log_questions
    )
    listening = _listen(host, port)
    with listening:
        address = _url(reachable(host), listening.getsockname()[1])

        def ready() -> None:
            live.load_in_background()
            if on_ready:
                on_ready(address)
            if open_browser:
                webbrowser.open(address)

        app = application(service, host, names, keys, Sessions(index / SESSIONS))
        config = configured(app, connections, proxies)
        WatchingServer(config, connections, ready).run(sockets=[listening])


def configured(app: ASGIApp, connections: Connections, proxies: Sequence[str]) -> uvicorn.Config:
    """Return how uvicorn is to serve an application."""
    return uvicorn.Config(
        app,
        http=connections,  # type: ignore[arg-type]  # it is called, as a class is
        ws="none",
        log_config=None,  # its log goes where ours goes
        log_level="warning",
        access_log=False,
        proxy_headers=bool(proxies),
        forwarded_allow_ips=list(proxies),
        h11_max_incomplete_event_size=_LONGEST_HEADER,
        timeout_graceful_shutdown=_GRACE_S,
    )


class WatchingServer(uvicorn.Server):
    """Watches its connections, and calls ``ready`` when it has started."""

    def __init__(
        self, config: uvicorn.Config, connections: Connections, ready: Callable[[], None]
    ) -> None:
        super().__init__(config)
        self._connections = connections
        self._ready = ready

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to stop; a second Ctrl-C changes nothing, as stopping is bounded in time."""
        if not self.should_exit:
            super().handle_exit(sig, frame)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen, and say so."""
        await super().startup(sockets=sockets)
        if self.started:
            self._ready()

    async def on_tick(self, counter: int) -> bool:
        """Look at the connections once a second; return whether to stop."""
        if counter % _TICKS_A_SECOND == 0:
            self._connections.watch(time.monotonic())
        return await super().on_tick(counter)


def _connections(proxies: Sequence[str]) -> Connections:
    try:
        return Connections(ConnectionLimits(proxies=tuple(proxies)))
    except ValueError as error:
        msg = f"A proxy is named by its address, or by a network such as 10.0.0.0/8: {error}."
        raise QAError(msg) from error


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # "::" stands for all addresses, those of IPv4 too, as people expect of it.
    both = family == socket.AF_INET6 and is_everywhere(host) and socket.has_dualstack_ipv6()
    try:
        return socket.create_server((host, port), family=family, dualstack_ipv6=both)
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or error
        msg = (
            f"Cannot listen on {host!r}, port {port} ({reason}). "
            "Choose another port with: qa serve --port 7861"
        )
        raise QAError(msg) from error


def reachable(host: str) -> str:
    """Return an address by which this machine reaches a server that listens on ``host``."""
    if not is_everywhere(host):
        return host
    return "::1" if ":" in host else "127.0.0.1"


def further_addresses(host: str, port: int) -> list[str]:
    """Return where others reach a server that listens on all addresses; empty otherwise."""
    if not is_everywhere(host):
        return []
    names = names_of_this_machine()
    return [_url(name, port) for name in names if ":" in host or ":" not in name]


def _url(host: str, port: int) -> str:
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
