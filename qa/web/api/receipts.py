"""Routes that compare quotations and receipts with the documents.

FastAPI reads the annotations at run time, so they are evaluated here.
"""

from typing import Any

from fastapi import APIRouter

from qa.errors import ReceiptError
from qa.index.search import Index
from qa.receipts import receipt_from
from qa.verification.checking import check
from qa.verification.indexed_documents import verify_with
from qa.web import strings
from qa.web.api.reference import RECEIPTS, problems
from qa.web.api.schemas import CheckRequest, CheckResult, Receipt, VerifyResult
from qa.web.service.references import reference_of
from qa.web.service.service import Service

MOST_QUOTES = 200
"""Quotes of a receipt in a request; an answer over HTTP has 50 at most."""

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
    receipt = receipt_from(content)
    if len(receipt.quotes) > MOST_QUOTES:
        reason = strings.RECEIPT_LONG.format(number=len(receipt.quotes), most=MOST_QUOTES)
        raise ReceiptError(_NAME, reason)
    verification = verify_with(index, receipt)
    return VerifyResult(
        exact=verification.exact,
        verdicts=verification.verdicts,
        problems=verification.problems,
        not_verified=verification.not_verified,
        notices=verification.notices,
    )
