"""Routes that read a file of questions, and write a grid as a file.

FastAPI reads the annotations at run time, so they are evaluated here.
"""

from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from fastapi import APIRouter, HTTPException, Request, Response

from qa.errors import QuestionError, QuestionnaireError
from qa.grids.outputs.pages import MOST_PAGES, page_count
from qa.grids.outputs.workbook import MOST_DOCUMENTS
from qa.grids.questionnaire.reading import NAME_IT, SUFFIXES
from qa.grids.questionnaire.records import Questionnaire
from qa.grids.questionnaire.sandboxed import read_in_sandbox
from qa.grids.records import Grid
from qa.grids.saving import FORMATS, PAGED
from qa.records import Quote
from qa.rendering.transcripts.word import MEDIA_TYPE as WORD
from qa.web import strings
from qa.web.api.grid_responses import found
from qa.web.api.grid_schemas import (
    ExportFormat,
    GridId,
    GridQuestion,
    GridQuestions,
    QuestionColumn,
)
from qa.web.api.receipts import FILE_AS_BODY, store
from qa.web.api.reference import GRIDS, problems
from qa.web.api.schemas import FileName
from qa.web.service.references import address
from qa.web.service.service import Service

_MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": WORD,
    "pdf": "application/pdf",
    "csv": "text/csv; charset=utf-8",
    "jsonl": "application/jsonl",
    "html": "text/html; charset=utf-8",
}


def grid_file_routes(service: Service) -> APIRouter:
    """Return the routes.

    Args:
        service: has the grids.
    """
    routes = APIRouter(prefix="/api", tags=[GRIDS])

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

        The body is the file. It is not stored. Workbooks and files over 1 MiB are read in a process
        of their own, with limits on time and memory.
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
                    reason = error.reason.replace(NAME_IT, strings.QUESTION_COLUMN)
                    msg = f"{PurePosixPath(name).name!r} {reason}."
                    raise QuestionError(msg) from error

            read = await service.checking.run(run)
        questions = [GridQuestion.model_validate(one) for one in read.questions]
        return GridQuestions(questions=questions, notes=read.notes)

    @routes.get(
        "/grids/{grid_id}/export",
        summary="Write a grid as a file",
        responses=problems(404, 409, 503),
        response_class=Response,
        response_description="The file. Nothing is stored.",
    )
    async def export(grid_id: GridId, format_: ExportFormat, request: Request) -> Response:
        """Return a grid as a workbook, Word, PDF, CSV, JSON Lines, or a page that works offline.

        Links lead to the quotes in the page of this server. Of a grid that was stopped, the file
        has the cells so far, and says that it is unfinished.
        """
        job = found(service, grid_id, request)
        page = f"{request.url.scheme}://{request.url.netloc}{request.scope['root_path']}/"

        def link(quote: Quote) -> str:
            return address(quote, page)

        def run() -> tuple[bytes, str]:
            grid = job.grid()
            if grid is None:
                raise HTTPException(409, strings.GRID_IS_FILLING)
            _check_room(grid, f".{format_}")
            name = "grid-unfinished" if grid.counts()["unfilled"] else "grid"
            return FORMATS[f".{format_}"](grid, link), name

        content, name = await service.drawing.run(run)
        # A page of ours must not run on this site as if it were one of its own.
        headers = {"Content-Disposition": f'attachment; filename="{name}.{format_}"'}
        return Response(content, media_type=_MEDIA_TYPES[format_], headers=headers)

    return routes


def _check_room(grid: Grid, suffix: str) -> None:
    """Refuse a file that has no room for a grid.

    Raises:
        HTTPException: it has too many documents for a sheet, or too much for pages.
    """
    if suffix == ".xlsx" and len(grid.columns) > MOST_DOCUMENTS:
        raise HTTPException(409, strings.GRID_TOO_WIDE.format(most=MOST_DOCUMENTS))
    if suffix not in PAGED:
        return
    pages = page_count(grid.questions, len(grid.columns), grid.cells)
    if pages > MOST_PAGES:
        raise HTTPException(409, strings.GRID_TOO_LONG.format(pages=pages, most=MOST_PAGES))
