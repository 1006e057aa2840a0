"""The candidate sentences of a question, ranked by how well they answer it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from qa.answers.answer_types import names_by_term
from qa.answers.asked_rows import AskedRows
from qa.answers.contradictions import less_for_contradictions
from qa.answers.features import extract_features
from qa.answers.further import with_further
from qa.answers.identified import identified
from qa.answers.reading import read_in_turn, reading
from qa.answers.scoring import (
    answer_features,
    first_features,
    load_model,
    probability,
    quote_scores,
    score_without_reader,
    sentence_features,
    softmax,
)
from qa.answers.structure_rules import with_structure
from qa.answers.superlatives import superlatives
from qa.questions.kinds import asks_several
from qa.text.analyzer import terms

if TYPE_CHECKING:
    from collections.abc import Collection

    from numpy.typing import NDArray

    from qa.answers.features import Candidates, Evidence
    from qa.answers.reader import Reader
    from qa.answers.scoring import ScoringModel
    from qa.index.calibration import Calibration
    from qa.index.query import Query
    from qa.index.search import Index
    from qa.records import Hit

_ABSENT = 0.05
"""The most confidence in an answer on a code that no document has, though some have others."""

CANDIDATE_PASSAGES = 20
"""Passages whose sentences may be quoted."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """The sentences that may answer a question, best first.

    Attributes:
        evidence: the sentences.
        shares: softmax of their scores, float64 ``(sentences,)``, adds up to 1.
        confidence: probability that one of them answers, [0, 1].
        scores: probability of each that it answers, float64 ``(sentences,)``.
        quoted_from: share of the best score from which another sentence is quoted too.
        several_from: likewise, where the question asks for several things.
        first: probability that the first sentence answers.
        likely_from: from which an answer is called likely.
        unknown: names and numbers of the question, as typed, that the document of the first
            sentence lacks.
        together: ranks of the rows of tables that answer together.
    """

    evidence: tuple[Evidence, ...]
    shares: NDArray[np.float64]
    confidence: float
    scores: NDArray[np.float64]
    quoted_from: float
    several_from: float
    first: float
    likely_from: float
    unknown: tuple[str, ...]
    together: AskedRows = field(default_factory=AskedRows)

    def hits(self) -> list[Hit]:
        """Return the passages in the order of their best sentences."""
        return list({item.hit.number: item.hit for item in self.evidence}.values())


def rank(
    index: Index,
    query: Query,
    reader: Reader | None = None,
    documents: Collection[str] | None = None,
    fitted: ScoringModel | None = None,
) -> Ranking:
    """Return the sentences of the first passages, best first.

    Equal scores stay in the order of the passages, so that results are stable. Where the
    documents contain headings only, there are no sentences, and the confidence is 0.

    Args:
        index: to search.
        query: the question as the index sees it.
        reader: reads the best passages once more; None for none.
        documents: ``doc_id`` of those to search (default: all).
        fitted: coefficients (default: the shipped ones).
    """
    fitted = fitted or load_model(with_reader=reader is not None)
    candidates = collect_candidates(index, query, documents)
    if not candidates.hits:
        nothing = np.empty(0)
        return Ranking(
            evidence=(),
            shares=nothing,
            confidence=0.0,
            scores=nothing,
            quoted_from=fitted.quoted_from,
            several_from=fitted.several_from,
            first=0.0,
            likely_from=fitted.likely_from,
            unknown=(),
        )
    named = identified(query.text, candidates.evidence, index.document)
    less = less_for_contradictions(query.text, candidates.evidence, index.document, named)

    def scored(odds: NDArray[np.float64] | None) -> NDArray[np.float64]:
        return sentence_features(candidates, odds).weighted_sum(fitted.sentence) - less

    def confident(odds: NDArray[np.float64] | None) -> float:
        if not query.idf:  # "What is it" has no word that anything could answer
            return 0.0
        scores = scored(odds)
        unknown = unknown_names(index, query, candidates, scores)
        features = answer_features(query, candidates, scores, unknown, odds)
        return probability(fitted.answer, features)

    odds = None
    if reader:
        cheap = score_without_reader(candidates) - less
        # Where sentences are listed or compared, one that answers is not enough.
        stops = not (asks_several(query.text) or superlatives(query.text))
        read = reading(index, query, candidates, reader)
        odds = read_in_turn(candidates, cheap, read, scored if stops else None, confident)
    scores = scored(odds)
    confidence = confident(odds)
    calibration = _calibration(index, reader)
    if calibration:
        confidence = calibration.applied(confidence)
    first = probability(fitted.first, first_features(confidence, scores, odds))
    structured = with_structure(index, query.text, candidates, scores, named)
    scores, sure = structured.scores, structured.sure
    confidence, first = max(confidence, sure), max(first, sure)
    if structured.is_found:
        confidence = max(confidence, found_from(index, reader))
    if are_absent(index, named.lacking):
        confidence, first = min(confidence, _ABSENT), 0.0
    unknown = unknown_names(index, query, candidates, scores)
    order = np.argsort(-scores, kind="stable")
    shares = softmax(scores)[order]
    return Ranking(
        evidence=tuple(candidates.evidence[i] for i in order),
        shares=shares,
        confidence=confidence,
        scores=quote_scores(fitted.quote, confidence, shares),
        quoted_from=fitted.quoted_from,
        several_from=fitted.several_from,
        first=first,
        likely_from=fitted.likely_from,
        unknown=tuple(dict.fromkeys(unknown)),
        together=structured.together.reordered(np.argsort(order)),
    )


def are_absent(index: Index, codes: Collection[str]) -> bool:
    """Return whether an index has none of some codes, such as "E07", in any document.

    Args:
        index: that was searched.
        codes: in small letters; False for none.
    """
    numbers = [term for code in codes for term in terms(code) if any(map(str.isdigit, term))]
    frequencies = index.generation.document_frequencies(numbers)
    return bool(numbers) and not any(frequencies.values())


def found_from(index: Index, reader: Reader | None) -> float:
    """Return the confidence from which an answer counts as found.

    Args:
        index: that was searched; its calibration has a threshold of its own.
        reader: that was used; None for none.
    """
    calibration = _calibration(index, reader)
    if calibration:
        return calibration.found_from
    return load_model(with_reader=reader is not None).found_from


def collect_candidates(
    index: Index, query: Query, documents: Collection[str] | None = None
) -> Candidates:
    """Return the sentences of the first passages with their cheap features.

    Args:
        index: to search.
        query: the question as the index sees it.
        documents: ``doc_id`` of those to search (default: all).
    """
    hits = with_further(index, query, index.search(query, CANDIDATE_PASSAGES, documents))
    vectors = index.generation.sentence_vectors([hit.number for hit in hits])
    return extract_features(query, hits, vectors, index.document)


def unknown_names(
    index: Index, query: Query, candidates: Candidates, scores: NDArray[np.float64]
) -> list[str]:
    """Return the question's names and numbers, as typed, that the best sentence's document lacks.

    Args:
        index: that was searched.
        query: the question as the index sees it.
        candidates: the sentences, at least one.
        scores: theirs, float64 ``(sentences,)``.
    """
    best = candidates.evidence[int(np.argmax(scores))].hit.passage
    names = names_by_term(query.text)
    known = index.generation.terms_in_document(best.doc_id, names)
    return [word for term, word in names.items() if term not in known]


def _calibration(index: Index, reader: Reader | None) -> Calibration | None:
    """Return the index's calibration, None where it was fitted with another reader."""
    fitted = index.calibration
    used = reader.name if reader else "none"
    return fitted if fitted and fitted.evidence_model == used else None
