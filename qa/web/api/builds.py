"""Routes that describe and build the index.

FastAPI reads the annotations at run time, so they are evaluated here.
"""

from fastapi import APIRouter, HTTPException

from qa.web import strings
from qa.web.api.reference import INDEX, problems
from qa.web.service.builder import BuildState
from qa.web.service.listing import IndexFacts, index_facts
from qa.web.service.service import Service


def build_routes(service: Service) -> APIRouter:
    """Return the routes.

    Args:
        service: provides the index.
    """
    routes = APIRouter(prefix="/api", tags=[INDEX])

    @routes.get("/index", summary="Describe the index", responses=problems(503))
    async def get_index() -> IndexFacts:
        """Return fingerprint, model, age and size of the index."""
        return await service.reading.run(lambda: index_facts(service.live.root))

    @routes.get("/build", summary="Get the state of the build", responses=problems())
    async def build_state() -> BuildState:
        """Return the progress of the running build, or the result of the last one."""
        return service.builder.state if service.builder else BuildState()

    @routes.post(
        "/build",
        summary="Build the index",
        status_code=202,
        responses=problems(409),
        response_description="The build has started; `GET /api/build` returns its progress.",
    )
    async def start_build() -> BuildState:
        """Start to build the index from the folder. If a build is running, another one follows."""
        if service.builder is None:
            raise HTTPException(409, strings.READ_ONLY)
        service.builder.start()
        return service.builder.state

    return routes
