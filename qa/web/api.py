"""The interface for programs: the same verbs and records as in Python, over HTTP.

FastAPI reads the annotations when it runs, so they are evaluated here.
"""

from typing import Annotated, Any

import anyio.to_thread
from fastapi import APIRouter, HTTPException, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import JSONResponse, PlainTextResponse, Response

from qa.checking import Finding, check
from qa.comparing import Change
from qa.in_text import quote
from qa.index import Index
from qa.pipeline import K, ask
from qa.places import Place
from qa.receipts import QuoteReceipt, receipt_from
from qa.records import Answer, Document
from qa.verifying import EXACT, Verdict, judge
from qa.web import strings
from qa.web.builder import BuildState
from qa.web.feedback import UserVerdict, keep_feedback
from qa.web.listing import IndexFacts, ListedDocument, index_facts, listed
from qa.web.pictures import picture_of
from qa.web.problems import Problem
from qa.web.service import Service
from qa.web.source import reference_of

_PROBLEMS: dict[int | str, dict[str, Any]] = {
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
        (409, "The documents cannot be changed here, or not so"),
        (413, "The request is too large"),
        (422, "The request is not understood, or the question cannot be asked"),
        (429, "Too many requests"),
        (503, "The index cannot be asked now"),
    )
}

_PNG: dict[int | str, dict[str, Any]] = {200: {"content": {"image/png": {}}}}

_Probability = Annotated[float, Field(ge=0, le=1)]
_Quotes = Annotated[int, Field(ge=1, le=50, description="the most quotes to give")]
_Start = Annotated[int, Query(ge=0, description="documents to leave out at the beginning")]
_Limit = Annotated[int, Query(ge=1, le=10_000, description="the most documents to list")]

MOST_TEXT = 200_000
"""Characters of a text handed in; a minute of one processor."""


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
    """What became of the quotes of a receipt; ``exact`` where all is as it was."""

    exact: bool
    verdicts: tuple[Verdict, ...]
    problems: tuple[str, ...]


# Names that the records' own modules know to type checkers only.
Checked.model_rebuild(_types_namespace={"Place": Place, "Change": Change})
Verified.model_rebuild(_types_namespace={"Change": Change, "QuoteReceipt": QuoteReceipt})


class Feedback(BaseModel):
    """What a user says of a quote."""

    model_config = ConfigDict(extra="forbid")

    question: str
    reference: str = Field(description="doc_id:start:end:hash, the hash of the words quoted")
    verdict: UserVerdict


class Health(BaseModel):
    """Whether the server runs; and, of ``ready``, whether a question is answered at once."""

    status: str


def verified(index: Index, content: dict[str, Any]) -> Verified:
    """Judge a receipt by the documents as they are indexed.

    Raises:
        ReceiptError: it is none.
    """
    receipt = receipt_from(content)
    held = index.generation.manifest.documents
    verdicts = tuple(
        judge(item, index.document(item.doc_id) if item.doc_id in held else None)
        for item in receipt.quotes
    )
    problems = () if receipt.intact else (strings.RECEIPT_CHANGED,)
    exact = not problems and all(one.verdict == EXACT and not one.problems for one in verdicts)
    return Verified(exact=exact, verdicts=verdicts, problems=problems)


def question_routes(service: Service) -> APIRouter:
    """Return the routes that ask."""
    routes = APIRouter(prefix="/api", responses=_PROBLEMS, tags=["questions"])
    live = service.live

    @routes.post("/ask")
    async def ask_documents(asking: Asking) -> Answer:
        """Answer a question with verbatim quotes, or with "not found"."""

        def asked() -> Answer:
            return ask(
                asking.question,
                live.current(),
                asking.k,
                after=asking.after,
                documents=asking.documents,
                min_confidence=asking.min_confidence,
            )

        return await service.answered(asking.question, asked)

    @routes.post("/quote")
    async def quote_text(quoting: Quoting) -> Answer:
        """Answer a question from one text; offsets point into it."""

        def quoted() -> Answer:
            return quote(
                quoting.question,
                quoting.text,
                quoting.k,
                title=quoting.title,
                min_confidence=quoting.min_confidence,
                embedder=live.embedder,
            )

        return await service.answered(quoting.question, quoted)

    @routes.post("/check")
    def check_claim(checking: Checking) -> Checked:
        """Tell whether the documents hold a claimed quotation, word for word."""
        finding = check(checking.claim, live.current(), documents=checking.documents)
        return Checked(finding=finding, references=[*map(reference_of, finding.places)])

    @routes.post("/verify")
    def verify_receipt(receipt: dict[str, Any]) -> Verified:
        """Tell of every quote of a receipt whether the index holds it, word for word."""
        return verified(live.current(), receipt)

    @routes.post("/feedback", status_code=204)
    def give_feedback(feedback: Feedback) -> None:
        """Keep what a user says of a quote, beside the index, as a question set."""
        keep_feedback(
            live.current(), live.root, feedback.question, feedback.reference, feedback.verdict
        )

    return routes


