"""The server of the page: this machine's own, closed to strange names and foreign content."""

from __future__ import annotations

import socket
import webbrowser
from typing import TYPE_CHECKING

import uvicorn

from qa.errors import QAError
from qa.web.access import check_exposure, is_loopback
from qa.web.application import EVERY_ADDRESS, application
from qa.web.corpus import Corpus
from qa.web.limits import Limits
from qa.web.live import LiveIndex
from qa.web.service import Service

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path
    from types import FrameType

    from qa.web.access import Keys

_GRACE_S = 3  # for requests still being answered when the server is stopped
_A_MINUTE = 120  # requests of one client from beyond this machine


def serve(  # noqa: PLR0913
    index: Path,
    *,
    host: str = "127.0.0.1",
    port: int = 7860,
    names: Sequence[str] = (),
    corpus: Path | None = None,
    keys: Keys | None = None,
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
        log_questions: write questions into the log too, not only that one was asked.
        open_browser: open the page in the user's browser.
        on_ready: called with the page's address as soon as it can be opened.

    Raises:
        QAError: the port cannot be listened on, or it is open to the network and takes no
            token.
    """
    check_exposure(host, keys)
    live = LiveIndex(index)
    limits = Limits() if is_loopback(host) else Limits(a_minute=_A_MINUTE)
    service = Service(
        live, Corpus(corpus, index) if corpus else None, limits, log_questions=log_questions
    )
    listening = _listen(host, port)
    with listening:
        address = _address(host, listening.getsockname()[1])

        def ready() -> None:
            live.load_in_background()
            if on_ready:
                on_ready(address)
            if open_browser:
                webbrowser.open(address)

        app = application(service, host, names, keys)
        config = uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,
            timeout_graceful_shutdown=_GRACE_S,
        )
        _Server(config, ready).run(sockets=[listening])


class _Server(uvicorn.Server):
    """Tells when it has started."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to stop; a second Ctrl-C changes nothing, as stopping is bounded in time."""
        if not self.should_exit:
            super().handle_exit(sig, frame)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        if self.started:
            self._ready()


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or error
        msg = (
            f"Cannot listen on {host!r}, port {port} ({reason}). "
            "Choose another port with: qa serve --port 7861"
        )
        raise QAError(msg) from error


def _address(host: str, port: int) -> str:
    reachable = "127.0.0.1" if host in EVERY_ADDRESS else host
    return f"http://[{reachable}]:{port}/" if ":" in reachable else f"http://{reachable}:{port}/"
