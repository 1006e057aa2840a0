"""Several collections in one server: each has the page and the interface below its own path.

A collection that a user may not read does not exist for them: the answer to every request below
its path is that of a name that nobody uses.
"""

from __future__ import annotations

from contextlib import AsyncExitStack, asynccontextmanager
from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route

from qa.web import strings
from qa.web.api.server_status import server_routes, state_routes
from qa.web.api.unknown import unknown_operations
from qa.web.app import bare_application, guarded, page_and_interface
from qa.web.assets import page_file
from qa.web.authentication.sessions import Sessions
from qa.web.network.hosts import known_hosts
from qa.web.paths import COLLECTIONS, path_of
from qa.web.problems import problem
from qa.web.service.rights import is_for_editors, may_change, readable, reading_only

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from fastapi import FastAPI
    from starlette.requests import Request
    from starlette.types import Receive, Scope, Send

    from qa.web.authentication.keys import Keys
    from qa.web.service.service import Service

_SHOWN = 80  # characters of a name
_NO_SUCH_PATH = 4404  # WebSocket close code; 4000 to 4999 are for applications (RFC 6455, 7.4.2)


def applications(
    services: Sequence[Service],
    host: str = "127.0.0.1",
    names: Sequence[str] = (),
    keys: Keys | None = None,
    sessions: Sessions | None = None,
) -> FastAPI:
    """Return the pages and interfaces of several collections as one ASGI application.

    Args:
        services: one for each collection, in the order of the page; they share their limits.
        host: address that the server listens on.
        names: further names by which it is reached.
        keys: tokens of the users, and what each may read; None lets everyone in.
        sessions: who is logged in; None for nobody yet, and sessions in memory only.
    """
    inner = {
        one.name: page_and_interface(one, [state_routes([one])], log_out=keys is not None)
        for one in services
    }

    async def first(request: Request) -> Response:
        found = readable(services, keys, request.scope)
        if not found:
            return problem(HTTPStatus.NOT_FOUND, strings.NO_COLLECTIONS)
        return RedirectResponse(path_of(found[0].name), HTTPStatus.TEMPORARY_REDIRECT)

    async def favicon(_: Request) -> Response:
        # Browsers ask for it before Gradio has put the page's own icon into its head.
        return Response(page_file("frame/icon.svg"), media_type="image/svg+xml")

    async def enter(scope: Scope, receive: Receive, send: Send) -> None:
        name = scope["path_params"].pop("collection")
        found = next((one for one in readable(services, keys, scope) if one.name == name), None)
        if found:
            # Where nobody may change anything, each operation says why.
            only = found.corpus is not None and not may_change(found, scope)
            path = scope["path"].removeprefix(scope["root_path"])
            if only and scope["type"] == "http" and is_for_editors(scope["method"], path):
                detail = strings.NO_EDITOR.format(title=found.title)
                await problem(HTTPStatus.FORBIDDEN, detail)(scope, receive, send)
                return
            with reading_only(only):
                await inner[name](scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": _NO_SUCH_PATH})
        else:
            detail = strings.UNKNOWN_COLLECTION.format(name=name[:_SHOWN])
            await problem(HTTPStatus.NOT_FOUND, detail)(scope, receive, send)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:  # Starlette starts no mounted application
            for app in inner.values():
                await stack.enter_async_context(app.router.lifespan_context(app))
            yield

    outer = bare_application(lifespan)
    outer.include_router(state_routes(services))
    outer.include_router(server_routes(services, keys))
    outer.router.routes += [
        *unknown_operations(),
        Route("/", first),
        Route("/favicon.ico", favicon),
        Mount(f"{COLLECTIONS}/{{collection}}", enter),
    ]
    hosts = known_hosts(host, names)
    return guarded(outer, services[0].limits, hosts, keys, sessions or Sessions())
