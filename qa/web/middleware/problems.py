"""What went wrong, told to programs as ``application/problem+json`` (RFC 9457)."""

from __future__ import annotations

import json
import logging
from http import HTTPStatus
from typing import TYPE_CHECKING

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
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

_STATUS: tuple[tuple[type[QAError], int], ...] = (
    (QuestionError, 422),
    (ClaimError, 422),
    (ReceiptError, 422),
    (DeadlineError, 504),
    (SourceError, 404),
    (DocumentError, 422),
    (CorpusError, 409),
    (IndexStoreError, 503),
    (ModelError, 503),
)


class Problem(BaseModel):
    """Why a request was not fulfilled.

    Attributes:
        title: the HTTP status in words.
        status: the HTTP status.
        detail: what is wrong and what to do, in a sentence.
        error: the class of the error in Python, where it is one of Quoth's own.
    """

    title: str
    status: int
    detail: str
    error: str | None = None


def problem(status: int, detail: str, error: str | None = None) -> Response:
    """Return a problem as a response."""
    told = Problem(title=HTTPStatus(status).phrase, status=status, detail=detail, error=error)
    content = json.dumps(told.model_dump(exclude_none=True))
    return Response(content, status, media_type="application/problem+json")


def explained(app: FastAPI) -> None:
    """Have every error of an application told as a problem."""

    async def quoth(_: Request, error: Exception) -> Response:
        status = next((code for kind, code in _STATUS if isinstance(error, kind)), 503)
        answer = problem(status, str(error), type(error).__name__)
        if status == 503:  # noqa: PLR2004
            answer.headers["Retry-After"] = "5"
        return answer

    async def malformed(_: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        told = (
            f"{'.'.join(str(part) for part in item['loc'])}: {item['msg']}"
            for item in error.errors()[:5]
        )
        return problem(422, "; ".join(told))

    async def http(_: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        answer = problem(error.status_code, str(error.detail))
        answer.headers.update(error.headers or {})
        return answer

    async def unforeseen(request: Request, _: Exception) -> Response:
        _log.error("%s %s failed", request.method, request.url.path)
        return problem(500, strings.UNEXPECTED_IN_API)

    app.add_exception_handler(QAError, quoth)
    app.add_exception_handler(RequestValidationError, malformed)
    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(Exception, unforeseen)
