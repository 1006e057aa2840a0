"""What someone has edited in a receipt: the values that an index gives otherwise.

The same index gives the same answer to the same question, so that every value of the receipt can
be compared with the new answer.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from qa.verification.indexed_documents import IndexedDocuments
from qa.verification.judging import judge

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qa.index.search import Index
    from qa.receipts import Receipt
    from qa.records import Answer

CONFIDENCE_WITHIN = 0.01
"""Difference of probabilities that two machines may have for the same index and question."""

_MOST_NAMED = 10  # differences; the others are counted
_LONGEST_SHOWN = 100  # characters of a value


def differences(receipt: Receipt, answer: Answer) -> Iterator[str]:
    """Yield what a receipt says and the same index does not.

    Args:
        receipt: of an earlier answer.
        answer: to the same question, from the index that the receipt names.
    """
    then, now = receipt.to_dict(), replace(answer.receipt(), version=receipt.version).to_dict()
    for content in (then, now):
        del content["seal"]
        if receipt.version == 1:
            del content["asked"]  # version 1 left out what was as usual
        for quote in content["quotes"]:
            del quote["source"]["versions"]
    if abs(receipt.confidence - answer.confidence) <= CONFIDENCE_WITHIN:
        del then["confidence"], now["confidence"]
    for claimed, actual in zip(then["quotes"], now["quotes"], strict=False):
        claim, fact = claimed.get("score"), actual.get("score")
        # Receipts from before it was recorded do not have it.
        if None in (claim, fact) or abs(claim - fact) <= CONFIDENCE_WITHIN:
            for quote in (claimed, actual):
                quote.pop("score", None)
    claims, facts = dict(_leaves("", then)), dict(_leaves("", now))
    # Receipts of answers that do not record how they were asked leave these values out.
    as_usual = tuple(
        path for path, claim in claims.items() if path.startswith("asked.") and claim in (None, [])
    )
    differing = [
        path
        for path in dict.fromkeys((*claims, *facts))
        if claims.get(path) != facts.get(path) and not path.startswith(as_usual)
    ]
    for path in differing[:_MOST_NAMED]:
        claim, fact = (
            quoted(leaves[path]) if path in leaves else "missing" for leaves in (claims, facts)
        )
        yield f"{path} is {claim} in the receipt, and {fact} when the same index is asked again"
    if len(differing) > _MOST_NAMED:
        yield f"{len(differing) - _MOST_NAMED:,} more attributes differ"


def unexplained(receipt: Receipt, index: Index) -> Iterator[str]:
    """Yield what is wrong with quotes from documents that have not changed.

    A document may change around a quote, and its title and sections with it. If its bytes are the
    same, only an edit of the receipt explains another title.

    Args:
        receipt: of an earlier answer.
        index: with the documents as they are now.
    """
    documents = IndexedDocuments(index)
    for quote in receipt.quotes:
        if documents.has_bytes(quote.doc_id, quote.source.media_type, quote.source.sha256):
            document = documents.document(quote.doc_id, quote.source.media_type)
            for problem in judge(quote, document).problems:
                yield f"{quote.doc_id}: {problem}"


def quoted(value: Any) -> str:
    """Return a value for a sentence: text in quotation marks, shortened.

    Args:
        value: of a receipt.
    """
    if not isinstance(value, str):
        return str(value)
    return f"“{value}”" if len(value) <= _LONGEST_SHOWN else f"“{value[:_LONGEST_SHOWN]} …”"


def _leaves(path: str, value: Any) -> Iterator[tuple[str, Any]]:
    """Yield the path and value of everything in plain data; of an empty list or object, itself."""
    if isinstance(value, dict) and value:
        for key, inner in value.items():
            yield from _leaves(f"{path}.{key}" if path else key, inner)
    elif isinstance(value, list) and value:
        for number, inner in enumerate(value):
            yield from _leaves(f"{path}[{number}]", inner)
    else:
        yield path, value
