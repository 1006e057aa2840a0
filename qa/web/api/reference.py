"""What the page ``/docs`` says about all operations: introduction, tags and errors."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from qa.web.problems import MEDIA_TYPE, Problem

DESCRIPTION = f"""\
Ask your documents and get verbatim quotes with citations, or "not found".

- **Offsets** are Unicode code points, 0-based, half-open `[start, end)`, into a document's text.
- **Probabilities** are between 0 and 1.
- **References** such as `lease.txt:120:164:9f86d081884c7d65` point to a quote: document, start,
  end, and the first 16 hex digits of the sha256 of its words. A reference opens exactly
  these words, or fails.
- **Errors** are `{MEDIA_TYPE}` (RFC 9457). After status 429 or 503, wait for `Retry-After`.
- **Access**: if the server requires a token, send `Authorization: Bearer TOKEN`.
"""

QUESTIONS, GRIDS, RECEIPTS, DOCUMENTS, INDEX, SERVER = (
    "Questions",
    "Grids",
    "Quotations and receipts",
    "Documents",
    "Index",
    "Server",
)

TAGS = [
    {"name": QUESTIONS, "description": "Ask the documents, or a text of your own."},
    {"name": GRIDS, "description": "Put many questions to many documents."},
    {"name": RECEIPTS, "description": "Compare quotations with the documents, word for word."},
    {"name": DOCUMENTS, "description": "Read the documents and change their folder."},
    {"name": INDEX, "description": "Describe the index and build it."},
    {"name": SERVER, "description": "Monitor the server."},
]

_DESCRIPTIONS = {
    HTTPStatus.BAD_REQUEST: "The header `Host` is unknown, or the body cannot be parsed.",
    HTTPStatus.UNAUTHORIZED: "The server requires a token.",
    HTTPStatus.FORBIDDEN: "The request comes from the page of another site.",
    HTTPStatus.NOT_FOUND: "No such document, file or reference exists.",
    HTTPStatus.REQUEST_TIMEOUT: "The request took too long to arrive.",
    HTTPStatus.CONFLICT: "The server may not change documents, or the file already exists and no "
    "`If-Match` allows to replace it.",
    HTTPStatus.PRECONDITION_FAILED: "`If-Match` or `If-None-Match` does not hold.",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "The request is too large.",
    HTTPStatus.UNPROCESSABLE_ENTITY: "A parameter or the body is not valid, or not JSON.",
    HTTPStatus.TOO_MANY_REQUESTS: "Too many requests in the last minute.",
    HTTPStatus.SERVICE_UNAVAILABLE: "The server is busy, or no usable index exists yet.",
    HTTPStatus.GATEWAY_TIMEOUT: "The work took longer than the server allows.",
}

_EVERYWHERE = (400, 401, 403, 408, 413, 422, 429)  # from middleware, before any route


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the errors of an operation, as FastAPI takes them.

    Args:
        statuses: those that the operation itself may answer with, besides those of all.
    """
    return {
        status: {
            "description": _DESCRIPTIONS[HTTPStatus(status)],
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
            "model": Problem,
        }
        for status in sorted({*_EVERYWHERE, *statuses})
    }
