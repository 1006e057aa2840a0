"""The route that compares a saved answer with the documents, for the pins of the page.

FastAPI reads the annotations at run time, so they are evaluated here.
"""

from collections.abc import Iterator

from fastapi import APIRouter

from qa.rendering.disagreements import heading, newer
from qa.verification.watch.comparing import compare_saved
from qa.verification.watch.states import WatchedAnswer, WatchedQuote
from qa.web.api.receipts import receipt_of
from qa.web.api.reference import RECEIPTS, problems
from qa.web.api.schemas import ComparedAnswer, ComparedQuote, Receipt
from qa.web.service.references import reference, reference_of
from qa.web.service.service import Service


def pin_routes(service: Service) -> APIRouter:
    """Return the routes.

    Args:
        service: provides the documents.
    """
    routes = APIRouter(prefix="/api", tags=[RECEIPTS], responses=problems(503, 504))

    @routes.post("/compare", summary="Compare a saved answer")
    async def compare(content: Receipt) -> ComparedAnswer:
        """Say what has become of the quotes of a receipt, and ask its question again.

        The `state` is the worst of `as_saved`, `moved`, `answered_otherwise`, `changed` and `gone`.
        """
        receipt = receipt_of(content)

        def run() -> ComparedAnswer:
            with service.deadline("Comparing the answer"), service.live.current() as index:
                return _shown(compare_saved(receipt.question, receipt, index))

        return await service.gate.run(run)

    return routes


def _shown(compared: WatchedAnswer) -> ComparedAnswer:
    first = compared.answer.quotes[0] if compared.answer and compared.answer.quotes else None
    return ComparedAnswer(
        state=compared.state,
        alarm=compared.is_alarming,
        quotes=[_quote(one) for one in compared.quotes],
        answered_otherwise=compared.answered_otherwise,
        found=compared.answer.found if compared.answer else False,
        first=first.text if first else "",
        doc_id=first.citation.doc_id if first else "",
        reference=reference(first) if first else "",
        notes=(*compared.notes, *_disagreements(compared)),
        index=compared.index,
    )


def _disagreements(compared: WatchedAnswer) -> Iterator[str]:
    """Yield what the sources of the answer disagree on now, and which of them is newer."""
    for one in compared.answer.disagreements if compared.answer else ():
        yield " ".join(filter(None, (heading(one), newer(one))))


def _quote(one: WatchedQuote) -> ComparedQuote:
    return ComparedQuote(
        state=one.state,
        text=one.quote.text,
        doc_id=one.quote.doc_id,
        now=one.now,
        pieces=one.pieces,
        typography=one.typography,
        elsewhere=one.elsewhere,
        reference=reference_of(one.now) if one.now else "",
    )
