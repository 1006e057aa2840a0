"""Routes that read documents.

FastAPI reads the annotations at run time, so they are evaluated here.
"""

from typing import Any

from fastapi import APIRouter, HTTPException
from starlette.responses import Response

from qa.records import Document, Span
from qa.web import strings
from qa.web.api.pictures import AskedPage, picture_of, places_of
from qa.web.api.reference import DOCUMENTS, problems
from qa.web.api.schemas import (
    BoxesRequest,
    DocId,
    Limit,
    PageBoxes,
    PageDocument,
    PageNumber,
    PageReference,
    Sharpness,
    Start,
)
from qa.web.documents.conditions import tag_of
from qa.web.service import listing
from qa.web.service.service import Service

_PNG: dict[int | str, dict[str, Any]] = {
    200: {"content": {"image/png": {}}, "description": "The page as PNG."}
}


def document_routes(service: Service) -> APIRouter:
    """Return the routes.

    Args:
        service: provides the documents.
    """
    routes = APIRouter(prefix="/api", tags=[DOCUMENTS])
    live = service.live

    @routes.get("/documents", summary="List the documents", responses=problems(409, 503))
    async def list_documents(start: Start = 0, limit: Limit = 1000) -> list[listing.ListedDocument]:
        """List the documents of the index, and files in the folder that are not in it."""
        rows = await service.listing.run(lambda: listing.list_documents(live.root, service.corpus))
        return rows[start : start + limit]

    @routes.get("/documents/{doc_id:path}", summary="Read a document", responses=problems(404, 503))
    async def read_document(doc_id: DocId, response: Response) -> Document:
        """Return the text and the facts of an indexed document.

        The header `ETag` is the sha256 of the file that was indexed.
        """

        def run() -> Document:
            with live.generation() as generation:
                return generation.document(doc_id)

        try:
            document = await service.reading.run(run)
        except KeyError:
            raise HTTPException(404, strings.UNKNOWN_DOCUMENT.format(doc_id=doc_id)) from None
        response.headers["ETag"] = tag_of(document.source_sha256)
        return document

    @routes.get(
        "/page",
        summary="Show a page as printed",
        response_class=Response,
        responses=problems(404, 409, 503) | _PNG,
    )
    async def draw_page(
        reference: PageReference = None,
        doc_id: PageDocument = None,
        number: PageNumber = None,
        sharpness: Sharpness = 1,
    ) -> Response:
        """Return a page of a PDF as a picture, with a quote marked.

        Without `number` it is the page on which the quote begins.
        """
        asked = AskedPage(reference, doc_id, number, sharpness)

        def run() -> bytes:
            with live.generation() as generation:
                return picture_of(generation, service.corpus, asked)

        return Response(await service.drawing.run(run), media_type="image/png")

    @routes.post(
        "/page/boxes",
        summary="Find words on a page as printed",
        responses=problems(404, 409, 503),
    )
    async def find_boxes(request: BoxesRequest) -> PageBoxes:
        """Return where the words of spans are on a page of a PDF, so that they can be marked.

        Words that cannot be told apart on the page have no boxes.
        """
        asked = AskedPage(None, request.doc_id, request.number)
        spans = [Span(start, end) for start, end in request.spans]

        def run() -> PageBoxes:
            with live.generation() as generation:
                return PageBoxes(boxes=places_of(generation, service.corpus, asked, spans))

        return await service.drawing.run(run)

    return routes
