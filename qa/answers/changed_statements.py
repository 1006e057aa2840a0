"""A quote, and the sentence that says that it or its document was changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.answers.citations import cite
from qa.answers.document_dates import date_of, later
from qa.records import Disagreement, Span, Statement

if TYPE_CHECKING:
    from qa.records import Document, Passage, Quote


def changed_by(  # noqa: PLR0913, PLR0917 - two sentences and their documents
    kind: str,
    quote: Quote,
    document: Document,
    other: Document,
    passage: Passage,
    sentence: Span,
    words: Span,
) -> Disagreement:
    """Return a quote beside the sentence that says what was changed, the newer document named.

    Args:
        kind: of the disagreement.
        quote: that was changed.
        document: of the quote.
        other: document of the sentence, which may be the same.
        passage: of the sentence.
        sentence: its span in the text of ``other``.
        words: those that say so, a span in the same text.
    """
    mine = Statement(quote.text, quote.citation, (), date_of(document))
    its = Statement(
        text=other.text[sentence.start : sentence.end],
        citation=cite(other, Span(sentence.start, sentence.end), passage.headings),
        differing=(words,),
        dated=date_of(other),
    )
    newer = other.doc_id if later(its.dated, mine.dated) > 0 else ""
    return Disagreement(kind, (mine, its), newer)
