"""Corrects cells: a person chooses another quote of the document, or decides that none answers.

A chosen quote is one that Quoth cut from the document, so its words and its receipt are as exact as
those of any other cell. The label of a corrected cell says that a person has decided.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from qa.answers.quoting import quotes_of
from qa.answers.ranking import rank
from qa.answers.units import asked
from qa.grids.cells import around
from qa.grids.records import GridCell
from qa.receipts import Asked
from qa.records import Answer

if TYPE_CHECKING:
    from qa.answers.reader import Reader
    from qa.index.search import Index
    from qa.records import Quote

MOST_CANDIDATES = 12
"""Quotes from which a person chooses."""


def candidates(
    index: Index, question: str, doc_id: str, reader: Reader | None = None
) -> tuple[Quote, ...]:
    """Return the sentences of a document that come nearest to a question, best first.

    Whether any of them answers is for a person to decide: no threshold applies.

    Args:
        index: to search.
        question: in one line.
        doc_id: of the document; empty for all documents.
        reader: reads the best passages once more; None for none.

    Raises:
        QuestionError: there is no such document.
        IndexCorruptError: the stored text of a document has changed.
    """
    corrected = index.corrected(question)
    ranking = rank(index, index.query(corrected), reader, [doc_id] if doc_id else None)
    found = quotes_of(index, asked(corrected), ranking, 0.0, join=False)
    return tuple(islice(found, MOST_CANDIDATES))


def with_quote(index: Index, cell: GridCell, question: str, quote: Quote) -> GridCell:
    """Return a cell with the quote that a person has chosen.

    Args:
        index: that the quote is from.
        cell: that is corrected.
        question: of the cell, in one line.
        quote: one of :func:`candidates`.

    Raises:
        IndexCorruptError: the stored text of the document has changed.
    """
    documents = (cell.doc_id,) if cell.doc_id else ()
    answer = Answer(
        question=question,
        quotes=(quote,),
        found=True,
        confidence=quote.score,
        nearest=(),
        index=index.fingerprint,
        searched=index.corrected(question),
        asked=Asked(k=1, documents=documents),
    )
    before, after = around(index.document(quote.citation.doc_id), quote)
    return GridCell(cell.question, cell.doc_id, "chosen", quote.score, answer, before, after)


def emptied(cell: GridCell) -> GridCell:
    """Return a cell of which a person has decided that nothing answers.

    Args:
        cell: that is corrected.
    """
    return replace(cell, label="emptied", answer=None, before="", after="")
