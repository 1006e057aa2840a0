"""What a receipt says that contradicts itself; no document is needed to see it."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from qa.files.hashing import sha256_of_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qa.receipts import QuoteReceipt, Receipt


def contradictions(receipt: Receipt) -> Iterator[str]:
    """Yield what a receipt as a whole says that contradicts itself, each a sentence.

    Args:
        receipt: with its quotes, which :func:`quote_contradictions` compares one by one.
    """
    asked, quotes = receipt.asked, receipt.quotes
    if receipt.found and not quotes:
        yield "the receipt says that an answer was found, and has no quote"
    if quotes and not receipt.found:
        yield "the receipt says that no answer was found, and has quotes"
    least = asked.min_confidence
    if least is not None and (receipt.confidence >= least) != receipt.found:
        found = "an answer" if receipt.found else "no answer"
        yield (
            f"the receipt has the confidence {receipt.confidence}, at least {least} was asked for, "
            f"and it says that {found} was found"
        )
    if asked.k is not None and len(quotes) > asked.k:
        yield f"the receipt has {len(quotes):,} quotes, more than the {asked.k:,} asked for"
    if len({(quote.doc_id, quote.start, quote.end) for quote in quotes}) < len(quotes):
        yield "the receipt has a quote twice"
    for quote in quotes:
        if asked.documents and not _is_among(asked.documents, (quote.doc_id, *quote.places)):
            yield f"{quote.doc_id!r} is none of the documents that were searched"


def quote_contradictions(quote: QuoteReceipt) -> Iterator[str]:
    """Yield what a quote says that contradicts itself, each a sentence.

    Args:
        quote: of a receipt.
    """
    if sha256_of_text(quote.text) != quote.sha256:
        yield "the hash of the quote is not that of its words"
    spanned, length = quote.end - quote.start, len(quote.text)
    if spanned != length:
        yield f"the offsets span {spanned:,} characters, and the quote has {length:,}"
    if quote.byte_end - quote.byte_start != len(quote.text.encode()):
        yield "the byte offsets do not span the bytes of the quote"
    if len({quote.doc_id, *quote.places}) <= len(quote.places):
        yield "the other paths of the document name one twice, or the document itself"


def _is_among(named: Sequence[str], doc_ids: Sequence[str]) -> bool:
    """Return whether one of the paths of a document is named, as itself or by a pattern."""
    return any(doc_id == name or fnmatchcase(doc_id, name) for name in named for doc_id in doc_ids)
