"""Puts a script into the page itself, which runs before all that the page loads.

Gradio writes the page; what it is told to put into the head gets there only after its own scripts
have loaded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.datastructures import MutableHeaders

from qa.web.assets import page_file

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_HEAD = b"<head>"
_PAGE = b"window.gradio_config"


class EarlyScript:
    """Middleware that adds ``frame/early.js`` to the head of the page, and to nothing else."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application.

        Args:
            app: that answers with the page.
        """
        self._app = app
        self._script = f"<script>\n{page_file('frame/early.js')}</script>".encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and add the script to the page.

        Args:
            scope: the ASGI connection.
            receive: returns the next message from the client.
            send: sends a message to the client.
        """
        start: Message | None = None  # of a response in HTML, held until its body is known
        body = b""

        async def send_with_script(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start" and _is_plain_html(message):
                start = message
            elif start is None:
                await send(message)
            else:
                body += message.get("body", b"")
                if message.get("more_body"):
                    return
                if _PAGE in body:
                    body = body.replace(_HEAD, _HEAD + self._script, 1)
                    MutableHeaders(scope=start)["Content-Length"] = str(len(body))
                await send(start)
                await send({"type": "http.response.body", "body": body})
                start = None

        # A response to HEAD has the length of a body that is not there.
        is_asked = scope["type"] == "http" and scope["method"] == "GET"
        await self._app(scope, receive, send_with_script if is_asked else send)


def _is_plain_html(start: Message) -> bool:
    headers = MutableHeaders(scope=start)
    is_html = headers.get("content-type", "").startswith("text/html")
    return is_html and "content-encoding" not in headers
