"""Routes for the operator of the server.

FastAPI reads the annotations at run time, so they are evaluated here.
"""

from fastapi import APIRouter
from starlette.responses import JSONResponse, PlainTextResponse, Response

from qa.web.api.reference import SERVER, problems
from qa.web.api.schemas import Health
from qa.web.service.service import Service

_PROMETHEUS = "text/plain; version=0.0.4"


def server_routes(service: Service) -> APIRouter:
    """Return the routes.

    Args:
        service: whose state is reported.
    """
    routes = APIRouter(tags=[SERVER])
    live = service.live

    @routes.get("/api/health", summary="Check that the server runs", responses=problems())
    async def health() -> Health:
        """Return `running`. Needs no token."""
        return Health(status="running")

    @routes.get(
        "/api/ready",
        summary="Check that the model is loaded",
        response_model=Health,
        responses=problems() | {503: {"model": Health, "description": "`loading`"}},
        response_description="`ready`",
    )
    async def ready() -> Response:
        """Return `ready` if a question is answered at once, else `loading`. Needs no token."""
        state = Health(status="ready" if live.loaded else "loading")
        return JSONResponse(state.model_dump(), 200 if live.loaded else 503)

    @routes.get(
        "/metrics",
        summary="Get metrics for Prometheus",
        response_class=PlainTextResponse,
        responses=problems(503),
    )
    async def get_metrics() -> PlainTextResponse:
        """Return the number of questions by outcome, their duration, and how many are waiting."""
        text = await service.reading.run(service.metrics.text)
        return PlainTextResponse(text, media_type=_PROMETHEUS)

    return routes
