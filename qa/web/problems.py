"""Errors as ``application/problem+json`` (RFC 9457)."""

from __future__ import annotations

import json
import logging
from http import HTTPStatus
from typing import TYPE_CHECKING

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.responses import Response

from qa.errors import (
    ClaimError,
    CorpusError,
    DeadlineError,
    DocumentError,
    IndexStoreError,
    ModelError,
    QAError,
    QuestionError,
    ReceiptError,
)
from qa.web import strings
from qa.web.errors import SourceError

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.requests import Request

_log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"

_RETRY_AFTER_S = 5  # busy, or the model is still loading: both usually pass within seconds
_MOST_INVALID = 5  # fields named in one message

# The first class that fits counts: DocumentError is a CorpusError with a status of its own.
_STATUS: tuple[tuple[type[QAError], HTTPStatus], ...] = (
    (QuestionError, HTTPStatus.UNPROCESSABLE_ENTITY),
    (ClaimError, HTTPStatus.UNPROCESSABLE_ENTITY),
    (ReceiptError, HTTPStatus.UNPROCESSABLE_ENTITY),
    (DeadlineError, HTTPStatus.GATEWAY_TIMEOUT),
    (SourceError, HTTPStatus.NOT_FOUND),
    (DocumentError, HTTPStatus.UNPROCESSABLE_ENTITY),
    (CorpusError, HTTPStatus.CONFLICT),
    (IndexStoreError, HTTPStatus.SERVICE_UNAVAILABLE),
    (ModelError, HTTPStatus.SERVICE_UNAVAILABLE),
)


class Problem(BaseModel):
    """An error, as RFC 9457 describes it."""

    title: str = Field(description="The HTTP status in words.", examples=["Not Found"])
    status: int = Field(description="The HTTP status.", examples=[404])
    detail: str = Field(
        description="What is wrong and what to do.",
        examples=["There is no document 'a.txt' in the index."],
    )
    error: str | None = Field(
        default=None,
        description="The class of the error in Python, if it is one of Quoth's own.",
        examples=["SourceError"],
    )


def problem(status: int, detail: str, error: str | None = None) -> Response:
    """Return a problem as a response.

    Args:
        status: HTTP status.
        detail: what is wrong and what to do.
        error: class of the error in Python, if it is one of Quoth's own.
    """
    body = Problem(title=HTTPStatus(status).phrase, status=status, detail=detail, error=error)
    content = json.dumps(body.model_dump(exclude_none=True))
    return Response(content, status, media_type=MEDIA_TYPE)


def add_problem_handlers(app: FastAPI) -> None:
    """Make an application answer every error with a problem.

    Args:
        app: the application.
    """
    app.add_exception_handler(QAError, _of_quoth)
    app.add_exception_handler(RequestValidationError, _of_validation)
    app.add_exception_handler(HTTPException, _of_http)
    app.add_exception_handler(Exception, _unexpected)


async def _of_quoth(_: Request, error: Exception) -> Response:
    found = (status for kind, status in _STATUS if isinstance(error, kind))
    status = next(found, HTTPStatus.SERVICE_UNAVAILABLE)
    answer = problem(status, str(error), type(error).__name__)
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        answer.headers["Retry-After"] = str(_RETRY_AFTER_S)
    return answer


async def _of_validation(_: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    # Where and what, but not the value: a request may be megabytes long.
    invalid = (
        f"{'.'.join(str(part) for part in item['loc'])}: {item['msg']}"
        for item in error.errors()[:_MOST_INVALID]
    )
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, "; ".join(invalid))


async def _of_http(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    answer = problem(error.status_code, str(error.detail))
    answer.headers.update(error.headers or {})
    return answer


async def _unexpected(request: Request, _: Exception) -> Response:
    # The server logs the traceback; the client gets none, as it may quote a document.
    _log.error("%s %s failed", request.method, request.url.path)
    return problem(HTTPStatus.INTERNAL_SERVER_ERROR, strings.UNEXPECTED_IN_API)
