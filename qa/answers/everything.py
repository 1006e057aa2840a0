"""Everything that answers a question, instead of what answers it best.

A cheap score of all passages that the search finds says which may answer; a reader reads these,
document by document. Each sentence gets a probability of its own: an answer that stands in twenty
documents is no less one in each of them. The probabilities of what is not quoted add up to how many
answers are missed.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from qa.answers.everything_rows import answering_rows
from qa.answers.everything_scores import more_common
from qa.answers.everything_sentences import Sentences, ranking_of
from qa.answers.features import extract_features
from qa.answers.quoting import quotes_of
from qa.answers.reading import reading
from qa.answers.units import asked
from qa.deadlines import check_deadline
from qa.questions.parsing import cleaned
from qa.records.all_answers import AllAnswers, DocumentAnswers

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from numpy.typing import NDArray

    from qa.answers.features import Candidates
    from qa.answers.ranking import Ranking
    from qa.answers.reader import Reader
    from qa.index.query import Query
    from qa.index.search import Index
    from qa.records import Quote

QUOTED_FROM = 0.25
"""Probability from which a sentence is quoted: here more is missed than is wrong."""

MOST_READ = 300
"""The most passages that a reader reads."""

_CANDIDATES = 2_000  # passages that a search finds
_READ_FROM = 0.01  # probability, without a reader, that a passage answers, from which it is read
_READ_FIRST = 60  # passages by which it is known how good the best is, and how common

_ALL = re.compile(
    r"(?i:please )?(?i:list|name|enumerate|find|(?:give|show) me)(?i: me)?(?i: all| every| each)?"
    r"(?i: of)?(?i: the)? (?=\S)"
)
"""What asks for a list. A reader sees better what answers without it."""

_WHO_ALL = re.compile(r"(?i:(who|what|which|where)) all (?=\S)")


def find_all(  # noqa: PLR0913 - each is one thing a caller decides
    index: Index,
    question: str,
    *,
    reader: Reader | None = None,
    min_score: float | None = None,
    documents: Collection[str] | None = None,
    most_read: int = MOST_READ,
    on_found: Callable[[DocumentAnswers], None] = lambda _: None,
) -> AllAnswers:
    """Return everything that answers a question.

    Args:
        index: to search.
        question: as typed; one question.
        reader: reads the passages that may answer; None for none.
        min_score: probability from which a sentence is quoted (default: :data:`QUOTED_FROM`).
        documents: ``doc_id`` of those to search (default: all).
        most_read: the most passages that the reader reads.
        on_found: is called with the quotes of each document as soon as they are found.

    Raises:
        QuestionError: the question is empty, too long or not text, or a document is unknown.
        IndexCorruptError: the stored text of a document has changed.
        DeadlineError: the deadline of the caller has passed.
    """
    searched = searched_for(index, question)
    least = QUOTED_FROM if min_score is None else min_score
    query, candidates = candidates_of(index, searched, documents)
    total = index.generation.manifest.counts["passages"]
    if candidates is None:
        return AllAnswers(question, searched, (), 0.0, 0, 0, total, index.fingerprint)
    rows = answering_rows(index, question, query, candidates, reader, documents)
    sentences = Sentences.of(candidates, rows.settled)
    promise = sentences.of_passages(sentences.unread)
    promising = [int(at) for at in np.argsort(-promise, kind="stable") if promise[at] >= _READ_FROM]
    reads = promising[:most_read]
    missed = float(promise.sum() - promise[reads].sum())
    read = cache(reading(index, query, candidates, reader)) if reader else None
    best = common = 0.0
    if read and reads:
        first = reads[:_READ_FIRST]
        odds = sentences.odds(first, read)
        best = float(np.nanmax(odds))
        common = more_common(sentences.of_passages(sentences.read(odds, best), read=True)[first])
    found: list[DocumentAnswers] = []
    of_rows = [item.hit.number for item in rows.answering]
    with_rows = dict.fromkeys(item.hit.passage.doc_id for item in rows.answering)
    are_sure = rows.score >= (min_score or 0.0)
    missed += 0.0 if are_sure else rows.score * len(rows.answering)
    for doc_id, passages in _by_document(candidates, reads, with_rows):
        check_deadline()
        scores = sentences.unread
        if read:
            scores = sentences.read(sentences.odds(passages, read), best, common)
        quotes = _quotes(index, searched, _ranking(candidates, passages, scores), least)
        if are_sure:
            quotes = rows.quotes(index, doc_id, quotes)
        of_passages = sentences.of_passages(scores, read=read is not None)
        missed += _missed(candidates, passages, of_passages, quotes)
        if quotes:
            found.append(DocumentAnswers(doc_id, index.document(doc_id).title, quotes))
            on_found(found[-1])
    return AllAnswers(
        question=question,
        searched=searched,
        documents=tuple(found),
        missed=missed,
        read=len({candidates.hits[at].number for at in reads}.union(of_rows)),
        unread=len(promising) - len(reads) + rows.unread,
        passages=total,
        index=index.fingerprint,
    )


def searched_for(index: Index, question: str) -> str:
    """Return a question as it is searched for: without the words that ask for a list.

    Args:
        index: to search.
        question: as typed.

    Raises:
        QuestionError: the question is empty, too long or not text.
    """
    cleaned_up = cleaned(question)
    begins = _ALL.match(cleaned_up)
    bare = _WHO_ALL.sub(r"\1 ", cleaned_up[begins.end() if begins else 0 :], count=1)
    return index.corrected(bare)


def candidates_of(
    index: Index, searched: str, documents: Collection[str] | None
) -> tuple[Query, Candidates | None]:
    """Return a question as the index sees it, and all sentences that the search finds.

    Args:
        index: to search.
        searched: the question, see :func:`searched_for`.
        documents: ``doc_id`` of those to search; None for all.

    Returns:
        None in place of the sentences if nothing is found.
    """
    query = index.query(searched)
    hits = index.search(query, _CANDIDATES, documents, depth=_CANDIDATES)
    if not hits or not query.idf:
        return query, None
    vectors = index.generation.sentence_vectors([hit.number for hit in hits])
    return query, extract_features(query, hits, vectors, index.document)


def _by_document(
    candidates: Candidates, positions: list[int], first: Iterable[str]
) -> Iterator[tuple[str, list[int]]]:
    """Yield passages by document: some documents first, then the most promising."""
    chosen: dict[str, list[int]] = {doc_id: [] for doc_id in first}
    for at in positions:
        chosen.setdefault(candidates.hits[at].passage.doc_id, []).append(at)
    yield from chosen.items()


def _ranking(candidates: Candidates, passages: list[int], scores: NDArray[np.float64]) -> Ranking:
    """Return the sentences of the passages of a document, best first."""
    inside = np.isin(candidates.passage, passages)
    order = [int(at) for at in np.argsort(-scores, kind="stable") if inside[at]]
    return ranking_of([candidates.evidence[at] for at in order], scores[order])


def _quotes(index: Index, question: str, ranking: Ranking, least: float) -> tuple[Quote, ...]:
    """Return what answers, in the order of the document."""
    wanted = asked(question)._replace(several=True)
    found = quotes_of(index, wanted, ranking, least, join=False)
    return tuple(sorted(found, key=lambda quote: quote.citation.start))


def _missed(
    candidates: Candidates,
    passages: list[int],
    probabilities: NDArray[np.float64],
    quotes: tuple[Quote, ...],
) -> float:
    """Return how many passages are to be expected to answer of those that are not quoted."""
    expected = 0.0
    for at in passages:
        passage = candidates.hits[at].passage
        quoted = any(
            quote.citation.start < passage.end and passage.start < quote.citation.end
            for quote in quotes
        )
        expected += 0.0 if quoted else float(probabilities[at])
    return expected
