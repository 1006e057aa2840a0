"""The answer to requests below ``/api`` that no operation takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.routing import Route

from qa.web import strings
from qa.web.problems import problem

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

_SHOWN = 200  # characters of a path


class _UnknownOperation:
    """An endpoint for every method; without it, Gradio would answer in its own form."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        detail = strings.UNKNOWN_OPERATION.format(
            method=scope["method"],
            path=scope["path"][:_SHOWN],
            root=scope.get("root_path", ""),
        )
        await problem(404, detail)(scope, receive, send)


def unknown_operations() -> list[Route]:
    """Return the routes that answer with a problem; they come after all others below ``/api``."""
    return [Route(path, _UnknownOperation()) for path in ("/api", "/api/{rest:path}")]
