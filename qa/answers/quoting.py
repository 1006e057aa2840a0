"""Hits into quotes: which sentences answer, how sure that is, and when nothing does.

Three fitted models, all linear and all in ``quoting.json``:

- every sentence of the first passages gets a score; its **share** is the softmax over all of
  them, a conditional logit model (McFadden 1974): which of these answers, if one does?
- **confidence** is a logistic model of what the best sentence and its rivals look like: does
  one of them answer at all?
- a quote's **score** joins the two.

There are two fits: for the features of :mod:`qa.answers.features` alone, and for these and a
reader.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping  # noqa: TC003 - msgspec looks it up
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np

from qa.answers.citations import cite
from qa.answers.features import FEATURES, Weighed, names, weigh
from qa.answers.reader import Page
from qa.deadlines import check_deadline
from qa.files.shipped import shipped
from qa.files.typed_json import Probability, converted, parse
from qa.index.calibration import log_odds
from qa.records import Answer, Quote, Span, Why

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from numpy.typing import NDArray

    from qa.answers.features import Evidence
    from qa.answers.reader import Reader
    from qa.index.calibration import Calibration
    from qa.index.search import Index, Query
    from qa.records import Hit

CANDIDATES = 20
"""Passages whose sentences are weighed."""

READ = 6
"""Passages that a reader reads: those with the best sentences. Fewer lose answers in long papers,
more take longer (docs/decisions/0003)."""

NEAREST = 3
"""Quotes shown as having come closest when nothing was found."""

READER_FEATURES = ("reader", "unread")
"""Further features of a sentence where there is a reader: its log odds, kept to ±12, and
whether it was not read, which makes the log odds 0."""

JOINED_FROM = 0.5
"""Share of the score of a quote from which the sentence beside it is quoted with it."""

SEVERAL = 0.25
"""What the share of the best score, from which more is quoted, is multiplied by where the question
asks for several things."""

_ASKS_SEVERAL = re.compile(
    r"\b(?:what|who) (?:are|were)\b|\b(?:which|what)(?: \w+)?? (?!(?:is|was|does|has|this)\b)\w+"
    r"(?<!ss)s\b(?! (?:is|was|does|has)\b)|\b(?:list|name|all|both|examples)\b",
    re.IGNORECASE,
)

_LEAST = 1e-9  # a share or a probability this small is as good as none

_OPEN_REFERENCE = re.compile(
    r"(?:this|that|these|those|it|its|he|his|she|her|they|their|such|however|but|and|also|"
    r"moreover|furthermore|therefore|thus|hence|instead|similarly|in response|for example|"
    r"for instance|the (?:former|latter|same))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Model:
    """Coefficients fitted by ``training/fit_quoting.py``.

    Attributes:
        sentence: feature → weight in the score of a sentence.
        answer: feature → weight in the log odds that the documents answer.
        quote: feature → weight in the log odds that a sentence answers.
        found_from: confidence from which an answer counts as found.
        quoted_from: share of the best quote's score from which another is shown too.
    """

    sentence: Mapping[str, float]
    answer: Mapping[str, float]
    quote: Mapping[str, float]
    found_from: Probability
    quoted_from: Probability


@dataclass(frozen=True, slots=True)
class _Fitted:
    """What ``quoting.json`` holds of use here."""

    with_reader: Model
    without_reader: Model


@cache
def model(*, with_reader: bool) -> Model:
    """Return the coefficients for quoting with or without a reader."""
    fitted = parse(shipped("answers/quoting.json"), _Fitted)
    return fitted.with_reader if with_reader else fitted.without_reader


def model_of(fitted: Mapping[str, Any]) -> Model:
    """Return coefficients as they stand in ``quoting.json``."""
    return converted(fitted, Model)


@dataclass(frozen=True, slots=True)
class Ranked:
    """The sentences that may answer a question, best first.

    Attributes:
        evidence: the sentences.
        shares: softmax of their scores, float64 ``(sentences,)``, adds up to 1.
        confidence: probability that one of them answers, [0, 1].
        scores: probability of each that it answers, float64 ``(sentences,)``.
        quoted_from: share of the best score from which another sentence is quoted too.
        unknown: names and numbers of the question that the first one's document does not hold.
    """

    evidence: tuple[Evidence, ...]
    shares: NDArray[np.float64]
    confidence: float
    scores: NDArray[np.float64]
    quoted_from: float
    unknown: tuple[str, ...]

    def hits(self) -> list[Hit]:
        """Return the passages in the order of their best sentences."""
        return list({item.hit.number: item.hit for item in self.evidence}.values())


def answer(  # noqa: PLR0913 - each is one thing a caller decides
    index: Index,
    question: str,
    k: int,
    *,
    reader: Reader | None = None,
    min_confidence: float | None = None,
    documents: Collection[str] | None = None,
) -> Answer:
    """Answer a question in the documents' own words.

    Args:
        index: what is asked.
        question: as it was typed.
        k: the most quotes to give, at least 1.
        reader: what reads the best passages once more; None for none.
        min_confidence: from which an answer counts as found (default: as fitted, so that at
            most 5 % of questions from elsewhere are answered).
        documents: ``doc_id`` of those to look in (default: all).

    Raises:
        QuestionError: the question is empty, too long or no text, or a document is unknown.
        IndexCorruptError: the stored text of a document has changed.
    """
    query = index.query(question)
    ranked = rank(index, query, reader, documents)
    least = found_from(index, reader) if min_confidence is None else min_confidence
    return told(index, question, ranked, k, least)


def found_from(index: Index, reader: Reader | None) -> float:
    """Return the confidence from which an answer counts as found."""
    calibration = _calibration(index, reader)
    if calibration:
        return calibration.found_from
    return model(with_reader=reader is not None).found_from


def told(index: Index, question: str, ranked: Ranked, k: int, least: float) -> Answer:
    """Return the ranked sentences as an answer, found where confidence is at ``least``."""
    found = bool(ranked.evidence) and ranked.confidence >= least
    share = ranked.quoted_from * (SEVERAL if _ASKS_SEVERAL.search(question) else 1.0)
    shown_from = ranked.scores[0] * share if found else 0.0
    quotes = tuple(islice(_quotes(index, ranked, shown_from, join=found), k if found else NEAREST))
    return Answer(
        question=question,
        quotes=quotes if found else (),
        found=found,
        confidence=ranked.confidence,
        nearest=() if found else quotes,
        index=index.fingerprint,
        likely=found and not ranked.unknown and ranked.confidence >= (least + 1) / 2,
        unknown=ranked.unknown if found else (),
        searched=question,
    )


def rank(
    index: Index,
    query: Query,
    reader: Reader | None = None,
    documents: Collection[str] | None = None,
    fitted: Model | None = None,
) -> Ranked:
    """Return the sentences of the first passages, best first.

    Equal scores stay in the order of the passages, so that results are stable. Where the
    documents hold nothing but headings, there are none, and the confidence is 0.

    Args:
        index: what is asked.
        query: what it is asked for.
        reader: what reads the best passages once more; None for none.
        documents: ``doc_id`` of those to look in (default: all).
        fitted: coefficients other than the shipped ones.
    """
    fitted = fitted or model(with_reader=reader is not None)
    weighed = gather(index, query, documents)
    if not weighed.hits:
        return Ranked((), np.empty(0), 0.0, np.empty(0), fitted.quoted_from, ())
    odds = read(index, query, weighed, reader, cheap_scores(weighed)) if reader else None
    scores = sentence_scores(fitted.sentence, sentence_features(weighed, odds))
    features = answer_features(index, query, weighed, scores, odds)
    confidence = probability(fitted.answer, features)
    calibration = _calibration(index, reader)
    if calibration:
        confidence = calibration.applied(confidence)
    order = np.argsort(-scores, kind="stable")
    shares = softmax(scores)[order]
    first = weighed.evidence[order[0]].hit.passage
    return Ranked(
        tuple(weighed.evidence[i] for i in order),
        shares,
        confidence,
        np.array([quote_score(fitted.quote, confidence, share) for share in shares.tolist()]),
        fitted.quoted_from,
        tuple(dict.fromkeys(unknown_names(index, query, first.doc_id))),
    )


def gather(index: Index, query: Query, documents: Collection[str] | None = None) -> Weighed:
    """Return the sentences of the first passages with their features."""
    hits = index.search(query, CANDIDATES, documents)
    vectors = index.generation.sentence_vectors([hit.number for hit in hits])
    return weigh(query, hits, vectors, index.document)


def cheap_scores(weighed: Weighed) -> NDArray[np.float64]:
    """Return the scores of the sentences without a reader, float64 ``(sentences,)``."""
    return sentence_scores(model(with_reader=False).sentence, weighed.features)


def read(
    index: Index, query: Query, weighed: Weighed, reader: Reader, cheap: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Have the passages read that hold the best sentences.

    Args:
        index: where the passages stand.
        query: what was asked.
        weighed: the sentences.
        reader: what reads.
        cheap: their scores without it.

    Returns:
        Log odds of each sentence, float64 ``(sentences,)``; NaN where it was not read.
    """
    best = np.full(len(weighed.hits), -np.inf)
    np.maximum.at(best, weighed.passage, cheap)
    odds = np.full(len(cheap), np.nan)
    chosen = np.argsort(-best, kind="stable")[:READ]
    pages = [_page(index, weighed.hits[i]) for i in chosen]
    for i, found in zip(chosen, reader.read(query.text, pages), strict=True):
        odds[weighed.passage == i] = found
    return odds


