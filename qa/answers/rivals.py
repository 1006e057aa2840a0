"""What must be compared: the rows of a table, or the items of a list, that hold the values.

"Which club is the dearest?" is answered by no row of a price list alone. All of them are shown,
and the answer says that they are to be compared.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.answers.asked_rows import AskedRows
from qa.answers.listed import items_with
from qa.answers.superlatives import compared_by, superlatives
from qa.answers.units import section_of
from qa.records import Span
from qa.text.tables.quoted import quoted_table
from qa.text.tables.rows import rows_below_header

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.answers.ranking import Ranking
    from qa.index.search import Index

_FEW = 2
_LONGEST = 2_000  # characters of rows that are one quote


def rows_together(ranking: Ranking) -> AskedRows:
    """Return the ranks of the rows that answer together, if the best sentence is one of them.

    Args:
        ranking: the sentences, best first, at least one.
    """
    return ranking.together if 0 in ranking.together.rows else AskedRows()


def runs(index: Index, ranking: Ranking, ranks: Sequence[int]) -> list[tuple[int, Span]]:
    """Return rows that stand below one another as one span, with the rank of the first.

    Args:
        index: that was searched.
        ranking: the sentences, best first.
        ranks: of rows, in the order of their documents.
    """
    found: list[tuple[int, Span]] = []
    for rank in ranks:
        item = ranking.evidence[rank]
        if found:
            first, span = found[-1]
            same = ranking.evidence[first].hit.passage.doc_id == item.hit.passage.doc_id
            text = index.document(item.hit.passage.doc_id).text
            between = text[span.end : item.span.start] if span.end <= item.span.start else "|"
            if same and not between.strip() and item.span.end - span.start <= _LONGEST:
                found[-1] = first, Span(span.start, item.span.end)
                continue
        found.append((rank, item.span))
    return found


def rivals(index: Index, question: str, ranking: Ranking) -> tuple[int, ...]:
    """Return the ranks of the rows or items with a number among which a question compares.

    They are those of the list or table of the best sentence, in the order of the document; none
    if the question has no superlative, or the best sentence states one.

    Args:
        index: that was searched.
        question: as it was searched for.
        ranking: the sentences, best first, at least one.
    """
    if not superlatives(question):
        return ()

    def words(rank: int) -> str:
        item = ranking.evidence[rank]
        span = item.span
        return index.document(item.hit.passage.doc_id).text[span.start : span.end]

    if not compared_by(question, _with_columns(index, ranking)):
        return ()
    around = items_with(index, ranking.evidence, 0)

    def is_header(rank: int) -> bool:  # which may have numbers too, such as years
        item = ranking.evidence[rank]
        text = index.document(item.hit.passage.doc_id).text
        return rows_below_header(text, item.span, section_of(index, item.hit)) is not None

    valued = [rank for rank in around if any(map(str.isdigit, words(rank))) and not is_header(rank)]
    valued.sort(key=lambda rank: ranking.evidence[rank].span.start)
    return tuple(valued) if len(valued) >= _FEW else ()


def _with_columns(index: Index, ranking: Ranking) -> str:
    """Return the words of the best sentence; of a row, with the names of its columns."""
    best = ranking.evidence[0]
    document = index.document(best.hit.passage.doc_id)
    table = quoted_table(document, best.span)
    names = " | ".join(table.names()) if table else ""
    return f"{names}\n{document.text[best.span.start : best.span.end]}"
