"""Routes that fill grids: many questions, each put to many documents.

FastAPI reads the annotations at run time, so they are evaluated here.
"""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from fastapi import APIRouter, HTTPException, Request, Response

from qa.answers.reader import load_reader
from qa.errors import QuestionError, QuestionnaireError
from qa.grids.correcting import candidates, emptied, with_quote
from qa.grids.outputs.entries import Entry, no_link
from qa.grids.outputs.workbook import MOST_DOCUMENTS
from qa.grids.questionnaire.reading import SUFFIXES
from qa.grids.questionnaire.records import Question, Questionnaire
from qa.grids.questionnaire.sandboxed import read_in_sandbox
from qa.grids.records import GridCell
from qa.grids.saving import FORMATS
from qa.index.search import Index
from qa.questions.parsing import cleaned
from qa.records import Quote
from qa.settings import Settings
from qa.web import strings
from qa.web.api.grid_schemas import (
    MOST_CELLS_SENT,
    CellCandidate,
    CellCorrection,
    CellPlace,
    ExportFormat,
    FilledCell,
    GridChanges,
    GridColumn,
    GridDescription,
    GridId,
    GridQuestion,
    GridQuestions,
    GridRequest,
    GridSummary,
    QuestionColumn,
    Since,
)
from qa.web.api.receipts import FILE_AS_BODY, store
from qa.web.api.reference import GRIDS, problems
from qa.web.api.schemas import FileName
from qa.web.service.grid_job import GridJob, Owner
from qa.web.service.references import reference
from qa.web.service.rights import owner_of
from qa.web.service.service import Service

_MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "jsonl": "application/jsonl",
    "html": "text/html; charset=utf-8",
}


def grid_routes(service: Service) -> APIRouter:  # noqa: C901 - a function for each route
    """Return the routes.

    Args:
        service: has the grids, and the documents.
    """
    routes = APIRouter(prefix="/api", tags=[GRIDS])
    grids = service.grids

    def owner(request: Request) -> Owner:
        return Owner(service.name, owner_of(request.scope))

    def found(grid_id: str, request: Request) -> GridJob:
        job = grids.find(grid_id, owner(request))
        if job is None:
            raise HTTPException(404, strings.NO_GRID)
        return job

    @routes.post(
        "/grids/questions",
        summary="Read a file of questions",
        responses=problems(503, 504),
        openapi_extra=FILE_AS_BODY,
    )
    async def read_questions(
        request: Request, name: FileName, column: QuestionColumn = None
    ) -> GridQuestions:
        """Return the questions of an XLSX, CSV, TSV or JSON Lines file, or of lines of text.

        The body is the file. It is read in a process of its own with limits on time and memory,
        and is not stored.
        """
        suffix = PurePosixPath(name).suffix.lower()
        if suffix not in SUFFIXES:
            raise QuestionError(
                strings.NO_QUESTIONS_FORMAT.format(known=" ".join(sorted(SUFFIXES)))
            )
        with TemporaryDirectory(prefix="quoth-grid-") as folder:
            path = Path(folder) / f"questions{suffix}"
            await store(request, path)

            def run() -> Questionnaire:
                try:
                    return read_in_sandbox(path, PurePosixPath(name).name, column)
                except QuestionnaireError as error:
                    reason = error.reason.replace(*strings.QUESTION_COLUMN)
                    msg = f"{PurePosixPath(name).name!r} {reason}."
                    raise QuestionError(msg) from error

            read = await service.checking.run(run)
        questions = [GridQuestion.model_validate(one) for one in read.questions]
        return GridQuestions(questions=questions, notes=read.notes)

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
        questionnaire = Questionnaire(
            tuple(_question(one, row) for row, one in enumerate(asked.questions, start=1)),
            notes=tuple(asked.notes),
        )
        whose = owner(request)

        def run() -> GridJob:
            name = asked.name or questionnaire.questions[0].text[:200]
            return GridJob(whose, name, service.live, questionnaire, asked.over)

        job = await service.listing.run(run)
        grids.add(job)
        return _description(job, _summary(job, job.planned.index))

    @routes.get("/grids", summary="List your grids", responses=problems())
    async def list_grids(request: Request) -> list[GridSummary]:
        """Return the grids that this server still has, the one that was last looked at first.

        A grid is in the memory of the server: for a day after somebody has looked at it, or until
        others need the room, or the server ends.
        """
        live = await service.reading.run(lambda: _fingerprint(service))
        return [_summary(job, live) for job in reversed(grids.of(owner(request)))]

    @routes.get("/grids/{grid_id}", summary="Describe a grid", responses=problems(404))
    async def describe(grid_id: GridId, request: Request) -> GridDescription:
        """Return a grid with its questions and documents."""
        job = found(grid_id, request)
        live = await service.reading.run(lambda: _fingerprint(service))
        return _description(job, _summary(job, live))

    @routes.get(
        "/grids/{grid_id}/cells", summary="Get the cells of a grid", responses=problems(404)
    )
    async def cells(grid_id: GridId, request: Request, since: Since = 0) -> GridChanges:
        """Return how far a grid is, and the cells that were filled or corrected since a change."""
        job = found(grid_id, request)

        def run() -> GridChanges:
            # First: what is filled in between is sent the next time.
            summary = _summary(job, _fingerprint(service))
            changed = job.changes(since, MOST_CELLS_SENT)
            shown = _shown(job, [cell for _, cell in changed])
            sent = changed[-1][0] if changed else since
            return GridChanges(**summary.model_dump(), cells=shown, sent=sent)

        return await service.reading.run(run)

    @routes.post("/grids/{grid_id}/stop", summary="Stop a grid", responses=problems(404))
    async def stop(grid_id: GridId, request: Request) -> GridSummary:
        """Stop to fill a grid. The cells that are filled stay; `continue` fills the others."""
        job = found(grid_id, request)
        job.stop()
        return _summary(job, job.planned.index)

    @routes.post(
        "/grids/{grid_id}/continue", summary="Continue a grid", responses=problems(404, 503)
    )
    async def go_on(grid_id: GridId, request: Request) -> GridSummary:
        """Fill the missing cells of a grid that was stopped or has failed.

        The cells of documents that have changed since are filled again.
        """
        job = found(grid_id, request)
        grids.go_on(job)
        return _summary(job, job.planned.index)

    @routes.delete(
        "/grids/{grid_id}",
        summary="Delete a grid",
        status_code=204,
        responses=problems(404),
        response_description="The grid is stopped and forgotten.",
    )
    async def delete(grid_id: GridId, request: Request) -> None:
        """Stop a grid, and forget its cells."""
        grids.forget(found(grid_id, request))

    @routes.post(
        "/grids/{grid_id}/candidates",
        summary="Find other quotes for a cell",
        responses=problems(404, 409, 503, 504),
    )
    async def find_candidates(
        grid_id: GridId, place: CellPlace, request: Request
    ) -> list[CellCandidate]:
        """Return the sentences of a document that come nearest to a question, best first."""
        job = found(grid_id, request)

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
        job = found(grid_id, request)
        await service.gate.run(lambda: _correct(service, job, correction))
        return _shown(job, [_filled(job, correction)])[0]

    @routes.get(
        "/grids/{grid_id}/export",
        summary="Write a grid as a file",
        responses=problems(404, 409, 503),
        response_class=Response,
        response_description="The file. Nothing is stored.",
    )
    async def export(grid_id: GridId, format_: ExportFormat, request: Request) -> Response:
        """Return a filled grid as a workbook, CSV, JSON Lines, or a web page that works offline."""
        job = found(grid_id, request)

        def run() -> bytes:
            grid = job.grid()
            if grid is None:
                raise HTTPException(409, strings.GRID_UNFINISHED)
            if format_ == "xlsx" and len(grid.columns) > MOST_DOCUMENTS:
                raise HTTPException(409, strings.GRID_TOO_WIDE.format(most=MOST_DOCUMENTS))
            return FORMATS[f".{format_}"](grid, no_link)

        content = await service.drawing.run(run)
        # A page of ours must not run on this site as if it were one of its own.
        headers = {"Content-Disposition": f'attachment; filename="grid.{format_}"'}
        return Response(content, media_type=_MEDIA_TYPES[format_], headers=headers)

    return routes


