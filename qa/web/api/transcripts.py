"""Route that writes a conversation as a file.

FastAPI reads the annotations at run time, so they are evaluated here.
"""

from collections.abc import Callable
from datetime import datetime

from fastapi import APIRouter, Response

from qa.records import Answer
from qa.rendering.transcripts.entries import TITLE
from qa.rendering.transcripts.markdown import to_markdown
from qa.rendering.transcripts.webpage import to_webpage
from qa.rendering.transcripts.word import MEDIA_TYPE as WORD
from qa.rendering.transcripts.word import to_word
from qa.web.api.reference import QUESTIONS, problems
from qa.web.api.schemas import TranscriptRequest
from qa.web.service.service import Service

_Write = Callable[[list[Answer], str, datetime], str | bytes]

_WRITERS: dict[str, tuple[str, _Write]] = {
    "markdown": ("text/markdown; charset=utf-8", to_markdown),
    "html": ("text/html; charset=utf-8", to_webpage),
    "docx": (WORD, to_word),
}


def transcript_routes(service: Service) -> APIRouter:
    """Return the route.

    Args:
        service: bounds how many requests run at a time.
    """
    routes = APIRouter(prefix="/api", tags=[QUESTIONS])

    @routes.post(
        "/transcript",
        summary="Write a conversation as a file",
        responses=problems(503),
        response_class=Response,
        response_description="The file. Nothing is stored.",
    )
    async def write_transcript(request: TranscriptRequest) -> Response:
        """Return questions and answers as Markdown, as a web page, or as a Word document.

        Each says when it was written. The Word document has the citations in footnotes.
        """
        media_type, write = _WRITERS[request.format]

        def run() -> str | bytes:
            return write(request.answers, request.title or TITLE, datetime.now().astimezone())

        content = await service.reading.run(run)
        # A page of ours must not run on this site as if it were one of its own.
        headers = {"Content-Disposition": "attachment"}
        return Response(content, media_type=media_type, headers=headers)

    return routes
