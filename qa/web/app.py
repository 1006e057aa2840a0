"""Puts the server's parts together: the page, the interface for programs, and the middleware."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING

import gradio as gr
from fastapi_offline import FastAPIOffline

from qa.web import strings
from qa.web.api.builds import build_routes
from qa.web.api.document_changes import document_change_routes
from qa.web.api.documents import document_routes
from qa.web.api.grid_corrections import grid_correction_routes
from qa.web.api.grid_files import grid_file_routes
from qa.web.api.grids import grid_routes
from qa.web.api.pins import pin_routes
from qa.web.api.questions import question_routes
from qa.web.api.receipts import receipt_routes
from qa.web.api.reference import DESCRIPTION, TAGS
from qa.web.api.server_status import server_routes, state_routes
from qa.web.api.transcripts import transcript_routes
from qa.web.api.unknown import unknown_operations
from qa.web.assets import Scripts
from qa.web.authentication.sessions import Sessions
from qa.web.middleware.access import Access
from qa.web.middleware.incoming import BodyLimit
from qa.web.middleware.known_hosts import KnownHosts
from qa.web.middleware.rate_limit import RateLimit
from qa.web.middleware.same_origin import SameOrigin
from qa.web.middleware.security_headers import SecurityHeaders
from qa.web.network.hosts import known_hosts
from qa.web.page.early import EarlyScript
from qa.web.page.heartbeat import NoHeartbeat
from qa.web.page.layout import head, page, theme
from qa.web.problems import add_problem_handlers

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractAsyncContextManager

    from fastapi import APIRouter, FastAPI

    from qa.web.authentication.keys import Keys
    from qa.web.limits import Limits
    from qa.web.service.service import Service

ROUTES = (
    question_routes,
    grid_file_routes,
    grid_routes,
    grid_correction_routes,
    receipt_routes,
    pin_routes,
    transcript_routes,
    document_routes,
    document_change_routes,
    build_routes,
)
"""The interface for programs to one collection, in the order of ``/docs``."""


def application(
    service: Service,
    host: str = "127.0.0.1",
    names: Sequence[str] = (),
    keys: Keys | None = None,
    sessions: Sessions | None = None,
) -> FastAPI:
    """Return page and interface as an ASGI application.

    Args:
        service: answers the requests.
        host: address that the server listens on.
        names: further names by which it is reached.
        keys: tokens of the users; None lets everyone in.
        sessions: who is logged in; None for nobody yet, and sessions in memory only.
    """
    routers = [state_routes([service]), server_routes([service], keys)]
    app = page_and_interface(service, routers, log_out=keys is not None)
    return guarded(app, service.limits, known_hosts(host, names), keys, sessions or Sessions())


def page_and_interface(service: Service, routers: Sequence[APIRouter], *, log_out: bool) -> FastAPI:
    """Return page and interface of one collection, which no middleware guards yet.

    Args:
        service: answers the requests.
        routers: the operations that are not of the documents.
        log_out: whether the page has a button to log out.
    """
    app = bare_application()
    for router in (*(routes(service) for routes in ROUTES), *routers):
        app.include_router(router)
    app.router.routes.extend(unknown_operations())
    app.mount("/quoth", Scripts())
    gr.mount_gradio_app(
        app,
        page(service, log_out=log_out),
        path="/",
        footer_links=[],
        run_history=False,
        ssr_mode=False,
        show_error=False,
        max_file_size=1,
        theme=theme(),
        head=head(),
    )
    app.add_middleware(EarlyScript)
    app.add_middleware(NoHeartbeat)
    return app


def bare_application(
    lifespan: Callable[[FastAPI], AbstractAsyncContextManager[None]] | None = None,
) -> FastAPI:
    """Return an application without operations, which has a reference and answers with problems.

    Args:
        lifespan: what surrounds its run; None for nothing.
    """
    app: FastAPI = FastAPIOffline(  # its /docs loads nothing from other servers
        redoc_url=None,
        title=strings.TITLE,
        summary=strings.TAGLINE,
        description=DESCRIPTION,
        version=version("quoth"),
        openapi_tags=TAGS,
        separate_input_output_schemas=False,  # one Answer in the reference, not two
        swagger_ui_oauth2_redirect_url="/docs/oauth2-redirect",
        swagger_ui_parameters={"validatorUrl": None},
        lifespan=lifespan,
    )
    add_problem_handlers(app)
    return app


def guarded(
    app: FastAPI, limits: Limits, hosts: Sequence[str], keys: Keys | None, sessions: Sessions
) -> FastAPI:
    """Return an application with its middleware, added from the innermost to the outermost.

    What costs least refuses first: unknown hosts and foreign pages, then strangers, then those
    who ask too often; only then is a body read.

    Args:
        app: the application.
        limits: of the server.
        hosts: its names and addresses.
        keys: tokens of the users; None lets everyone in.
        sessions: who is logged in.
    """
    app.add_middleware(BodyLimit, limits=limits)
    if limits.a_minute:
        app.add_middleware(RateLimit, a_minute=limits.a_minute)
    if keys is not None:
        app.add_middleware(Access, keys=keys, sessions=sessions)
    app.add_middleware(SameOrigin)
    app.add_middleware(KnownHosts, hosts=hosts)
    # Not by add_middleware: Starlette answers unexpected errors outside of all that is added.
    app.middleware_stack = SecurityHeaders(app.build_middleware_stack())
    return app
