"""Routes that fill grids: many questions, each put to many documents.

FastAPI reads the annotations at run time, so they are evaluated here.
"""

from collections.abc import Sequence

from fastapi import APIRouter, Request

from qa.grids.questionnaire.records import Question, Questionnaire
from qa.questions.parsing import cleaned
from qa.web import strings
from qa.web.api.grid_responses import description, fingerprint, found, owner, shown, summary
from qa.web.api.grid_schemas import (
    MOST_CELLS_SENT,
    GridChanges,
    GridDescription,
    GridId,
    GridQuestion,
    GridRequest,
    GridSummary,
    Since,
)
from qa.web.api.reference import GRIDS, problems
from qa.web.service.grid_job import GridJob, Owner
from qa.web.service.service import Service

_LONGEST_NAME = 200  # characters of a grid that is named by its first question


def grid_routes(service: Service) -> APIRouter:
    """Return the routes.

    Args:
        service: has the grids, and the documents.
    """
    routes = APIRouter(prefix="/api", tags=[GRIDS])

    @routes.post(
        "/grids",
        summary="Fill a grid",
        status_code=202,
        responses=problems(503),
        response_description="The grid waits for its turn; its `cells` show how far it is.",
    )
    async def begin(asked: GridRequest, request: Request) -> GridDescription:
        """Put every question to every document: a cell for each of both, a quote or nothing.

        The grid is filled in the background, one at a time, while nobody asks a question.
        """
        whose = owner(service, request)

        def run() -> GridDescription:
            rows = enumerate(asked.questions, start=1)
            questions = tuple(_question(one, row) for row, one in rows)
            name = asked.name or _name(questions)
            read = Questionnaire(questions, notes=tuple(asked.notes))
            job = GridJob(whose, name, service.live, read, asked.over)
            service.grids.add(job)
            return description(job, job.planned.index)

        return await service.listing.run(run)

    @routes.get("/grids", summary="List your grids", responses=problems())
    async def list_grids(request: Request) -> list[GridSummary]:
        """Return the grids that this server still has, the one that was last looked at first.

        A grid is in the memory of the server: for a day after somebody has looked at it, or until
        others need the room, or the server ends.
        """
        whose = owner(service, request)
        return await service.reading.run(lambda: _summaries(service, whose))

    @routes.get("/grids/{grid_id}", summary="Describe a grid", responses=problems(404))
    async def describe(grid_id: GridId, request: Request) -> GridDescription:
        """Return a grid with its questions and documents."""
        job = found(service, grid_id, request)
        return await service.reading.run(lambda: description(job, fingerprint(service)))

    @routes.get(
        "/grids/{grid_id}/cells", summary="Get the cells of a grid", responses=problems(404)
    )
    async def cells(grid_id: GridId, request: Request, since: Since = 0) -> GridChanges:
        """Return how far a grid is, and the cells that were filled or corrected since a change."""
        job = found(service, grid_id, request)
        return await service.reading.run(lambda: _changes(service, job, since))

    @routes.post("/grids/{grid_id}/stop", summary="Stop a grid", responses=problems(404))
    async def stop(grid_id: GridId, request: Request) -> GridSummary:
        """Stop to fill a grid. The cells that are filled stay; `continue` fills the others."""
        job = found(service, grid_id, request)
        job.stop()
        return summary(job, job.planned.index)

    @routes.post(
        "/grids/{grid_id}/continue", summary="Continue a grid", responses=problems(404, 503)
    )
    async def go_on(grid_id: GridId, request: Request) -> GridSummary:
        """Fill the missing cells of a grid that was stopped or has failed.

        The cells of documents that have changed since are filled again.
        """
        job = found(service, grid_id, request)
        service.grids.go_on(job)
        return summary(job, job.planned.index)

    @routes.delete(
        "/grids/{grid_id}",
        summary="Delete a grid",
        status_code=204,
        responses=problems(404),
        response_description="The grid is stopped and forgotten.",
    )
    async def delete(grid_id: GridId, request: Request) -> None:
        """Stop a grid, and forget its cells."""
        service.grids.forget(found(service, grid_id, request))

    return routes


def _name(questions: Sequence[Question]) -> str:
    """Return a name for a grid whose questions are from no file."""
    first, more = questions[0].text[:_LONGEST_NAME], len(questions) - 1
    return strings.GRID_NAME.format(more, question=first) if more else first


def _summaries(service: Service, whose: Owner) -> list[GridSummary]:
    live = fingerprint(service)
    return [summary(job, live) for job in reversed(service.grids.of(whose))]


def _changes(service: Service, job: GridJob, since: int) -> GridChanges:
    # First: what is filled in between is sent the next time.
    far = summary(job, fingerprint(service))
    changed = job.changes(since, MOST_CELLS_SENT)
    filled = shown(job, [cell for _, cell in changed])
    sent = changed[-1][0] if changed else since
    return GridChanges(**far.model_dump(), cells=filled, sent=sent)


def _question(asked: str | GridQuestion, row: int) -> Question:
    """Return a question of a request.

    Raises:
        QuestionError: it is empty or too long.
    """
    if isinstance(asked, str):
        return Question(cleaned(asked), row)
    text = asked.text if asked.problem else cleaned(asked.text)
    return Question(**(asked.model_dump() | {"text": text, "row": asked.row or row}))
