"""The candidate sentences of a question, with the cheap features of each."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from qa.answers.answer_types import ExpectedAnswer
from qa.answers.feature_table import FeatureTable, SentenceFeatures
from qa.deadlines import check_deadline
from qa.questions.roles import Roles
from qa.text.analyzer import terms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from qa.embedders.protocol import Vectors
    from qa.index.query import Query
    from qa.records import Document, Hit, Span


_RECENT = 4096  # texts whose terms stay in memory


@dataclass(frozen=True, slots=True)
class Evidence:
    """One sentence of a hit, and why it may answer.

    Attributes:
        hit: its passage.
        span: of the sentence in the document's text.
        cosine: of question and sentence, [-1, 1].
        coverage: share of the question's idf mass, [0, 1].
        terms: the question's terms that it contains, in the question's order.
    """

    hit: Hit
    span: Span
    cosine: float
    coverage: float
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Candidates:
    """The sentences that may answer a question: those of its hits.

    Attributes:
        evidence: the sentences, in the order of their passages.
        features: theirs, one row each.
        hits: the passages, the most promising first.
        passage: int ``(sentences,)``, index in ``hits`` of each sentence's passage.
    """

    evidence: tuple[Evidence, ...]
    features: FeatureTable
    hits: tuple[Hit, ...]
    passage: NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class _Passage:
    """A hit with its sentences analysed.

    Attributes:
        hit: the passage.
        texts: of its sentences.
        terms: of each sentence, in order.
        cosines: of question and sentences.
        context: terms of title and headings.
        coverage: of the question by all of these.
        score: to rank the hits by.
    """

    hit: Hit
    texts: list[str]
    terms: list[list[str]]
    cosines: list[float]
    context: frozenset[str]
    coverage: float
    score: float


@dataclass(frozen=True, slots=True)
class _Question:
    """The question that all sentences are compared with.

    Attributes:
        query: the question as the index sees it.
        pairs: of adjacent terms in it.
        expected: the kinds of answer it asks for.
        best_bm25: of all hits.
    """

    query: Query
    pairs: frozenset[tuple[str, str]]
    expected: ExpectedAnswer
    best_bm25: float


def extract_features(
    query: Query,
    hits: Sequence[Hit],
    sentence_vectors: Vectors,
    document: Callable[[str], Document],
) -> Candidates:
    """Return every sentence of the hits with its features.

    Args:
        query: the question as the index sees it.
        hits: the passages found; none where the documents contain headings only.
        sentence_vectors: float32 ``(sentences, dimension)`` of all their sentences, in order.
        document: returns the document with a ``doc_id``.
    """
    cosines = iter((sentence_vectors @ query.vector).tolist())
    roles = Roles(query.text)
    passages = [_analyse(query, roles, hit, document, cosines) for hit in hits]
    passages.sort(key=lambda passage: (-passage.score, passage.hit.number))
    question = _Question(
        query=query,
        pairs=_pairs(list(query.idf)),
        expected=ExpectedAnswer.of(query.text),
        best_bm25=max((hit.lexical for hit in hits), default=0.0),
    )
    rows: list[SentenceFeatures] = []
    evidence: list[Evidence] = []
    for rank, passage in enumerate(passages, start=1):
        for i, row in enumerate(_rows(question, passage, rank)):
            rows.append(row)
            evidence.append(_evidence(query, passage, i, row))
    return Candidates(
        evidence=tuple(evidence),
        features=FeatureTable.of(rows),
        hits=tuple(passage.hit for passage in passages),
        passage=np.repeat(np.arange(len(passages)), [len(each.texts) for each in passages]),
    )


def _analyse(
    query: Query,
    roles: Roles,
    hit: Hit,
    document: Callable[[str], Document],
    cosines: Iterator[float],
) -> _Passage:
    """Return a hit with its sentences analysed, taking their cosines from ``cosines``."""
    check_deadline()
    passage = hit.passage
    source = document(passage.doc_id)
    texts = [source.text[span.start : span.end] for span in passage.sentences]
    # The lessor of a lease is the landlord of the question.
    by_sentence = [[*_terms_of(text), *roles.terms_in(text)] for text in texts]
    above = " ".join((source.title, *passage.headings))
    context = frozenset((*_terms_of(above), *roles.terms_in(above)))
    own = [next(cosines) for _ in texts]
    coverage = query.coverage(context.union(*by_sentence))
    best_sentence = max(
        cosine + 0.75 * query.coverage(frozenset(found))
        for cosine, found in zip(own, by_sentence, strict=True)
    )
    # The weights were found by trial on the sets of DENSE_SHARE (qa/index/fusion.py): against
    # the fused score alone, R@1 rose from .833 to .869, from .532 to .599, from .631 to .676.
    score = hit.score + 0.5 * best_sentence + 0.5 * coverage
    return _Passage(hit, texts, by_sentence, own, context, coverage, score)


def _rows(question: _Question, passage: _Passage, rank: int) -> Iterator[SentenceFeatures]:
    """Yield the features of each sentence of the passage with this rank."""
    query, hit = question.query, passage.hit
    by_sentence = [frozenset(found) for found in passage.terms]
    coverage = [query.coverage(found) for found in by_sentence]
    for i, (text, found) in enumerate(zip(passage.texts, passage.terms, strict=True)):
        own = by_sentence[i]
        # A sentence often answers with what the previous one names ("It was founded in …"),
        # so the neighbours' coverage counts too.
        with_before = query.coverage(own | by_sentence[i - 1]) if i else coverage[i]
        yield SentenceFeatures(
            cosine=passage.cosines[i],
            passage_cosine=hit.dense,
            passage_score=hit.score,
            reciprocal_rank=1 / rank,
            bm25_share=hit.lexical / question.best_bm25 if question.best_bm25 else 0.0,
            coverage=coverage[i],
            coverage_with_context=query.coverage(own | passage.context),
            coverage_with_sentence_before=with_before,
            coverage_after=coverage[i + 1] if i + 1 < len(coverage) else 0.0,
            passage_coverage=passage.coverage,
            pairs=len(question.pairs & _pairs(found)) / max(1, len(question.pairs)),
            density=sum(term in query.idf for term in found) / max(1, len(found)),
            length=math.log1p(len(found)),
            **question.expected.features(text),
        )


def _evidence(query: Query, passage: _Passage, i: int, row: SentenceFeatures) -> Evidence:
    own = frozenset(passage.terms[i])
    return Evidence(
        hit=passage.hit,
        span=passage.hit.passage.sentences[i],
        cosine=row.cosine,
        coverage=row.coverage,
        terms=tuple(term for term in query.idf if term in own),
    )


@lru_cache(maxsize=_RECENT)
def _terms_of(text: str) -> tuple[str, ...]:
    """Return the terms of a text; those of a document to which many questions are put, once."""
    return tuple(terms(text))


def _pairs(items: Sequence[str]) -> frozenset[tuple[str, str]]:
    return frozenset(pairwise(items))
