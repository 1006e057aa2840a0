"""What speaks for a sentence: cheap features of question, sentence and what surrounds it."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from qa.deadlines import check_deadline
from qa.text.analyzer import terms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from qa.embedders.protocol import Vectors
    from qa.index.search import Query
    from qa.records import Document, Hit, Span

FEATURES = (
    "cosine",  # of question and sentence
    "passage_cosine",
    "passage_score",  # weighted sum of the two searches
    "reciprocal_rank",  # of the passage
    "bm25_share",  # of the best passage's BM25
    "coverage",  # share of the question's idf mass that the sentence holds
    "coverage_with_context",  # with title and headings
    "coverage_with_sentence_before",
    "coverage_after",  # of the sentence after
    "passage_coverage",  # with title and headings
    "pairs",  # share of the question's pairs of neighbouring terms
    "density",  # share of the sentence's terms that are the question's
    "length",  # log of the number of terms
    "number_asked",  # numbers the question does not hold, where it asks for one
    "time_asked",  # years, months, weekdays likewise
    "number_for_time",
    "person_asked",  # capitalised words likewise
    "place_asked",
    "name_asked",  # capitalised words where it asks for none of the above
    "reason_asked",  # because, due to … where it asks why
)
"""Columns of what :func:`weigh` returns, in order."""

COLUMN = {name: number for number, name in enumerate(FEATURES)}

_NUMBER = re.compile(
    r"\d[\d.,]*|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|"
    r"forty|fifty|hundred|thousand|million|billion|half|dozen|once|twice)\b",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"\b(?:1\d{3}|20\d{2})s?\b|\b(?:january|february|march|april|june|july|august|september|"
    r"october|november|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday|"
    r"century|centuries|decade|bc|bce|ad)\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?<=[\w,;’'\")] )[“\"(]?([A-Z][\w’-]+)")
_NAMED = re.compile(r"\b[A-Z][\w’'&.-]*|\d[\d.,]*\w*")
_REASON = re.compile(
    r"\b(?:because|due to|owing to|since|so that|in order to|as a result|caused?|causes|causing|"
    r"reasons?|therefore|thus|thanks to|leads? to|led to|resulting|prevent\w*|allow\w*|enabl\w*)\b",
    re.IGNORECASE,
)
_ASKS = {
    "number": re.compile(
        r"\bhow (?:many|much|long|far|old|tall|big|large|high|deep|fast|often|wide|heavy|few)\b|"
        r"\b(?:what|which)(?: \w+)? (?:percent\w*|number|amount|share|proportion|fraction|rate|"
        r"price|cost|population|size|length|height|age|distance|temperature|speed)\b",
        re.IGNORECASE,
    ),
    "time": re.compile(
        r"\bwhen\b|\b(?:what|which)(?: \w+)? (?:year|date|day|month|century|decade|time|period|"
        r"era|season)\b|\bhow long ago\b",
        re.IGNORECASE,
    ),
    "person": re.compile(r"\bwho(?:m|se)?\b", re.IGNORECASE),
    "place": re.compile(
        r"\bwhere\b|\b(?:what|which)(?: \w+)? (?:country|countries|city|cities|state|place|region|"
        r"location|town|continent|area|province|river|island)\b",
        re.IGNORECASE,
    ),
    "reason": re.compile(r"\bwhy\b|\bwhat (?:caused?|causes|reason|led)\b", re.IGNORECASE),
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """One sentence of a hit and what speaks for it.

    Attributes:
        hit: the passage it stands in.
        span: where it stands.
        cosine: of question and sentence, [-1, 1].
        coverage: share of the question's idf mass, [0, 1].
        terms: the question's terms it holds, in the question's order.
    """

    hit: Hit
    span: Span
    cosine: float
    coverage: float
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Weighed:
    """The sentences of a question's hits.

    Attributes:
        evidence: the sentences, in the order of their passages.
        features: float64 ``(sentences, len(FEATURES))``.
        hits: the passages, those first that most speaks for.
        passage: int ``(sentences,)``, where in ``hits`` a sentence's passage stands.
    """

    evidence: tuple[Evidence, ...]
    features: NDArray[np.float64]
    hits: tuple[Hit, ...]
    passage: NDArray[np.intp]

    def column(self, name: str) -> NDArray[np.float64]:
        """Return one feature of all sentences, float64 ``(sentences,)``."""
        return self.features[:, COLUMN[name]]


def names(question: str) -> dict[str, str]:
    """Return the terms of the names and numbers in a question, each with the word as typed.

    The word it begins with is one only where it has another capital; in a question all in
    capitals no word can be told.
    """
    if question.isupper():
        return {}
    found = [m[0] for m in _NAMED.finditer(question) if m.start() or not m[0][1:].islower()]
    return {term: word.rstrip(".,") for word in found for term in terms(word)}


@dataclass(frozen=True, slots=True)
class _Read:
    """A hit with its words."""

    hit: Hit
    texts: list[str]
    terms: list[list[str]]
    cosines: list[float]
    context: frozenset[str]
    coverage: float
    score: float


def weigh(
    query: Query,
    hits: Sequence[Hit],
    sentence_vectors: Vectors,
    document: Callable[[str], Document],
) -> Weighed:
    """Return every sentence of the hits with its features.

    Args:
        query: what was asked.
        hits: what was found; none where the documents hold nothing but headings.
        sentence_vectors: float32 ``(sentences, dimension)`` of all their sentences, in order.
        document: gives the document with a ``doc_id``.
    """
    cosines = iter((sentence_vectors @ query.vector).tolist())
    read = [_read(query, hit, document, cosines) for hit in hits]
    read.sort(key=lambda item: (-item.score, item.hit.number))
    rows: list[list[float]] = []
    evidence: list[Evidence] = []
    asked = _Asked.of(query, read)
    for rank, item in enumerate(read):
        for i, row in enumerate(_rows(item, rank, asked)):
            rows.append(row)
            own = frozenset(item.terms[i])
            evidence.append(
                Evidence(
                    item.hit,
                    item.hit.passage.sentences[i],
                    row[COLUMN["cosine"]],
                    row[COLUMN["coverage"]],
                    tuple(term for term in query.idf if term in own),
                )
            )
    passage = np.repeat(np.arange(len(read)), [len(item.texts) for item in read])
    features = np.array(rows).reshape(-1, len(FEATURES))
    return Weighed(tuple(evidence), features, tuple(item.hit for item in read), passage)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What all sentences are compared with."""

    query: Query
    bm25: float
    pairs: frozenset[tuple[str, str]]
    number: bool
    time: bool
    person: bool
    place: bool
    reason: bool
    numbers: frozenset[str]
    words: frozenset[str]

    @classmethod
    def of(cls, query: Query, read: Sequence[_Read]) -> _Asked:
        return cls(
            query=query,
            bm25=max((item.hit.lexical for item in read), default=0.0),
            pairs=_pairs(list(query.idf)),
            numbers=_numbers(query.text),
            words=frozenset(re.findall(r"\w+", query.text.casefold())),
            **{kind: pattern.search(query.text) is not None for kind, pattern in _ASKS.items()},
        )

    def given(self, text: str) -> list[float]:
        """Return how far a sentence gives the kind of thing that is asked for."""
        other = not (self.number or self.time or self.person or self.place or self.reason)
        numbers = times = names = reasons = 0.0
        if self.number or self.time:
            numbers = math.log1p(len(_numbers(text) - self.numbers))
        if self.time:
            times = float(any(time not in self.words for time in _lower(_TIME, text)))
        if self.person or self.place or other:
            names = math.log1p(len(set(_lower(_NAME, text)) - self.words))
        if self.reason:
            reasons = float(_REASON.search(text) is not None)
        return [
            self.number * numbers,
            times,
            self.time * numbers,
            self.person * names,
            self.place * names,
            other * names,
            reasons,
        ]


