"""Route that writes a conversation as a file.

FastAPI reads the annotations at run time, so they are evaluated here.
"""

from datetime import datetime
from pathlib import Path

from fastapi import APIRouter, Response

from qa.records import Document
from qa.rendering.transcripts.entries import TITLE
from qa.rendering.transcripts.formats import FORMATS, Export
from qa.web.api.reference import QUESTIONS, problems
from qa.web.api.schemas import TranscriptRequest
from qa.web.service.service import Service


def transcript_routes(service: Service) -> APIRouter:
    """Return the route.

    Args:
        service: has the documents, and bounds how many requests run at a time.
    """
    routes = APIRouter(prefix="/api", tags=[QUESTIONS])

    @routes.post(
        "/transcript",
        summary="Write a conversation as a file",
        responses=problems(409, 503),
        response_class=Response,
        response_description="The file. Nothing is stored.",
    )
    async def write_transcript(request: TranscriptRequest) -> Response:
        """Return questions and answers as PDF, Word, a web page, Markdown, or for other programs.

        The Word document has the citations in footnotes. `verifiable-html` has the quoted texts and
        checks itself in any browser. `annotated-pdf` is a ZIP file with copies of the quoted PDFs
        that have the quotes highlighted. `ris`, `csl-json` and `bibtex` are for reference managers,
        `obsidian` (a ZIP file of notes) and `hypothesis` for these programs.
        """
        chosen = FORMATS[request.format]

        def run() -> str | bytes:
            title = request.title or TITLE
            exported = datetime.now().astimezone()
            if not chosen.reads_documents:
                return chosen.write(Export(request.answers, title, exported, _none, _file))
            with service.live.generation() as generation:
                find = generation.document
                return chosen.write(Export(request.answers, title, exported, find, _file))

        def _file(document: Document) -> Path | None:
            return service.corpus.files().get(document.doc_id) if service.corpus else None

        gate = service.drawing if chosen.reads_documents else service.reading
        content = await gate.run(run)
        # A page of ours must not run on this site as if it were one of its own.
        headers = {"Content-Disposition": "attachment"}
        return Response(content, media_type=chosen.media_type, headers=headers)

    return routes


def _none(doc_id: str) -> Document:
    raise KeyError(doc_id)
