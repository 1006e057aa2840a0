"""Ends the connection at once that Gradio would keep open for each tab.

A browser opens six connections to a server at most. With one held by each tab, the seventh tab
could not even load, and an answer in the others would wait without end. What tabs leave on the
server ends by their number instead: Gradio keeps the state of the latest 10,000.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import PlainTextResponse

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

_PATH = "/gradio_api/heartbeat/"


class NoHeartbeat:
    """Middleware that answers the heartbeat of a tab with one beat."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application.

        Args:
            app: that answers all other requests.
        """
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or pass it on.

        Args:
            scope: the ASGI connection.
            receive: returns the next message from the client.
            send: sends a message to the client.
        """
        if scope["type"] == "http" and scope["method"] == "GET" and _is_heartbeat(scope):
            beat = PlainTextResponse("data: ALIVE\n\n", media_type="text/event-stream")
            await beat(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def _is_heartbeat(scope: Scope) -> bool:
    """Return whether a request is a tab's heartbeat, also where the page has a path of its own."""
    path, root = scope["path"], scope.get("root_path", "").rstrip("/")
    if root and path.startswith(f"{root}/"):
        path = path[len(root) :]
    return bool(path.startswith(_PATH))
