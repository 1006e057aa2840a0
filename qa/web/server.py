"""The server of the page: this machine's own, closed to strange names and foreign content."""

from __future__ import annotations

import logging
import socket
import webbrowser
from typing import TYPE_CHECKING

import gradio as gr
import uvicorn
from fastapi import FastAPI
from starlette.datastructures import MutableHeaders
from starlette.middleware.trustedhost import TrustedHostMiddleware

from qa.errors import QAError
from qa.web.live import LiveIndex
from qa.web.page import head, page, theme

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path
    from types import FrameType

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_log = logging.getLogger(__name__)

_HEADERS = {
    # Gradio makes its handlers from text and writes styles into elements: hence the two "unsafe".
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
        "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        "connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; "
        "frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}

_OWN_NAMES = ("localhost", "127.0.0.1", "::1", "[::1]")
_GRACE_S = 3  # for requests still being answered when the server is stopped
_EVERY_ADDRESS = ("0.0.0.0", "::")  # noqa: S104


def serve(  # noqa: PLR0913
    index: Path,
    *,
    host: str = "127.0.0.1",
    port: int = 7860,
    names: Sequence[str] = (),
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
        open_browser: open the page in the user's browser.
        on_ready: called with the page's address as soon as it can be opened.

    Raises:
        QAError: the port cannot be listened on.
    """
    live = LiveIndex(index)
    listening = _listen(host, port)
    with listening:
        address = _address(host, listening.getsockname()[1])

        def ready() -> None:
            live.load_in_background()
            if on_ready:
                on_ready(address)
            if open_browser:
                webbrowser.open(address)

        app = application(live, host, names)
        config = uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,
            timeout_graceful_shutdown=_GRACE_S,
        )
        _Server(config, ready).run(sockets=[listening])


def application(live: LiveIndex, host: str = "127.0.0.1", names: Sequence[str] = ()) -> FastAPI:
    """Return the page as an ASGI application."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    gr.mount_gradio_app(
        app,
        page(live),
        path="/",
        footer_links=[],
        run_history=False,
        ssr_mode=False,
        show_error=False,
        max_file_size=1,
        theme=theme(),
        head=head(),
    )
    app.add_middleware(_SecurityHeaders)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=_names(host, names))
    return app


class _SecurityHeaders:
    """Adds the security headers to every response; leaves streams flowing."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        await self._app(scope, receive, send_with_headers)


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
    reachable = "127.0.0.1" if host in _EVERY_ADDRESS else host
    return f"http://[{reachable}]:{port}/" if ":" in reachable else f"http://{reachable}:{port}/"


def _names(host: str, names: Sequence[str]) -> list[str]:
    own = [*_OWN_NAMES, host, f"[{host}]", *names]
    if host in _EVERY_ADDRESS:
        name = socket.gethostname()
        own.append(name)
        try:
            own += [str(found[4][0]) for found in socket.getaddrinfo(name, None)]
        except OSError as error:
            _log.warning("The addresses of %r are not known: %s", name, error)
    return list(dict.fromkeys(own))
