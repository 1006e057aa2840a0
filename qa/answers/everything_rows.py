"""Rows of tables among everything that answers: "Which vendors have not been paid?".

A row has few words to be scored by, and none of "not paid" where its cell says "no". The columns
say whether it answers. Where :func:`qa.ask` quotes rows, everything that answers has all of them.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from qa.answers.asked_rows import asked_rows
from qa.answers.everything_sentences import ranking_of
from qa.answers.features import extract_features
from qa.answers.quoting import quote_alone
from qa.answers.ranking import found_from, rank
from qa.answers.rivals import rows_together
from qa.questions.parsing import cleaned
from qa.records import Hit

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from qa.answers.features import Candidates, Evidence
    from qa.answers.reader import Reader
    from qa.index.query import Query
    from qa.index.search import Index
    from qa.records import Quote

_MOST_FURTHER = 20_000  # passages of the same documents that the search did not find


class AnsweringRows(NamedTuple):
    """The rows of tables that answer.

    Attributes:
        answering: these rows, in the order of their documents.
        settled: positions of the candidates that need no other judgement: they are such rows, or
            do not answer because they are in another state.
        score: probability that the rows answer.
        unread: passages of their documents that there was no room for.
    """

    answering: tuple[Evidence, ...] = ()
    settled: tuple[int, ...] = ()
    score: float = 0.0
    unread: int = 0

    def quotes(self, index: Index, doc_id: str, others: Sequence[Quote]) -> tuple[Quote, ...]:
        """Return the quotes of a document, in its order: each of its rows, and others.

        Args:
            index: that was searched.
            doc_id: of the document.
            others: its other quotes; those that overlap a row are left out.
        """
        here = [item for item in self.answering if item.hit.passage.doc_id == doc_id]
        ranking = ranking_of(here, np.full(len(here), self.score))
        rows = [quote_alone(index, ranking, rank) for rank in range(len(here))]
        starts = np.array([item.span.start for item in here])
        ends = np.array([item.span.end for item in here])
        apart = [
            quote
            for quote in others
            if not np.any((starts < quote.citation.end) & (quote.citation.start < ends))
        ]
        return tuple(sorted((*rows, *apart), key=lambda quote: quote.citation.start))


def answering_rows(  # noqa: PLR0913, PLR0917 - a search, and what it found
    index: Index,
    question: str,
    query: Query,
    candidates: Candidates,
    reader: Reader | None = None,
    documents: Collection[str] | None = None,
) -> AnsweringRows:
    """Return the rows that answer a question together, as :func:`qa.ask` quotes them.

    Args:
        index: that was searched.
        question: as typed; one question.
        query: that found the candidates.
        candidates: the sentences that may answer.
        reader: reads the best passages; None for none.
        documents: ``doc_id`` of those to search (default: all).
    """
    line = index.corrected(cleaned(question))
    found = asked_rows(line, candidates.evidence, index.document)
    if not found.rows:
        return AnsweringRows()
    ranking = rank(index, index.query(line), reader, documents)
    shown = list(rows_together(ranking).rows)
    if not shown or ranking.confidence < found_from(index, reader):
        return AnsweringRows()
    evidence = candidates.evidence
    doc_ids = dict.fromkeys(evidence[at].hit.passage.doc_id for at in found.rows)
    further = _further(index, candidates, doc_ids)
    if further:  # a long table has more rows than the search finds
        rest = _evidence(index, query, further[:_MOST_FURTHER])
        evidence = (*evidence, *rest)
        found = asked_rows(line, evidence, index.document)
    return AnsweringRows(
        answering=tuple(evidence[at] for at in found.rows),
        settled=tuple(
            at for at in chain(found.rows, found.others) if at < len(candidates.evidence)
        ),
        score=min(ranking.confidence, float(ranking.scores[shown].sum())),
        unread=max(0, len(further) - _MOST_FURTHER),
    )


def _further(index: Index, candidates: Candidates, doc_ids: Collection[str]) -> list[int]:
    """Return the numbers of the passages of some documents that the search did not find."""
    known = {hit.number for hit in candidates.hits}
    return [number for number in index.generation.numbers_of(doc_ids) if number not in known]


def _evidence(index: Index, query: Query, numbers: Sequence[int]) -> tuple[Evidence, ...]:
    """Return the sentences of some passages."""
    cosines = index.generation.passage_vectors(numbers) @ query.vector
    hits = [
        Hit(number, passage, 0.0, cosine, 0.0)
        for number, passage, cosine in zip(
            numbers, index.passages(numbers), cosines.tolist(), strict=True
        )
    ]
    vectors = index.generation.sentence_vectors(numbers)
    return tuple(extract_features(query, hits, vectors, index.document).evidence)
