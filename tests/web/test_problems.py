"""Every error becomes a problem (RFC 9457) with the status that says whether to try again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fastapi import FastAPI, HTTPException
from starlette.testclient import TestClient

from qa.errors import (
    ClaimError,
    CorpusError,
    DeadlineError,
    DocumentError,
    IndexNotFoundError,
    ModelError,
    QAError,
    QuestionError,
    ReceiptError,
)
from qa.web import strings
from qa.web.errors import BusyError, FeedbackError, SourceError
from qa.web.problems import add_problem_handlers, problem

if TYPE_CHECKING:
    from collections.abc import Callable


def answer_to(fail: Callable[[int], None]) -> TestClient:
    """Return a client of an application whose only operation fails."""
    app = FastAPI()
    add_problem_handlers(app)

    @app.get("/")
    def operation(n: int) -> None:
        fail(n)

    return TestClient(app, raise_server_exceptions=False)


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (QuestionError("Empty."), 422),
        (ClaimError("Empty."), 422),
        (ReceiptError("receipt", "is none"), 422),
        (DocumentError(Path("a.txt"), "is damaged"), 422),
        (SourceError("Unknown."), 404),
        (CorpusError("Unreadable."), 409),
        (DeadlineError("Too long."), 504),
        (IndexNotFoundError("None."), 503),
        (ModelError("None."), 503),
        (BusyError("Busy."), 503),
        (FeedbackError("Damaged."), 503),
    ],
    ids=lambda value: type(value).__name__,
)
def test_an_error_of_quoth_has_its_status_and_its_name(error: QAError, status: int) -> None:
    """Those that may pass by themselves say when to try again."""

    def fail(_: int) -> None:
        raise error

    answer = answer_to(fail).get("/?n=1")
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"] == str(error)
    assert answer.json()["error"] == type(error).__name__
    assert ("retry-after" in answer.headers) is (status == 503)


def test_an_invalid_parameter_is_named_without_its_value() -> None:
    """A value may be megabytes long, or a secret."""
    answer = answer_to(lambda _: None).get("/?n=secret")
    assert answer.status_code == 422
    assert answer.json()["detail"].startswith("query.n: ")
    assert "secret" not in answer.text


def test_an_http_error_keeps_its_headers() -> None:
    """Such as the ETag of a file."""

    def fail(_: int) -> None:
        raise HTTPException(412, "It changed.", headers={"ETag": '"x"'})

    answer = answer_to(fail).get("/?n=1")
    assert (answer.status_code, answer.headers["etag"]) == (412, '"x"')
    assert answer.json() == {"title": "Precondition Failed", "status": 412, "detail": "It changed."}


def test_an_unexpected_error_reveals_nothing(caplog: pytest.LogCaptureFixture) -> None:
    """Its message may quote a document; the log names the request."""
    words = "words of a document"

    def fail(_: int) -> None:
        raise ValueError(words)

    answer = answer_to(fail).get("/?n=1")
    assert answer.status_code == 500
    assert answer.json()["detail"] == strings.UNEXPECTED_IN_API
    assert words not in answer.text
    assert "GET / failed" in caplog.text


def test_a_problem_has_no_empty_fields() -> None:
    """``error`` is there only for Quoth's own errors."""
    assert b"error" not in bytes(problem(404, "None.").body)
    assert b'"error": "SourceError"' in bytes(problem(404, "None.", "SourceError").body)
