"""Does a saved answer still hold? Its quotes are looked up, and its question is asked again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.errors import QuestionError
from qa.text.folding import tokens
from qa.verification.indexed_documents import verify_with
from qa.verification.replaying import ask_again
from qa.verification.verifying import CHANGED as EDITED
from qa.verification.watch.states import (
    AS_SAVED,
    GONE,
    OTHERWISE,
    STATES,
    WatchedAnswer,
)
from qa.verification.watch.whereabouts import whereabouts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qa.index.search import Index
    from qa.receipts import Receipt
    from qa.records import Answer, Quote
    from qa.verification.watch.states import WatchedQuote


def compare_saved(name: str, receipt: Receipt, index: Index) -> WatchedAnswer:
    """Compare a saved answer with the documents of an index, and ask its question again.

    Args:
        name: of the receipt, such as the path of its file.
        receipt: the saved answer.
        index: to ask.

    Raises:
        ReceiptError: it was asked with a reader that the settings do not name.
        IndexStoreError: the index is damaged.
        ModelError: the reader it was asked with cannot be loaded.
    """
    verification = verify_with(index, receipt)
    quotes = tuple(whereabouts(verdict, index) for verdict in verification.verdicts)
    notes = [] if receipt.intact else [EDITED]
    answer: Answer | None = None
    otherwise = True
    try:
        answer = ask_again(receipt, index)
    except QuestionError as error:  # a document that it was narrowed to is not in the index
        notes.append(f"the question cannot be asked any more: {error}")
    else:
        otherwise = is_answered_otherwise(receipt, quotes, answer)
        notes.extend(() if otherwise else _further(quotes, answer))
    state = max((one.state for one in quotes), key=STATES.index, default=AS_SAVED)
    if answer is None and not quotes:
        state = GONE
    elif otherwise:
        state = max(state, OTHERWISE, key=STATES.index)
    return WatchedAnswer(
        name=name,
        question=receipt.question,
        state=state,
        quotes=quotes,
        answer=answer,
        answered_otherwise=otherwise,
        notes=tuple(notes),
        index=index.fingerprint,
        seal=str(receipt.to_dict()["seal"]),
    )


def is_answered_otherwise(receipt: Receipt, quotes: Sequence[WatchedQuote], answer: Answer) -> bool:
    """Return whether a question is answered with other words now.

    It is if it was answered and is not any more, or the other way round; if the first quote now
    is none of those that were saved, wherever they are now and whatever became of their words; or
    if the first saved quote is still there and no longer quoted. Another order, and further quotes
    that come later, are no other answer: these depend on all other documents.

    Args:
        receipt: the saved answer.
        quotes: of it, each with what has become of it.
        answer: to the question now.
    """
    if answer.found != receipt.found:
        return True
    if not answer.quotes or not quotes:
        return bool(answer.quotes) != bool(quotes)
    first = quotes[0]
    is_left_out = first.now is not None and not any(_same(first, one) for one in answer.quotes)
    return is_left_out or not any(_same(one, answer.quotes[0]) for one in quotes)


def _same(saved: WatchedQuote, quote: Quote) -> bool:
    """Return whether a quote of now has the words of a saved one, or those at its place."""
    now, citation = saved.now, quote.citation
    if now is not None and now.doc_id in (citation.doc_id, *citation.places):
        return now.start < citation.end and citation.start < now.end
    return _keys(saved.quote.text) == _keys(quote.text)


def _keys(text: str) -> list[str]:
    return [token.key for token in tokens(text)]


def _further(quotes: Sequence[WatchedQuote], answer: Answer) -> Iterator[str]:
    """Yield a sentence on quotes that are new, and come after the saved ones."""
    new = sum(not any(_same(one, quote) for one in quotes) for quote in answer.quotes)
    if new:
        yield f"{new:,} more {'quote answers' if new == 1 else 'quotes answer'} the question now"
