"""The interface for programs: the same verbs and records as in Python, over HTTP.

FastAPI reads the annotations when it runs, so they are evaluated here.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from qa.pipeline import ask, quote
from qa.records import Answer, Document
from qa.verification.checking import check
from qa.web import strings
from qa.web.api.pictures import picture_of
from qa.web.api.schemas import (
    PNG,
    PROBLEMS,
    Asking,
    Checked,
    Checking,
    Feedback,
    Health,
    IfMatch,
    IfNoneMatch,
    Limit,
    Quoting,
    RemovedDocument,
    RestoredDocument,
    Start,
    Verified,
    verified,
)
from qa.web.service.builder import BuildState
from qa.web.service.conditions import ConditionError, Conditions, tag_of
from qa.web.service.corpus import Corpus
from qa.web.service.feedback import keep_feedback
from qa.web.service.listing import IndexFacts, ListedDocument, index_facts, listed
from qa.web.service.service import Service
from qa.web.service.source import reference_of


def question_routes(service: Service) -> APIRouter:  # noqa: C901 - routes, none of them complex
    """Return the routes that ask."""
    routes = APIRouter(prefix="/api", responses=PROBLEMS, tags=["questions"])
    live = service.live

    @routes.post("/ask")
    async def ask_documents(asking: Asking) -> Answer:
        """Answer a question with verbatim quotes, or with "not found"."""

        def asked() -> Answer:
            with live.current() as index:
                return ask(
                    asking.question,
                    index,
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

        return await service.answered(quoting.question, quoted, service.quoting)

    @routes.post("/check")
    async def check_claim(checking: Checking) -> Checked:
        """Tell whether the documents hold a claimed quotation, word for word."""

        def checked() -> Checked:
            with service.deadline("Checking the claim"), live.current() as index:
                finding = check(checking.claim, index, documents=checking.documents)
            return Checked(finding=finding, references=[*map(reference_of, finding.places)])

        return await service.checking.run(checked)

    @routes.post("/verify")
    async def verify_receipt(receipt: dict[str, Any]) -> Verified:
        """Tell of every quote of a receipt whether the index holds it, word for word."""

        def judged() -> Verified:
            with service.deadline("Verifying the receipt"), live.current() as index:
                return verified(index, receipt)

        return await service.checking.run(judged)

    @routes.post("/feedback", status_code=204)
    async def give_feedback(feedback: Feedback) -> None:
        """Keep what a user says of a quote, beside the index, as a question set."""

        def kept() -> None:
            with live.current() as index:
                keep_feedback(
                    index, live.root, feedback.question, feedback.reference, feedback.verdict
                )

        await service.reading.run(kept)

    return routes


def document_routes(service: Service) -> APIRouter:
    """Return the routes that tell of documents and index."""
    routes = APIRouter(prefix="/api", responses=PROBLEMS, tags=["documents"])
    live = service.live

    @routes.get("/documents")
    async def list_documents(start: Start = 0, limit: Limit = 1000) -> list[ListedDocument]:
        """List the documents of the index, and those in the folder that are not in it."""
        rows = await service.reading.run(lambda: listed(live.root, service.corpus))
        return rows[start : start + limit]

    @routes.get("/documents/{doc_id:path}")
    async def read_document(doc_id: str, response: Response) -> Document:
        """Return a document: its text, and what is known of it.

        The ETag is the sha256 of the file that was indexed.
        """

        def read() -> Document:
            with live.current() as index:
                return index.document(doc_id)

        try:
            document = await service.reading.run(read)
        except KeyError:
            raise HTTPException(404, strings.UNKNOWN_DOCUMENT.format(doc_id=doc_id)) from None
        response.headers["ETag"] = tag_of(document.source_sha256)
        return document

    @routes.get("/page", response_class=Response, responses=PNG)
    async def page_as_printed(reference: str) -> Response:
        """Return the page of a PDF that a quote stands on as PNG, the quote marked."""

        def drawn() -> bytes:
            with live.current() as index:
                return picture_of(index, service.corpus, reference)

        return Response(await service.drawing.run(drawn), media_type="image/png")

    @routes.get("/index")
    async def tell_of_index() -> IndexFacts:
        """Tell what the index is: its fingerprint, model and age."""
        return await service.reading.run(lambda: index_facts(live.root))

    return routes


def corpus_routes(service: Service) -> APIRouter:
    """Return the routes that change the documents and build the index."""
    routes = APIRouter(prefix="/api", responses=PROBLEMS, tags=["documents"])

    @routes.put("/documents/{doc_id:path}", status_code=204, responses={201: {}})
    async def put_document(
        doc_id: str,
        request: Request,
        if_match: IfMatch = None,
        if_none_match: IfNoneMatch = None,
    ) -> Response:
        """Put a file into the folder of the documents; it can be asked after a build.

        201: there was none. 204: it was replaced, and the old one can be restored; or these bytes
        were there already. 409: there is another one, and no If-Match allows to replace it.
        """
        corpus = writable(service)
        with conditional():
            stored = await corpus.put(doc_id, request.stream(), Conditions(if_match, if_none_match))
        return Response(
            status_code=201 if stored.created else 204, headers={"ETag": tag_of(stored.sha256)}
        )

    @routes.delete("/documents/{doc_id:path}")
    async def remove_document(doc_id: str, if_match: IfMatch = None) -> RemovedDocument:
        """Set a file of the folder of the documents aside; the index follows with a build."""
        corpus = writable(service)
        try:
            with conditional():
                removed = await service.reading.run(
                    lambda: corpus.remove(doc_id, Conditions(if_match))
                )
            return RemovedDocument.model_validate(removed)
        except KeyError:
            raise HTTPException(404, strings.NO_FILE.format(doc_id=doc_id)) from None

    @routes.get("/removed")
    async def list_removed() -> list[RemovedDocument]:
        """List the files that were removed or replaced, the latest first."""
        corpus = service.corpus
        found = await service.reading.run(corpus.removed) if corpus else []
        return [RemovedDocument.model_validate(item) for item in found]

    @routes.post("/removed/{removed_id:path}/restore")
    async def restore_document(
        removed_id: str,
        to: str | None = None,
        if_match: IfMatch = None,
        if_none_match: IfNoneMatch = None,
    ) -> RestoredDocument:
        """Put a removed file back, under its own name or the one in ``to``.

        A file that has the name by now is replaced only if If-Match allows that.
        """
        corpus = writable(service)
        try:
            with conditional():
                conditions = Conditions(if_match, if_none_match)
                stored = await service.reading.run(
                    lambda: corpus.restore(removed_id, to, conditions)
                )
        except KeyError:
            raise HTTPException(404, strings.NO_REMOVED.format(removed_id=removed_id)) from None
        return RestoredDocument(doc_id=stored.doc_id, sha256=stored.sha256)

    @routes.get("/build")
    async def build_state() -> BuildState:
        """Tell how far a build is, or how the last one ended."""
        return service.builder.state if service.builder else BuildState()

    @routes.post("/build", status_code=202)
    async def start_build() -> BuildState:
        """Begin to build the index from the folder; where a build runs, another follows it."""
        if service.builder is None:
            raise HTTPException(409, strings.READ_ONLY)
        service.builder.start()
        return service.builder.state

    return routes


def writable(service: Service) -> Corpus:
    """Return the folder of the documents, or say that it may not be changed."""
    if service.corpus is None:
        raise HTTPException(409, strings.READ_ONLY)
    return service.corpus


@contextmanager
def conditional() -> Iterator[None]:
    """Have a condition that does not hold told with the ETag of what is there."""
    try:
        yield
    except ConditionError as error:
        headers = {"ETag": tag_of(error.sha256)} if error.sha256 else None
        status = 412 if error.failed else 409
        raise HTTPException(status, str(error), headers=headers) from error


def server_routes(service: Service) -> APIRouter:
    """Return the routes that tell of the server."""
    routes = APIRouter(responses=PROBLEMS, tags=["server"])
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
        text = await service.reading.run(service.metrics.text)
        return PlainTextResponse(text, media_type="text/plain; version=0.0.4")

    return routes
