"""Routes that compare quotations and receipts with the documents.

FastAPI reads the annotations at run time, so they are evaluated here.
"""

from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any

import anyio
from fastapi import APIRouter, Request

from qa.errors import ClaimError, ReceiptError
from qa.index.search import Index
from qa.loaders.registry import FORMATS
from qa.receipts import receipt_from, records
from qa.verification import texts
from qa.verification.checking import check
from qa.verification.findings import Place
from qa.verification.indexed_documents import IndexedDocuments, verify_with
from qa.verification.judging import Verdict
from qa.verification.texts import check_all, check_text, quotations_of_file
from qa.web import strings
from qa.web.api.reference import RECEIPTS, problems
from qa.web.api.schemas import (
    CheckedQuotation,
    CheckedText,
    CheckRequest,
    CheckResult,
    CheckTextRequest,
    FileName,
    NamedDocuments,
    Receipt,
    VerifyResult,
)
from qa.web.service.notes import for_page
from qa.web.service.references import reference_of
from qa.web.service.service import Service

MOST_QUOTES = 200
"""Quotes of a receipt in a request; an answer over HTTP has 50 at most."""

MOST_QUOTATIONS = 500
"""Quotations of a text in a request; the others are counted."""

FILE_AS_BODY = {
    "requestBody": {
        "description": "The bytes of the file.",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}

_NAME = "receipt"  # of a receipt without a file, in messages


def receipt_routes(service: Service) -> APIRouter:
    """Return the routes.

    Args:
        service: provides the documents.
    """
    routes = APIRouter(prefix="/api", tags=[RECEIPTS], responses=problems(503, 504))
    live = service.live

    @routes.post("/check", summary="Check a quotation")
    async def check_claim(request: CheckRequest) -> CheckResult:
        """Say whether the documents contain a quotation word for word, and what differs."""

        def run() -> CheckResult:
            with service.deadline("Checking the claim"), live.current() as index:
                finding = check(request.claim, index, documents=request.documents)
            return CheckResult(finding=finding, references=[*map(reference_of, finding.places)])

        return await service.checking.run(run)

    @routes.post("/check/text", summary="Check the quotations of a text")
    async def check_quotations(request: CheckTextRequest) -> CheckedText:
        """Find the quotations of a text, and say of each whether the documents contain it."""

        def run() -> CheckedText:
            with service.deadline("Checking the text"), live.current() as index:
                return shown_text(
                    check_text(
                        request.text, index, documents=request.documents, most=MOST_QUOTATIONS
                    )
                )

        return await service.checking.run(run)

    @routes.post(
        "/check/file",
        summary="Check the quotations of a file",
        openapi_extra=FILE_AS_BODY,
    )
    async def check_file(
        request: Request, name: FileName, documents: NamedDocuments = None
    ) -> CheckedText:
        """Find the quotations of a file, and say of each whether the documents contain it.

        The body is the file. It is read in a process of its own with limits on time and memory,
        and is not stored.
        """
        with TemporaryDirectory(prefix="quoth-check-") as folder:
            # Only the suffix of the name decides how it is read; the name is never a path.
            suffix = PurePosixPath(name).suffix.lower()
            if suffix and suffix not in FORMATS:
                raise ClaimError(strings.NO_FORMAT.format(known=" ".join(sorted(FORMATS))))
            path = Path(folder) / f"file{suffix}"
            await store(request, path)

            def run() -> CheckedText:
                with service.deadline("Checking the file"):
                    found, notes = quotations_of_file(path, name, recognize=False)
                    with live.current() as index:
                        checked = check_all(found, index, documents=documents, most=MOST_QUOTATIONS)
                return shown_text(checked, notes)

            return await service.checking.run(run)

    @routes.post("/verify", summary="Verify a receipt")
    async def verify_receipt(receipt: Receipt) -> VerifyResult:
        """Say for each quote of a receipt whether the indexed documents contain it unchanged."""

        def run() -> VerifyResult:
            with service.deadline("Verifying the receipt"), live.current() as index:
                return verify_content(index, receipt)

        return await service.checking.run(run)

    return routes


def verify_content(index: Index, content: dict[str, Any]) -> VerifyResult:
    """Compare a receipt with the indexed documents.

    Args:
        index: with the documents.
        content: the receipt as JSON; any object.

    Raises:
        ReceiptError: it is not a receipt, or has too many quotes for one request.
    """
    receipt = receipt_of(content)
    verification = verify_with(index, receipt)
    places = [place_of(index, verdict) for verdict in verification.verdicts]
    return VerifyResult(
        exact=verification.exact,
        verdicts=verification.verdicts,
        places=places,
        references=[reference_of(place) if place else "" for place in places],
        problems=verification.problems,
        not_verified=verification.not_verified,
        notices=verification.notices,
    )


def receipt_of(content: dict[str, Any]) -> records.Receipt:
    """Return the receipt in a request.

    Args:
        content: the receipt as JSON; any object.

    Raises:
        ReceiptError: it is not a receipt, or has too many quotes for one request.
    """
    try:
        receipt = receipt_from(content)
    except ReceiptError as error:
        raise ReceiptError(error.name, for_page(error.reason)) from error
    if len(receipt.quotes) > MOST_QUOTES:
        reason = strings.RECEIPT_LONG.format(number=len(receipt.quotes), most=MOST_QUOTES)
        raise ReceiptError(_NAME, reason)
    return receipt


def place_of(index: Index, verdict: Verdict) -> Place | None:
    """Return where the words of a quote are now, or the most similar ones; None if nowhere.

    Args:
        index: with the documents.
        verdict: on the quote.
    """
    if verdict.start is None or verdict.end is None:
        return None
    doc_id, media_type = verdict.moved_to or verdict.quote.doc_id, verdict.quote.source.media_type
    document = IndexedDocuments(index).document(doc_id, media_type)
    if document is None:
        return None
    # Of several files with the same bytes, the index has one: its reference opens.
    manifest = index.generation.manifest
    first = doc_id if doc_id in manifest.documents else manifest.duplicates[doc_id]
    page = document.page_at(verdict.start)
    words = document.text[verdict.start : verdict.end]
    return Place(first, document.title, page, verdict.start, verdict.end, words)


def shown_text(checked: texts.CheckedText, notes: tuple[str, ...] = ()) -> CheckedText:
    """Return checked quotations with a reference to each place.

    Args:
        checked: the quotations of a text.
        notes: on its file.
    """
    return CheckedText(
        quotations=[
            CheckedQuotation(
                text=one.quotation.text,
                doc_id=one.quotation.doc_id,
                page=one.quotation.page,
                line=one.quotation.line,
                finding=one.finding,
                references=[*map(reference_of, one.finding.places)] if one.finding else [],
                problem=one.problem,
            )
            for one in checked.quotations
        ],
        total=checked.total,
        is_whole=checked.is_whole,
        notes=notes,
    )


async def store(request: Request, path: Path) -> None:
    """Write the body of a request to a new file.

    Args:
        request: with the body, which the middleware bounds.
        path: of the file.

    Raises:
        ClaimError: the body is empty.
    """
    async with await anyio.open_file(path, "xb") as file:
        size = 0
        async for piece in request.stream():
            size += await file.write(piece)
    if not size:
        raise ClaimError(strings.EMPTY_FILE)