def document_routes(service: Service) -> APIRouter:
    """Return the routes that tell of documents and index."""
    routes = APIRouter(prefix="/api", responses=_PROBLEMS, tags=["documents"])
    live = service.live

    @routes.get("/documents")
    def list_documents(start: _Start = 0, limit: _Limit = 1000) -> list[ListedDocument]:
        """List the documents of the index, and those in the folder that are not in it."""
        return listed(live.root, service.corpus, service.builder)[start : start + limit]

    @routes.get("/documents/{doc_id:path}")
    def read_document(doc_id: str) -> Document:
        """Return a document: its text, and what is known of it."""
        try:
            return live.current().document(doc_id)
        except KeyError:
            raise HTTPException(404, strings.UNKNOWN_DOCUMENT.format(doc_id=doc_id)) from None

    @routes.get("/page", response_class=Response, responses=_PNG)
    def page_as_printed(reference: str) -> Response:
        """Return the page of a PDF that a quote stands on as PNG, the quote marked."""
        picture = picture_of(live.current(), service.corpus, reference)
        return Response(picture, media_type="image/png")

    @routes.get("/index")
    def tell_of_index() -> IndexFacts:
        """Tell what the index is: its fingerprint, model and age."""
        return index_facts(live.root)

    return routes


def corpus_routes(service: Service) -> APIRouter:
    """Return the routes that change the documents and build the index."""
    routes = APIRouter(prefix="/api", responses=_PROBLEMS, tags=["documents"])

    @routes.put("/documents/{doc_id:path}", status_code=204)
    async def put_document(doc_id: str, request: Request) -> None:
        """Put a file into the folder of the documents; it can be asked after a build."""
        if service.corpus is None:
            raise HTTPException(409, strings.READ_ONLY)
        await service.corpus.put(doc_id, request.stream())

    @routes.delete("/documents/{doc_id:path}", status_code=204)
    def remove_document(doc_id: str) -> None:
        """Take a file out of the folder of the documents; the index follows with a build."""
        if service.corpus is None:
            raise HTTPException(409, strings.READ_ONLY)
        try:
            service.corpus.remove(doc_id)
        except KeyError:
            raise HTTPException(404, strings.NO_FILE.format(doc_id=doc_id)) from None

    @routes.get("/build")
    async def build_state() -> BuildState:
        """Tell how far a build is, or how the last one ended."""
        return service.builder.state if service.builder else BuildState()

    @routes.post("/build", status_code=202)
    def start_build() -> BuildState:
        """Begin to build the index from the folder; where a build runs, another follows it."""
        if service.builder is None:
            raise HTTPException(409, strings.READ_ONLY)
        service.builder.start()
        return service.builder.state

    return routes


def server_routes(service: Service) -> APIRouter:
    """Return the routes that tell of the server."""
    routes = APIRouter(responses=_PROBLEMS, tags=["server"])
    live = service.live

    @routes.get("/api/health")
    async def health() -> Health:
        """Tell that the server runs."""
        return Health(status="running")

    @routes.get("/api/ready", response_model=Health)
    async def ready() -> Response:
        """Tell whether a question would be answered without waiting for the model."""
        told = Health(status="ready" if live.loaded else "loading")
        return JSONResponse(told.model_dump(), 200 if live.loaded else 503)

    @routes.get("/metrics", response_class=PlainTextResponse)
    async def tell_metrics() -> PlainTextResponse:
        """Return the server's numbers as Prometheus reads them."""
        text = await anyio.to_thread.run_sync(service.metrics.text)
        return PlainTextResponse(text, media_type="text/plain; version=0.0.4")

    return routes
