"""Routes by which a person corrects the cells of a grid.

FastAPI reads the annotations at run time, so they are evaluated here.
"""

from fastapi import APIRouter, HTTPException, Request

from qa.answers.reader import load_reader
from qa.errors import QuestionError
from qa.grids.correcting import candidates, emptied, with_quote
from qa.grids.filling import Place
from qa.grids.records import GridCell
from qa.index.search import Index
from qa.records import Quote
from qa.settings import Settings
from qa.web import strings
from qa.web.api.grid_responses import found, row_cells, shown
from qa.web.api.grid_schemas import CellCandidate, CellCorrection, CellPlace, FilledCell, GridId
from qa.web.api.reference import GRIDS, problems
from qa.web.service.grid_job import GridJob
from qa.web.service.references import reference
from qa.web.service.service import Service


def grid_correction_routes(service: Service) -> APIRouter:
    """Return the routes.

    Args:
        service: has the grids, and the documents.
    """
    routes = APIRouter(prefix="/api", tags=[GRIDS])

    @routes.post(
        "/grids/{grid_id}/candidates",
        summary="Find other quotes for a cell",
        responses=problems(404, 409, 503, 504),
    )
    async def find_candidates(
        grid_id: GridId, place: CellPlace, request: Request
    ) -> list[CellCandidate]:
        """Return the sentences of a document that come nearest to a question, best first."""
        job = found(service, grid_id, request)

        def run() -> list[CellCandidate]:
            with service.deadline("Searching the document"), service.live.current() as index:
                return [*map(_candidate, _candidates(index, job, place))]

        return await service.gate.run(run)

    @routes.patch(
        "/grids/{grid_id}",
        summary="Correct a cell",
        responses=problems(404, 409, 503, 504),
    )
    async def correct(grid_id: GridId, correction: CellCorrection, request: Request) -> FilledCell:
        """Put another quote of the document into a cell, empty it, or put back what was there."""
        job = found(service, grid_id, request)
        await service.gate.run(lambda: _correct(service, job, correction))
        return shown(job, [_filled(job, correction)])[0]

    return routes


def _candidate(quote: Quote) -> CellCandidate:
    citation = quote.citation
    return CellCandidate(
        text=quote.text,
        lead_in=quote.lead_in(),
        rows=row_cells(quote),
        doc_id=citation.doc_id,
        where=citation.where(),
        section=" › ".join(citation.sections()),
        probability=round(quote.score, 4),
        reference=reference(quote),
    )


def _filled(job: GridJob, place: CellPlace) -> GridCell:
    """Return the cell at a place.

    Raises:
        HTTPException: the grid has no such cell, or it is not filled yet.
    """
    cell = job.cell((place.question, place.column))
    if cell is None:
        raise HTTPException(404, strings.NO_CELL)
    if cell.label == "not_asked":
        raise HTTPException(409, strings.NO_CORRECTION)
    return cell


def _candidates(index: Index, job: GridJob, place: CellPlace) -> tuple[Quote, ...]:
    cell, question = _filled(job, place), job.planned.questions[place.question].text
    if index.fingerprint != job.planned.index:
        raise HTTPException(409, strings.GRID_OUTDATED)
    reader = load_reader(Settings.current().evidence_model, 1)
    return candidates(index, question, cell.doc_id, reader)


def _correct(service: Service, job: GridJob, correction: CellCorrection) -> None:
    cell, place = _filled(job, correction), (correction.question, correction.column)
    if correction.restore:
        job.restore(place)
        return
    if correction.reference is None:
        _put(job, place, emptied(cell))
        return
    with service.deadline("Searching the document"), service.live.current() as index:
        offered = {reference(one): one for one in _candidates(index, job, correction)}
        quote = offered.get(correction.reference)
        if quote is None:
            raise QuestionError(strings.NO_CANDIDATE)
        question = job.planned.questions[correction.question].text
        _put(job, place, with_quote(index, cell, question, quote))


def _put(job: GridJob, place: Place, cell: GridCell) -> None:
    if not job.correct(place, cell):
        raise HTTPException(404, strings.NO_CELL)
