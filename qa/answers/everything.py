"""Everything that answers a question, instead of what answers it best.

A cheap score of all passages that the search finds says which may answer; a reader reads these,
document by document. Each sentence gets a probability of its own: an answer that stands in twenty
documents is no less one in each of them. The probabilities of what is not quoted add up to how many
answers are missed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from qa.answers.asked_rows import AskedRows
from qa.answers.features import extract_features
from qa.answers.quoting import quotes_of
from qa.answers.ranking import Ranking
from qa.answers.reading import reading
from qa.answers.scoring import score_without_reader
from qa.answers.units import asked
from qa.deadlines import check_deadline
from qa.index.calibration import log_odds
from qa.questions.parsing import cleaned
from qa.records.all_answers import AllAnswers, DocumentAnswers

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from numpy.typing import NDArray

    from qa.answers.features import Candidates
    from qa.answers.reader import Reader
    from qa.index.search import Index
    from qa.records import Quote

QUOTED_FROM = 0.35
"""Probability from which a sentence is quoted: here more is missed than is wrong."""

MOST_READ = 300
"""The most passages that a reader reads."""

_CANDIDATES = 2_000  # passages that a search finds
_READ_FROM = 0.003  # probability, without a reader, that a passage answers, from which it is read
_READ_FIRST = 60  # passages by which it is known how common an answer is
_FAR = 5  # least promising passages, which show how low a reader's log odds are for a question
_USUAL_FLOOR = -4.0  # log odds of these in the training sets
_USUAL = 0.08  # share of the passages read that answer a question of the training sets
_USUAL_WEIGHT = 10.0  # passages that this share counts for
_MOST_COMMON = 3.0  # log odds by which an answer is more common than usual, at most
_ROUNDS = 20  # after which a share changes no more
_BESIDE = 2.0  # log odds below those of its passage's best that a sentence is quoted with
_LESS_ALIKE = 0.3  # cosine with the question that it may have less
_MOST_ODDS = 12.0  # log odds; beyond, a reader is as sure as it gets


class _Model(NamedTuple):
    """A logistic model of whether a sentence answers, or a passage by its best sentence.

    All are fitted to 80 questions on two training sets in people's own words, half of them for
    lists, with ten passages of each read. A reader's log odds say all that the others do; they
    count from those of passages that have nothing to do with the question.
    """

    bias: float
    score: float = 0.0
    cosine: float = 0.0
    reader: float = 0.0


_ALL = re.compile(
    r"(?i:please )?(?i:list|name|enumerate|find|(?:give|show) me)(?i: me)?(?i: all| every| each)?"
    r"(?i: of)?(?i: the)? (?=\S)"
)
"""What asks for a list. A reader sees better what answers without it."""

_WHO_ALL = re.compile(r"(?i:(who|what|which|where)) all (?=\S)")

_SENTENCE = _Model(bias=-4.95, reader=0.863)
_PASSAGE = _Model(bias=-5.44, reader=0.895)
# Fitted to former scores and cosines, and put in terms of today's by regression on 10,226
# questions: a best score is .32 lower, and a cosine 1.02 times as high less .02.
_SENTENCE_UNREAD = _Model(bias=-8.02, score=0.480, cosine=0.524)
_PASSAGE_UNREAD = _Model(bias=-8.29, score=0.531, cosine=0.579)


@dataclass(frozen=True, slots=True)
class _Chosen:
    """The promising passages of one document.

    Attributes:
        doc_id: of the document.
        passages: their positions among the candidates'.
    """

    doc_id: str
    passages: list[int]


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
    searched = index.corrected(_without_all(cleaned(question)))
    query = index.query(searched)
    least = QUOTED_FROM if min_score is None else min_score
    hits = index.search(query, _CANDIDATES, documents, depth=_CANDIDATES)
    total = index.generation.manifest.counts["passages"]
    if not hits or not query.idf:
        return AllAnswers(question, searched, (), 0.0, 0, 0, total, index.fingerprint)
    vectors = index.generation.sentence_vectors([hit.number for hit in hits])
    candidates = extract_features(query, hits, vectors, index.document)
    promise = _of_passages(candidates, _probabilities(_PASSAGE_UNREAD, candidates))
    order = np.argsort(-promise, kind="stable")
    promising = [int(at) for at in order if promise[at] >= _READ_FROM]
    far = [int(at) for at in order[len(promising) :]][-_FAR:]
    read = _above_floor(reading(index, query, candidates, reader), far) if reader else None
    common = _common(read, promising[: min(most_read, _READ_FIRST)]) if read else 0.0
    missed = float(promise.sum() - promise[promising[:most_read]].sum())
    found: list[DocumentAnswers] = []
    for chosen in _by_document(candidates, promising[:most_read]):
        check_deadline()
        odds = _odds(candidates, chosen, read) if read else None
        ranking = _ranking(candidates, chosen, odds, common)
        quotes = _quotes(index, searched, ranking, least)
        missed += _missed(candidates, chosen, odds, common, quotes)
        if quotes:
            title = index.document(chosen.doc_id).title
            found.append(DocumentAnswers(chosen.doc_id, title, quotes))
            on_found(found[-1])
    return AllAnswers(
        question=question,
        searched=searched,
        documents=tuple(found),
        missed=missed,
        read=min(len(promising), most_read),
        unread=max(0, len(promising) - most_read),
        passages=total,
        index=index.fingerprint,
    )


def _without_all(question: str) -> str:
    """Return a question without the words that ask for a list."""
    begins = _ALL.match(question)
    return _WHO_ALL.sub(r"\1 ", question[begins.end() if begins else 0 :], count=1)


def _above_floor(
    read: Callable[[int], NDArray[np.float64]], far: Sequence[int]
) -> Callable[[int], NDArray[np.float64]]:
    """Return what reads a passage, with log odds above those of passages that cannot answer.

    How low these are depends on the words of the question.
    """
    lowest = [float(read(at).max(initial=-_MOST_ODDS)) for at in far]
    floor = float(np.median(lowest)) if len(lowest) == _FAR else _USUAL_FLOOR
    return cache(lambda at: read(at) - floor)


def _common(read: Callable[[int], NDArray[np.float64]], passages: Sequence[int]) -> float:
    """Return by how much an answer is more common than usual, in log odds.

    A fact that stands in twenty documents is said in words that a reader is less sure of each
    time: the more passages answer, the more probable is it that the next one does (Saerens,
    Latinne and Decaestecker 2002).
    """
    if not passages:
        return 0.0
    best = np.array([read(at).max(initial=-_MOST_ODDS) for at in passages])
    more = 0.0
    for _ in range(_ROUNDS):
        sums = _PASSAGE.bias + more + _PASSAGE.reader * np.clip(best, -_MOST_ODDS, _MOST_ODDS)
        expected = float((1 / (1 + np.exp(-sums))).sum())
        share = (expected + _USUAL_WEIGHT * _USUAL) / (len(best) + _USUAL_WEIGHT)
        more = min(_MOST_COMMON, max(0.0, log_odds(share) - log_odds(_USUAL)))
    return more


def _by_document(candidates: Candidates, positions: list[int]) -> Iterator[_Chosen]:
    """Yield passages by document, the most promising first."""
    chosen: dict[str, list[int]] = {}
    for at in positions:
        chosen.setdefault(candidates.hits[at].passage.doc_id, []).append(at)
    for doc_id, passages in chosen.items():
        yield _Chosen(doc_id, passages)


def _odds(
    candidates: Candidates, chosen: _Chosen, read: Callable[[int], NDArray[np.float64]]
) -> NDArray[np.float64]:
    """Return a reader's log odds of each sentence, NaN outside of the passages."""
    odds = np.full(len(candidates.evidence), np.nan)
    for at in chosen.passages:
        odds[candidates.passage == at] = read(at)
    return odds