def sentence_features(weighed: Weighed, odds: NDArray[np.float64] | None) -> NDArray[np.float64]:
    """Return float64 ``(sentences, features)``: the cheap ones, and those of a reader."""
    if odds is None:
        return weighed.features
    unread = np.isnan(odds)
    columns = [np.clip(np.nan_to_num(odds), -12, 12), unread.astype(float)]
    return np.column_stack([weighed.features, *columns])


def sentence_scores(
    weights: Mapping[str, float], features: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the weighted sum of each sentence's features, float64 ``(sentences,)``."""
    names = (*FEATURES, *READER_FEATURES)[: features.shape[1]]
    scores: NDArray[np.float64] = features @ np.array([weights[name] for name in names])
    return scores


def answer_features(
    index: Index,
    query: Query,
    weighed: Weighed,
    scores: NDArray[np.float64],
    odds: NDArray[np.float64] | None,
) -> dict[str, float]:
    """Return what speaks for the documents answering at all."""
    order = np.argsort(-scores, kind="stable")
    best = int(order[0])
    shares = softmax(scores)
    elsewhere = scores[weighed.passage != weighed.passage[best]]
    hits = weighed.hits
    quoted = hits[weighed.passage[best]].passage
    features = {
        "score": float(scores[best]),
        "share": math.log(max(_LEAST, float(shares[best]))),
        "lead": min(10.0, float(scores[best] - elsewhere.max())) if elsewhere.size else 0.0,
        "cosine": float(weighed.column("cosine").max()),
        "passage_cosine": max(hit.dense for hit in hits),
        "coverage": float(weighed.column("coverage")[best]),
        "coverage_with_context": float(weighed.column("coverage_with_context")[best]),
        "passage_coverage": float(weighed.column("passage_coverage").max()),
        "rankings_agree": float(
            max(hits, key=lambda hit: hit.dense) is max(hits, key=lambda hit: hit.lexical)
        ),
        "terms": math.log1p(len(query.idf)),
        "names_unknown": math.log1p(len(unknown_names(index, query, quoted.doc_id))),
    }
    if odds is not None:
        features["reader"] = float(np.clip(np.nan_to_num(odds[best], nan=-12.0), -12, 12))
        features["reader_best"] = float(np.clip(np.nanmax(odds), -12, 12))
    return features


def unknown_names(index: Index, query: Query, doc_id: str) -> list[str]:
    """Return the question's names and numbers, as typed, that a document does not hold."""
    asked = names(query.text)
    held = index.generation.terms_in_document(doc_id, asked)
    return [word for term, word in asked.items() if term not in held]


def probability(weights: Mapping[str, float], features: Mapping[str, float]) -> float:
    """Return the logistic function of the weighted sum; the weight named ``bias`` stands alone."""
    log_odds = weights["bias"] + sum(weights[name] * value for name, value in features.items())
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, log_odds))))