def _question(asked: str | GridQuestion, row: int) -> Question:
    """Return a question of a request.

    Raises:
        QuestionError: it is empty or too long.
    """
    if isinstance(asked, str):
        return Question(cleaned(asked), row)
    text = asked.text if asked.problem else cleaned(asked.text)
    return Question(**(asked.model_dump() | {"text": text, "row": asked.row or row}))


def _fingerprint(service: Service) -> str:
    with service.live.generation() as generation:
        return str(generation.manifest.fingerprint)


def _summary(job: GridJob, live: str) -> GridSummary:
    return GridSummary(
        id=job.id,
        name=job.name,
        index=job.planned.index,
        is_outdated=job.planned.index != live,
        **asdict(job.progress()),
    )


def _description(job: GridJob, summary: GridSummary) -> GridDescription:
    planned = job.planned
    return GridDescription(
        **summary.model_dump(),
        questions=[GridQuestion.model_validate(one) for one in planned.questions],
        columns=[GridColumn.model_validate(one) for one in planned.columns],
        notes=job.notes,
    )


def _shown(job: GridJob, cells: Sequence[GridCell]) -> list[FilledCell]:
    planned = job.planned
    columns = {column.doc_id: column for column in planned.columns}
    return [
        _cell(Entry(planned.questions[cell.question], columns[cell.doc_id], cell))
        for cell in cells
        if cell.doc_id in columns  # not where it was planned anew in this moment
    ]


def _cell(entry: Entry) -> FilledCell:
    cell, quote = entry.cell, entry.cell.quote
    citation = quote.citation if quote else None
    return FilledCell(
        question=cell.question,
        column=cell.doc_id,
        label=cell.label,
        probability=round(cell.probability, 4),
        text=quote.text if quote else "",
        doc_id=citation.doc_id if citation else "",
        title=citation.title if citation else "",
        where=citation.where() if citation else "",
        reference=reference(quote) if quote else "",
        remarks=entry.remarks,
    )


def _candidate(quote: Quote) -> CellCandidate:
    citation = quote.citation
    return CellCandidate(
        text=quote.text,
        doc_id=citation.doc_id,
        where=citation.where(),
        section=" › ".join(citation.sections()),
        probability=round(quote.score, 4),
        reference=reference(quote),
    )


def _filled(job: GridJob, place: CellPlace) -> GridCell:
    """Return the cell at a place.

    Raises:
        HTTPException: there is none, or it is not filled.
    """
    cell = job.cell((place.question, place.column))
    if cell is None:
        raise HTTPException(404, strings.NO_CELL)
    if cell.label == "not_asked":
        raise HTTPException(409, strings.CELL_NOT_ASKED)
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
        job.correct(place, emptied(cell))
        return
    with service.deadline("Searching the document"), service.live.current() as index:
        offered = {reference(one): one for one in _candidates(index, job, correction)}
        quote = offered.get(correction.reference)
        if quote is None:
            raise QuestionError(strings.NO_CANDIDATE)
        question = job.planned.questions[correction.question].text
        job.correct(place, with_quote(index, cell, question, quote))
