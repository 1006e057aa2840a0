"""What the interface for programs takes and gives, beside the records of Python.

FastAPI reads the annotations when it runs, so they are evaluated here.
"""

from typing import Annotated, Any

from fastapi import Header, Query
from pydantic import BaseModel, ConfigDict, Field

from qa.asking import K
from qa.errors import ReceiptError
from qa.index.search import Index
from qa.receipts import QuoteReceipt, receipt_from
from qa.records import Answer
from qa.text.alignment import Change
from qa.verification.checking import Finding
from qa.verification.judging import Verdict
from qa.verification.places import Place
from qa.verification.replaying import verify_with
from qa.web import strings
from qa.web.middleware.problems import Problem
from qa.web.service.feedback import UserVerdict

PROBLEMS: dict[int | str, dict[str, Any]] = {
    code: {
        "description": description,
        "content": {
            "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
        },
        "model": Problem,
    }
    for code, description in (
        (400, "The request is no JSON, or names another host"),
        (401, "A token is missing"),
        (403, "The request comes from the page of another site"),
        (404, "There is no such document"),
        (408, "The request did not come in in time"),
        (409, "The documents cannot be changed here, or not so"),
        (412, "The document is not the one that If-Match or If-None-Match asks for"),
        (413, "The request is too large"),
        (422, "The request is not understood, or the question cannot be asked"),
        (429, "Too many requests"),
        (503, "The index cannot be asked now"),
        (504, "The work takes longer than its limit"),
    )
}

PNG: dict[int | str, dict[str, Any]] = {200: {"content": {"image/png": {}}}}

_Probability = Annotated[float, Field(ge=0, le=1)]
_Quotes = Annotated[int, Field(ge=1, le=50, description="the most quotes to give")]
Start = Annotated[int, Query(ge=0, description="documents to leave out at the beginning")]
IfMatch = Annotated[
    str | None,
    Header(description='the ETag of the document as you know it, or *: "it may be replaced"'),
]
IfNoneMatch = Annotated[
    str | None, Header(description='*: "only if there is no document of this name"')
]
Limit = Annotated[int, Query(ge=1, le=10_000, description="the most documents to list")]

MOST_TEXT = 200_000
"""Characters of a text handed in; a minute of one processor."""

MOST_QUOTES = 200
"""Quotes of a receipt that is verified over HTTP; an answer over HTTP has at most 50."""


class Asking(BaseModel):
    """A question, and how to answer it."""

    model_config = ConfigDict(extra="forbid")

    question: str = Field(description="in plain words, at most 10,000 characters")
    k: _Quotes = K
    documents: list[str] | None = Field(
        None, max_length=1000, description="those to look in: a doc_id, or such as 2024/*.pdf"
    )
    min_confidence: _Probability | None = Field(
        None, description="probability that the documents answer from which quotes are given"
    )
    after: Answer | None = Field(None, description="the answer before, for a follow-up")


class Quoting(BaseModel):
    """A question to a text that is handed in."""

    model_config = ConfigDict(extra="forbid")

    question: str = Field(description="in plain words, at most 10,000 characters")
    text: str = Field(max_length=MOST_TEXT)
    k: _Quotes = K
    title: str = Field("", max_length=1000)
    min_confidence: _Probability | None = None


class Checking(BaseModel):
    """A claimed quotation."""

    model_config = ConfigDict(extra="forbid")

    claim: str = Field(description="the words, at most 20,000 characters")
    documents: list[str] | None = Field(
        None, max_length=1000, description="those it is claimed to be in: a doc_id, or a pattern"
    )


class Checked(BaseModel):
    """What there is of a claimed quotation, and what leads to each of its places."""

    finding: Finding
    references: list[str]


class Verified(BaseModel):
    """What became of the quotes of a receipt; ``exact`` where all that was compared is so."""

    exact: bool
    verdicts: tuple[Verdict, ...]
    problems: tuple[str, ...]
    not_verified: tuple[str, ...] = Field(
        description="attributes and facts that were compared with nothing"
    )
    notices: tuple[str, ...]


# Names that the records' own modules know to type checkers only.
Checked.model_rebuild(_types_namespace={"Place": Place, "Change": Change})
Verified.model_rebuild(_types_namespace={"Change": Change, "QuoteReceipt": QuoteReceipt})


class Feedback(BaseModel):
    """What a user says of a quote."""

    model_config = ConfigDict(extra="forbid")

    question: str
    reference: str = Field(description="doc_id:start:end:hash, the hash of the words quoted")
    verdict: UserVerdict


class RemovedDocument(BaseModel):
    """A file that was removed or replaced, and can be restored.

    Attributes:
        id: by which it is restored.
        doc_id: that it gets again then.
        path: where it is on the disk of the server.
        bytes: its size.
        removed: when that happened, ISO 8601 in UTC.
    """

    model_config = ConfigDict(from_attributes=True)

    id: str
    doc_id: str
    path: str
    bytes: int
    removed: str


class RestoredDocument(BaseModel):
    """A file that is back in the folder of the documents."""

    doc_id: str
    sha256: str


class Health(BaseModel):
    """Whether the server runs; and, of ``ready``, whether a question is answered at once."""

    status: str


def verified(index: Index, content: dict[str, Any]) -> Verified:
    """Compare a receipt with the documents as they are indexed.

    Raises:
        ReceiptError: it is none, or has too many quotes for one request.
    """
    receipt = receipt_from(content)
    if len(receipt.quotes) > MOST_QUOTES:
        reason = strings.RECEIPT_LONG.format(number=len(receipt.quotes), most=MOST_QUOTES)
        raise ReceiptError("receipt", reason)  # noqa: EM101 - its name, not a message
    verification = verify_with(index, receipt)
    return Verified(
        exact=verification.exact,
        verdicts=verification.verdicts,
        problems=verification.problems,
        not_verified=verification.not_verified,
        notices=verification.notices,
    )
