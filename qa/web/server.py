"""Runs the page and the interface for programs in a server process."""

from __future__ import annotations

import logging
import time
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING

import uvicorn

from qa.errors import QAError
from qa.web.app import application
from qa.web.authentication.sessions import FILE as SESSIONS
from qa.web.authentication.sessions import Sessions
from qa.web.documents.corpus import Corpus
from qa.web.limits import Limits
from qa.web.monitoring.logs import log_as_text
from qa.web.network.connections import ConnectionLimits, Connections
from qa.web.network.hosts import is_loopback
from qa.web.network.listening import check_exposure, listen, reachable, url
from qa.web.service.live import LiveIndex, load_in_background
from qa.web.service.notes import READERS
from qa.web.service.service import Service
from qa.web.service.shared import Shared
from qa.web.several import applications

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Sequence
    from types import FrameType

    from starlette.types import ASGIApp

    from qa.collection_file import Collection
    from qa.web.authentication.keys import Keys

_GRACE_S = 3  # in which running requests may finish when the server stops
_TICKS_A_SECOND = 10  # of uvicorn's main loop
_LONGEST_HEADER = 1 << 16  # bytes; other applications on the host may have set many cookies
_A_MINUTE = 120  # requests of one client from beyond this machine


def serve(  # noqa: PLR0913
    index: Path | Sequence[Collection],
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
    """Serve the page until the process is stopped.

    The page opens at once, even without a usable index; index and model load in the background.
    After a build, the next question uses the new generation of the index.

    Args:
        index: folder of the index; or several collections, each with an index of its own, which
            are then served below a path each.
        host: address to listen on.
        port: port to listen on; 0 takes a free one.
        names: further host names by which the page is reached. ``localhost`` and ``host`` are
            always known; so are this machine's name and addresses, if ``host`` means all.
        corpus: folder of the documents that the page may change and build the index from; None
            for a page that changes nothing. A collection names its own.
        keys: tokens of the users; None lets everyone on this machine in.
        proxies: addresses and networks of proxies whose ``X-Forwarded-For`` and
            ``X-Forwarded-Proto`` are trusted; those of all others are ignored.
        log_questions: log the text of each question, not only that one was asked.
        open_browser: open the page in the user's browser.
        on_ready: called with the page's address as soon as it can be opened.

    Raises:
        QAError: the port cannot be used, the server would be open to the network without a
            token, a proxy is neither an address nor a network, a user may read a collection
            that does not exist, or an editor is no user.
    """
    check_exposure(host, keys)
    connections = _connections(proxies)
    if not logging.getLogger().handlers:  # a program that has set up its log keeps it
        log_as_text()
    collections = () if isinstance(index, Path) else tuple(index)
    check_rights(keys, collections)
    # A proxy, and a name that it forwards, open the page to others.
    READERS.are_owner = is_loopback(host) and not (keys or names or proxies)
    # On this machine there is one user, who may ask as often as they like.
    limits = Limits() if is_loopback(host) else Limits(a_minute=_A_MINUTE)
    shared = Shared(limits)
    if isinstance(index, Path):
        services = [_service(index, corpus, None, shared, log_questions=log_questions)]
    else:
        services = [
            _service(one.index, one.corpus, one, shared, log_questions=log_questions)
            for one in collections
        ]
    listening = listen(host, port)
    with listening:
        address = url(reachable(host), listening.getsockname()[1])

        def ready() -> None:
            load_in_background([service.live for service in services])
            if on_ready:
                on_ready(address)
            if open_browser:
                webbrowser.open(address)

        sessions = Sessions(services[0].live.root / SESSIONS)
        if collections:
            app = applications(services, host, names, keys, sessions)
        else:
            app = application(services[0], host, names, keys, sessions)
        config = configured(app, connections, proxies)
        WatchingServer(config, connections, ready).run(sockets=[listening])


def check_rights(keys: Keys | None, collections: Sequence[Collection]) -> None:
    """Check that the rights of users can be meant: a typing error must open or close nothing.

    Args:
        keys: the users; None for a server without any.
        collections: of the server; none for one index.

    Raises:
        QAError: a user may read a collection that does not exist, or an editor is no user.
    """
    if keys is not None:
        keys.check_collections([collection.name for collection in collections])
    for collection in collections:
        if collection.editors is None:
            continue
        if keys is None:
            msg = (
                f"The collection {collection.name!r} names its editors, but this server has no "
                "users. Name them with: qa serve --users FILE"
            )
            raise QAError(msg)
        keys.check_editors(collection.name, collection.editors)


def _service(
    index: Path,
    corpus: Path | None,
    collection: Collection | None,
    shared: Shared,
    *,
    log_questions: bool,
) -> Service:
    return Service(
        LiveIndex(index),
        Corpus(corpus, index) if corpus else None,
        log_questions=log_questions,
        collection=collection,
        shared=shared,
    )


def configured(app: ASGIApp, connections: Connections, proxies: Sequence[str]) -> uvicorn.Config:
    """Return the configuration of uvicorn.

    Args:
        app: the application.
        connections: makes and watches the connections.
        proxies: addresses and networks of trusted proxies.
    """
    return uvicorn.Config(
        app,
        http=connections,  # type: ignore[arg-type]  # it is called, as a class is
        ws="none",
        log_config=None,  # its log goes where ours goes
        log_level="warning",
        access_log=False,  # addresses contain names of documents
        proxy_headers=bool(proxies),
        forwarded_allow_ips=list(proxies),
        h11_max_incomplete_event_size=_LONGEST_HEADER,
        timeout_graceful_shutdown=_GRACE_S,
    )


class WatchingServer(uvicorn.Server):
    """A server that watches its connections, and calls ``ready`` when it has started."""

    def __init__(
        self, config: uvicorn.Config, connections: Connections, ready: Callable[[], None]
    ) -> None:
        """Prepare a server.

        Args:
            config: of uvicorn.
            connections: what to watch.
            ready: called once the server accepts connections.
        """
        super().__init__(config)
        self._connections = connections
        self._ready = ready

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to stop, within a few seconds. A second Ctrl+C changes nothing.

        Args:
            sig: number of the signal.
            frame: where the process was when it came.
        """
        # uvicorn would cut off running requests at the second one, with tracebacks in the log.
        if not self.should_exit:
            super().handle_exit(sig, frame)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to accept connections, and call ``ready``.

        Args:
            sockets: that listen already.
        """
        await super().startup(sockets=sockets)
        if self.started:
            self._ready()

    async def on_tick(self, counter: int) -> bool:
        """Check the connections once a second, and return whether to stop.

        Args:
            counter: of uvicorn's ticks.
        """
        if counter % _TICKS_A_SECOND == 0:
            self._connections.watch(time.monotonic())
        return await super().on_tick(counter)


def _connections(proxies: Sequence[str]) -> Connections:
    try:
        return Connections(ConnectionLimits(proxies=tuple(proxies)))
    except ValueError as error:
        msg = f"A proxy must be an address, or a network such as 10.0.0.0/8: {error}."
        raise QAError(msg) from error