def _probabilities(
    model: _Model,
    candidates: Candidates,
    odds: NDArray[np.float64] | None = None,
    common: float = 0.0,
) -> NDArray[np.float64]:
    """Return the probability of each sentence by a model."""
    sums = np.full(len(candidates.evidence), model.bias + common)
    if odds is None:
        sums += model.score * score_without_reader(candidates)
        sums += model.cosine * candidates.features.column("cosine")
    else:
        sums += model.reader * np.clip(np.nan_to_num(odds), -_MOST_ODDS, _MOST_ODDS)
    probabilities: NDArray[np.float64] = 1 / (1 + np.exp(-np.clip(sums, -50, 50)))
    return probabilities


def _of_passages(candidates: Candidates, probabilities: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the probability of each passage: that of its best sentence."""
    best = np.zeros(len(candidates.hits))
    np.maximum.at(best, candidates.passage, probabilities)
    return best


def _ranking(
    candidates: Candidates, chosen: _Chosen, odds: NDArray[np.float64] | None, common: float
) -> Ranking:
    """Return the sentences of the passages of a document, best first."""
    model = _SENTENCE_UNREAD if odds is None else _SENTENCE
    scores = _probabilities(model, candidates, odds, common)
    inside = np.isin(candidates.passage, chosen.passages)
    if odds is not None:
        best_odds = np.full(len(candidates.hits), -np.inf)
        np.maximum.at(best_odds, candidates.passage[inside], odds[inside])
        inside &= odds >= best_odds[candidates.passage] - _BESIDE
        # A reader's log odds of a sentence raise those of the sentences next to it.
        cosine = candidates.features.column("cosine")
        best_cosine = np.full(len(candidates.hits), -np.inf)
        is_best = inside & (odds == best_odds[candidates.passage])
        np.maximum.at(best_cosine, candidates.passage[is_best], cosine[is_best])
        inside &= is_best | (cosine >= best_cosine[candidates.passage] - _LESS_ALIKE)
    order = [int(at) for at in np.argsort(-scores, kind="stable") if inside[at]]
    best = float(scores[order[0]]) if order else 0.0
    return Ranking(
        evidence=tuple(candidates.evidence[at] for at in order),
        shares=scores[order],
        confidence=best,
        scores=scores[order],
        quoted_from=0.0,
        several_from=0.0,
        first=best,
        likely_from=1.0,
        unknown=(),
        together=AskedRows(),
    )


def _quotes(index: Index, question: str, ranking: Ranking, least: float) -> tuple[Quote, ...]:
    """Return what answers, in the order of the document."""
    wanted = asked(question)._replace(several=True)
    found = quotes_of(index, wanted, ranking, least, join=False)
    return tuple(sorted(found, key=lambda quote: quote.citation.start))


def _missed(
    candidates: Candidates,
    chosen: _Chosen,
    odds: NDArray[np.float64] | None,
    common: float,
    quotes: tuple[Quote, ...],
) -> float:
    """Return how many passages are to be expected to answer of those that are not quoted."""
    model = _PASSAGE_UNREAD if odds is None else _PASSAGE
    probabilities = _of_passages(candidates, _probabilities(model, candidates, odds, common))
    expected = 0.0
    for at in chosen.passages:
        passage = candidates.hits[at].passage
        quoted = any(
            quote.citation.start < passage.end and passage.start < quote.citation.end
            for quote in quotes
        )
        expected += 0.0 if quoted else float(probabilities[at])
    return expected
