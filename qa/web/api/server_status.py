"""Routes that list the collections, and those for the operator of the server.

FastAPI reads the annotations at run time, so they are evaluated here.
"""

from collections.abc import Sequence

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from qa.web.api.reference import SERVER, problems
from qa.web.api.schemas import Health
from qa.web.authentication.keys import Keys
from qa.web.service.collection_list import ListedCollection, list_collections
from qa.web.service.rights import readable
from qa.web.service.service import Service

_PROMETHEUS = "text/plain; version=0.0.4"


def state_routes(services: Sequence[Service]) -> APIRouter:
    """Return the routes that say whether a server answers.

    Args:
        services: whose state is reported, one for each collection.
    """
    routes = APIRouter(tags=[SERVER])

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
        """Return `ready` if a question is answered at once, else `loading`. Needs no token.

        A server with collections is ready when each of them is, or has no usable index.
        """
        indexes = [service.live for service in services]
        is_ready = any(live.loaded for live in indexes) and all(
            live.loaded or live.tried for live in indexes
        )
        state = Health(status="ready" if is_ready else "loading")
        return JSONResponse(state.model_dump(), 200 if is_ready else 503)

    return routes


def server_routes(services: Sequence[Service], keys: Keys | None) -> APIRouter:
    """Return the routes that a server has once, however many collections it has.

    Args:
        services: one for each collection; they share what is counted.
        keys: the users and what each may read; None where everyone may read all.
    """
    routes = APIRouter(tags=[SERVER])
    shared = services[0]

    @routes.get("/api/collections", summary="List the collections", responses=problems(503))
    async def get_collections(request: Request) -> list[ListedCollection]:
        """List the collections that the user may read. Operations are below the `path` of each.

        A server that was started without names for collections has one, without a name, at `/`.
        """
        found = readable(services, keys, request.scope)
        return await shared.reading.run(lambda: list_collections(found, request.scope))

    @routes.get(
        "/metrics",
        summary="Get metrics for Prometheus",
        response_class=PlainTextResponse,
        responses=problems(503),
    )
    async def get_metrics() -> PlainTextResponse:
        """Return the number of questions by outcome, their duration, and how many are waiting."""
        text = await shared.reading.run(shared.metrics.text)
        return PlainTextResponse(text, media_type=_PROMETHEUS)

    return routes
