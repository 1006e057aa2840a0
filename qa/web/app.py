"""The server's parts put together: the page, the interface for programs, and the guards."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING

import gradio as gr
from fastapi_offline import FastAPIOffline
from starlette.middleware.trustedhost import TrustedHostMiddleware

from qa.web import strings
from qa.web.api import routes
from qa.web.assets import Scripts
from qa.web.middleware.access import Access
from qa.web.middleware.guard import SameOrigin, SecurityHeaders
from qa.web.middleware.hosts import known_hosts
from qa.web.middleware.incoming import BodyLimit
from qa.web.middleware.limits import RateLimit
from qa.web.middleware.problems import explained
from qa.web.middleware.sessions import Sessions
from qa.web.page.layout import head, page, theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fastapi import FastAPI

    from qa.web.middleware.access import Keys
    from qa.web.service.service import Service


def application(
    service: Service,
    host: str = "127.0.0.1",
    names: Sequence[str] = (),
    keys: Keys | None = None,
    sessions: Sessions | None = None,
) -> FastAPI:
    """Return page and interface as an ASGI application.

    Args:
        service: what is asked.
        host: address that is listened on.
        names: further names it may be reached by.
        keys: who may use it; anyone where there are none.
        sessions: who is logged in (default: nobody, and in memory only).
    """
    app: FastAPI = FastAPIOffline(
        redoc_url=None,
        title=strings.TITLE,
        summary=strings.TAGLINE,
        version=version("quoth"),
        swagger_ui_oauth2_redirect_url="/docs/oauth2-redirect",
        swagger_ui_parameters={"validatorUrl": None},
    )
    explained(app)
    for router in (
        routes.question_routes,
        routes.document_routes,
        routes.corpus_routes,
        routes.server_routes,
    ):
        app.include_router(router(service))
    app.mount("/quoth", Scripts())
    gr.mount_gradio_app(
        app,
        page(service, log_out=keys is not None),
        path="/",
        footer_links=[],
        run_history=False,
        ssr_mode=False,
        show_error=False,
        max_file_size=1,
        theme=theme(),
        head=head(),
    )
    # The last one added is the first that a request meets, but for the one around the whole
    # application: FastAPI answers failures outside of all middleware that is added.
    app.add_middleware(BodyLimit, limits=service.limits)
    if service.limits.a_minute:
        app.add_middleware(RateLimit, a_minute=service.limits.a_minute)
    if keys is not None:
        app.add_middleware(Access, keys=keys, sessions=sessions or Sessions())
    app.add_middleware(SameOrigin)
    app.add_middleware(
        TrustedHostMiddleware, allowed_hosts=known_hosts(host, names), www_redirect=False
    )
    app.middleware_stack = SecurityHeaders(app.build_middleware_stack())
    return app