def _read(
    query: Query, hit: Hit, document: Callable[[str], Document], cosines: Iterator[float]
) -> _Read:
    check_deadline()
    passage = hit.passage
    source = document(passage.doc_id)
    texts = [source.text[span.start : span.end] for span in passage.sentences]
    held = [terms(text) for text in texts]
    context = frozenset(terms(" ".join((source.title, *passage.headings))))
    own = [next(cosines) for _ in texts]
    whole = query.coverage(context.union(*held))
    sentence = max(
        cosine + 0.75 * query.coverage(frozenset(found))
        for cosine, found in zip(own, held, strict=True)
    )
    # Found by trial on three public sets: R@1 .833 → .869, .532 → .599, .631 → .676.
    score = hit.score + 0.5 * sentence + 0.5 * whole
    return _Read(hit, texts, held, own, context, whole, score)


def _rows(item: _Read, rank: int, asked: _Asked) -> Iterator[list[float]]:
    query = asked.query
    own = [frozenset(held) for held in item.terms]
    coverage = [query.coverage(held) for held in own]
    passage = [
        item.hit.dense,
        item.hit.score,
        1 / (1 + rank),
        item.hit.lexical / asked.bm25 if asked.bm25 else 0.0,
    ]
    for i, text in enumerate(item.texts):
        held = item.terms[i]
        yield [
            item.cosines[i],
            *passage,
            coverage[i],
            query.coverage(own[i] | item.context),
            query.coverage(own[i] | own[i - 1]) if i else coverage[i],
            coverage[i + 1] if i + 1 < len(own) else 0.0,
            item.coverage,
            len(asked.pairs & _pairs(held)) / max(1, len(asked.pairs)),
            sum(term in query.idf for term in held) / max(1, len(held)),
            math.log1p(len(held)),
            *asked.given(text),
        ]


def _numbers(text: str) -> frozenset[str]:
    return frozenset(number.strip(".,") for number in _lower(_NUMBER, text))


def _lower(pattern: re.Pattern[str], text: str) -> list[str]:
    return [found.casefold() for found in pattern.findall(text)]


def _pairs(items: Sequence[str]) -> frozenset[tuple[str, str]]:
    return frozenset(pairwise(items))
