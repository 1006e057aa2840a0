"""Hits into quotes: which sentences answer, how sure that is, and when nothing does."""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING

from qa.citations import cite
from qa.records import Answer, Hit, Quote, Span, Why
from qa.terms import terms

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from qa.index import Index, Query

CANDIDATES = 20
"""Passages whose sentences are weighed."""

NEAREST = 3
"""Quotes shown as having come closest when nothing was found."""

_OPEN_REFERENCE = re.compile(
    r"(?:this|that|these|those|it|its|he|his|she|her|they|their|such|however|but|and|also|"
    r"moreover|furthermore|therefore|thus|hence|instead|similarly|in response|for example|"
    r"for instance|the (?:former|latter|same))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One sentence of a hit and what speaks for it.

    Attributes:
        hit: the passage it stands in.
        span: where it stands.
        features: name → value, as :data:`SENTENCE_FEATURES` lists them.
        cosine: of question and sentence, [-1, 1].
        coverage: share of the question's idf mass, [0, 1].
        terms: the question's terms it holds, in the question's order.
    """

    hit: Hit
    span: Span
    features: Mapping[str, float]
    cosine: float
    coverage: float
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Model:
    """Coefficients fitted by ``training/fit_quoting.py``, read from ``quoting.json``.

    Attributes:
        sentence: feature → weight in the log odds that a sentence answers.
        answer: feature → weight in the log odds that the documents answer.
        found_from: confidence from which an answer counts as found.
        quoted_from: share of the best quote's score from which another is shown too.
    """

    sentence: Mapping[str, float]
    answer: Mapping[str, float]
    found_from: float
    quoted_from: float


@cache
def model() -> Model:
    """Return the fitted coefficients."""
    data = json.loads(files("qa").joinpath("quoting.json").read_text(encoding="utf-8"))
    return Model(data["sentence"], data["answer"], data["found_from"], data["quoted_from"])


def answer(index: Index, question: str, k: int) -> Answer:
    """Answer a question in the documents' own words.

    Args:
        index: what is asked.
        question: as it was typed.
        k: the most quotes to give, at least 1.

    Raises:
        QuestionError: the question is empty, too long or no text.
        IndexCorruptError: the stored text of a document has changed.
    """
    query = index.query(question)
    ranked = rank(index, query)
    confidence = probability(model().answer, answer_features(query, ranked))
    found = confidence >= model().found_from
    least = ranked[0][1] * model().quoted_from if found else 0.0
    quotes = tuple(_quotes(index, ranked, least, k if found else NEAREST))
    return Answer(
        question=question,
        quotes=quotes if found else (),
        found=found,
        confidence=confidence,
        nearest=() if found else quotes,
        index=index.fingerprint,
    )


def rank(index: Index, query: Query) -> list[tuple[Evidence, float]]:
    """Return the sentences of the first passages with their scores, best first.

    Equal scores stay in the order of the passages, so that results are stable.
    """
    evidence = weigh(index, query, index.search(query, CANDIDATES))
    scores = [probability(model().sentence, item.features) for item in evidence]
    order = sorted(range(len(evidence)), key=lambda i: -scores[i])
    return [(evidence[i], scores[i]) for i in order]


def weigh(index: Index, query: Query, hits: Sequence[Hit]) -> list[Evidence]:
    """Return every sentence of the hits with its features, in the hits' order."""
    cosines = iter(index.generation.sentence_vectors([hit.number for hit in hits]) @ query.vector)
    weighed: list[Evidence] = []
    pairs = _pairs(list(query.idf))
    for rank, hit in enumerate(hits):
        passage = hit.passage
        document = index.document(passage.doc_id)
        texts = [document.text[span.start : span.end] for span in passage.sentences]
        held = [terms(text) for text in texts]
        context = frozenset(terms(" ".join((document.title, *passage.headings))))
        whole = query.coverage(context.union(*held))
        for i, span in enumerate(passage.sentences):
            own = frozenset(held[i])
            with_neighbour = own.union(held[i - 1]) if i else own
            cosine = float(next(cosines))
            coverage = query.coverage(own)
            features = {
                "cosine": cosine,
                "passage_cosine": hit.dense,
                "passage_score": hit.score,
                "coverage": coverage,
                "coverage_with_context": query.coverage(own | context),
                "coverage_with_sentence_before": query.coverage(with_neighbour),
                "passage_coverage": whole,
                "pairs": len(pairs & _pairs(held[i])) / max(1, len(pairs)),
                "reciprocal_rank": 1 / (1 + rank),
                "length": math.log1p(len(held[i])),
            }
            matched = tuple(term for term in query.idf if term in own)
            weighed.append(Evidence(hit, span, features, cosine, coverage, matched))
    return weighed


def answer_features(query: Query, ranked: Sequence[tuple[Evidence, float]]) -> dict[str, float]:
    """Return what speaks for the documents answering at all.

    Args:
        query: what was asked.
        ranked: sentences with their scores, best first; at least one.
    """
    best, score = ranked[0]
    elsewhere = next((s for item, s in ranked if item.hit.number != best.hit.number), 0.0)
    hits = {item.hit.number: item.hit for item, _ in ranked}.values()
    return {
        "log_odds": _log_odds(score),
        "cosine": max(item.cosine for item, _ in ranked),
        "passage_cosine": max(hit.dense for hit in hits),
        "coverage": best.coverage,
        "passage_coverage": max(item.features["passage_coverage"] for item, _ in ranked),
        "lead": score - elsewhere,
        "rankings_agree": float(
            max(hits, key=lambda hit: hit.dense) is max(hits, key=lambda hit: hit.lexical)
        ),
        "terms": math.log1p(len(query.idf)),
    }


def probability(weights: Mapping[str, float], features: Mapping[str, float]) -> float:
    """Return the logistic function of the weighted sum; the weight named ``bias`` stands alone."""
    log_odds = weights["bias"] + sum(weights[name] * value for name, value in features.items())
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, log_odds))))


def _log_odds(share: float) -> float:
    return math.log(share / (1 - share)) if 0 < share < 1 else math.copysign(50, share - 0.5)


def _pairs(items: Sequence[str]) -> frozenset[tuple[str, str]]:
    return frozenset(pairwise(items))


def _quotes(
    index: Index, ranked: Sequence[tuple[Evidence, float]], least: float, k: int
) -> Iterator[Quote]:
    """Yield at most ``k`` quotes, none of them in the same words as one before."""
    given: set[str] = set()
    for item, score in ranked:
        if score < least or len(given) == k:
            return
        document = index.document(item.hit.passage.doc_id)
        text = document.text[item.span.start : item.span.end]
        words = " ".join(text.split()).casefold()
        if words in given:
            continue
        given.add(words)
        yield Quote(
            text=text,
            citation=cite(document, item.span, item.hit.passage.headings),
            score=score,
            context=_context(index, item.hit, item.span, text),
            why=Why(
                dense=item.hit.dense,
                lexical=item.hit.lexical,
                evidence=item.cosine,
                coverage=item.coverage,
                terms=item.terms,
            ),
        )


def _context(index: Index, hit: Hit, span: Span, text: str) -> Span:
    """Return the passage, with the sentence before it where the quote leans on that one."""
    passage = hit.passage
    if span.start == passage.start and hit.number and _OPEN_REFERENCE.match(text):
        (before,) = index.passages([hit.number - 1])
        if (before.doc_id, before.headings) == (passage.doc_id, passage.headings):
            return Span(before.sentences[-1].start, passage.end)
    return Span(passage.start, passage.end)