def quote_features(confidence: float, share: float) -> dict[str, float]:
    """Return what speaks for one sentence answering."""
    return {
        "confidence": log_odds(confidence),
        "share": math.log(max(_LEAST, share)),
    }


def quote_score(weights: Mapping[str, float], confidence: float, share: float) -> float:
    """Return the probability that a sentence with this share answers."""
    return probability(weights, quote_features(confidence, share))


def softmax(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return shares that add up to 1, float64 of the same shape."""
    powers = np.exp(scores - scores.max())
    shares: NDArray[np.float64] = powers / powers.sum()
    return shares


def _page(index: Index, hit: Hit) -> Page:
    passage = hit.passage
    text = index.document(passage.doc_id).text[passage.start : passage.end]
    first = passage.start
    return Page(text, tuple(Span(s.start - first, s.end - first) for s in passage.sentences))


def _calibration(index: Index, reader: Reader | None) -> Calibration | None:
    fitted = index.calibration
    used = reader.name if reader else "none"
    return fitted if fitted and fitted.evidence_model == used else None


def _quotes(index: Index, ranked: Ranked, least: float, *, join: bool) -> Iterator[Quote]:
    """Yield quotes, best first, none of them in the same words as one before.

    With ``join``, sentences side by side that answer about equally well are one quote.
    """
    given: set[str] = set()
    joined: set[int] = set()
    for best, score in enumerate(ranked.scores.tolist()):
        check_deadline()
        if score < least:
            return
        if best in joined:
            continue
        least_beside = max(least, JOINED_FROM * score) if join else math.inf
        group = _side_by_side(ranked, best, least_beside, joined)
        item = ranked.evidence[best]
        span = Span(
            min(ranked.evidence[i].span.start for i in group),
            max(ranked.evidence[i].span.end for i in group),
        )
        document = index.document(item.hit.passage.doc_id)
        text = document.text[span.start : span.end]
        words = " ".join(text.split()).casefold()
        if words in given:
            continue
        given.add(words)
        joined.update(group)
        yield Quote(
            text=text,
            citation=cite(document, span, item.hit.passage.headings),
            score=score,
            context=_context(index, item.hit, span, text),
            why=Why(
                dense=item.hit.dense,
                lexical=item.hit.lexical,
                evidence=item.cosine,
                coverage=item.coverage,
                terms=item.terms,
            ),
        )


def _side_by_side(ranked: Ranked, best: int, least: float, taken: set[int]) -> set[int]:
    """Return the sentences, by rank, that are quoted with the one at ``best``.

    They stand beside it, or beside one that does, in its passage.
    """
    hit = ranked.evidence[best].hit
    beside = {
        hit.passage.sentences.index(item.span): i
        for i, item in enumerate(ranked.evidence)
        if item.hit.number == hit.number and ranked.scores[i] >= least and i not in taken
    }
    place = hit.passage.sentences.index(ranked.evidence[best].span)
    group = {best}
    for step in (-1, 1):
        at = place + step
        while at in beside:
            group.add(beside[at])
            at += step
    return group


def _context(index: Index, hit: Hit, span: Span, text: str) -> Span:
    """Return the passage, with the sentence before it where the quote leans on that one."""
    passage = hit.passage
    if span.start == passage.start and hit.number and _OPEN_REFERENCE.match(text):
        (before,) = index.passages([hit.number - 1])
        if (before.doc_id, before.headings) == (passage.doc_id, passage.headings):
            return Span(before.sentences[-1].start, passage.end)
    return Span(passage.start, passage.end)
