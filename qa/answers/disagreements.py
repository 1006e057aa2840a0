"""Sources that disagree: sentences of different documents that say the same, but for one thing.

Sentences alike are not enough. Two leases from one template have the same sentences with other
amounts, and minutes of two meetings have other dates: they are about different things. So the
documents and sections must be about the same, as far as their titles and texts tell.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from itertools import islice
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from qa.answers.citations import cite
from qa.answers.differing import NAME, difference
from qa.answers.document_dates import date_of, later
from qa.deadlines import check_deadline
from qa.questions.kinds import question_kind
from qa.records import Disagreement, Span, Statement
from qa.text.analyzer import terms
from qa.text.values import DATE, NUMBER, equal, values

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qa.answers.differing import Difference
    from qa.answers.features import Evidence
    from qa.answers.ranking import Ranking
    from qa.index.search import Index
    from qa.records import Document, Quote

MOST = 3
"""Disagreements of an answer; one is enough to make a reader look."""

_ALIKE = 0.6  # share of their terms that two sentences have in common, to be compared
_MOST_PAIRS = 2_000  # sentences that are compared word by word, some .1 ms each
_SUBJECT = 3  # words with a meaning before a name that may be what the sentence is about
_HALF = 0.5
_OPENING = 600  # characters in which a document names its parties
_LOOKED_THROUGH = 50_000  # characters of a document
_WORD = re.compile(r"[^\W_]+")
_WHO = re.compile(r"\b(?:who|whom|whose|which|where|name|named|called)\b", re.IGNORECASE)
_WHEN = re.compile(r"\b(?:when|date|day|year|month|deadline|how long|until|since)\b", re.IGNORECASE)
_PERIOD = re.compile(r"(?:in|during|for|by|since|of)\s{1,2}\Z", re.IGNORECASE)
_KINDS_OF_DOCUMENT = frozenset(
    terms(
        "policy statement handbook guide manual report memo memorandum terms conditions agreement "
        "contract notice plan faq letter annex appendix rules regulations document file version "
        "draft final copy old new current revised edition update summary overview notes text page "
        "index readme"
    )
)


def disagreements(
    index: Index, question: str, quotes: Sequence[Quote], ranking: Ranking
) -> tuple[Disagreement, ...]:
    """Return where sentences of the quotes, and sentences of other documents, disagree.

    Args:
        index: that was searched.
        question: as it was searched for.
        quotes: that are shown, best first.
        ranking: all sentences, best first.
    """
    if len({item.hit.passage.doc_id for item in ranking.evidence}) <= 1:
        return ()
    return tuple(islice(_found(index, question, quotes, ranking), MOST))


def _found(
    index: Index, question: str, quotes: Sequence[Quote], ranking: Ranking
) -> Iterator[Disagreement]:
    shown = [item for quote in quotes if quote.table is None for item in _within(quote, ranking)]
    seen: set[tuple[str, ...]] = set()
    read = {id(item): frozenset(terms(_words(index, item))) for item in ranking.evidence}
    compared = 0
    for item in shown:
        for other in ranking.evidence:
            mine, its = read[id(item)], read[id(other)]
            if _is_one_document(index, item, other) or len(mine & its) < _ALIKE * len(mine | its):
                continue
            check_deadline()
            compared += 1
            if compared > _MOST_PAIRS:
                return
            words = _words(index, item), _words(index, other)
            pair = tuple(sorted(" ".join(text.split()) for text in words))
            found = difference(*words) if pair not in seen else None
            if found and _is_same_thing(index, question, found, (item, other)):
                seen.add(pair)
                yield _disagreement(index, found, (item, other))


def _within(quote: Quote, ranking: Ranking) -> list[Evidence]:
    """Return the sentences of a quote."""
    citation = quote.citation
    return [
        item
        for item in ranking.evidence
        if item.hit.passage.doc_id == citation.doc_id
        and citation.start <= item.span.start
        and item.span.end <= citation.end
    ]


def _words(index: Index, item: Evidence) -> str:
    return index.document(item.hit.passage.doc_id).text[item.span.start : item.span.end]


def _is_one_document(index: Index, item: Evidence, other: Evidence) -> bool:
    doc_id = other.hit.passage.doc_id
    return doc_id in (item.hit.passage.doc_id, *index.document(item.hit.passage.doc_id).places)


def _is_same_thing(
    index: Index, question: str, found: Difference, pair: tuple[Evidence, Evidence]
) -> bool:
    """Return whether two sentences that differ in one thing are about the same thing otherwise."""
    documents = [index.document(item.hit.passage.doc_id) for item in pair]
    texts = [_words(index, item) for item in pair]
    spans = (found.one, found.other)
    differing = [text[span.start : span.end] for text, span in zip(texts, spans, strict=True)]
    # A question on one of the two values is about that one: the other sentence is on another year.
    asked = {v.key for v in values(question) if v.key}
    if found.kind in (DATE, NAME, NUMBER) and any(
        value.key in asked for words in differing for value in values(words) if value.key
    ):
        return question_kind(question) == "yes_no" and found.kind == NUMBER
    if found.kind == NAME and found.begins < _SUBJECT and not _WHO.search(question):
        return False
    if found.kind == DATE and not _is_asked_date(question, documents, texts, spans):
        return False
    return _are_alike(index, documents) and _are_sections_alike(pair)


def _is_asked_date(
    question: str,
    documents: Sequence[Document],
    texts: Sequence[str],
    spans: Sequence[Span],
) -> bool:
    """Return whether a date is what a sentence says, and not the period that it is about."""
    for document, text, span in zip(documents, texts, spans, strict=True):
        stated = date_of(document)
        dated = values(text[span.start : span.end])
        if dated and any(equal(dated[0], one) for one in values(stated) if one.kind == DATE):
            return False  # the minutes of a day, the report of a year
    if _WHEN.search(question):
        return True
    before = [text[: span.start] for text, span in zip(texts, spans, strict=True)]
    return not all(_PERIOD.search(words) and len(words.split()) == 1 for words in before)


def _are_alike(index: Index, documents: Sequence[Document]) -> bool:
    """Return whether two documents may be about the same: not each about a thing of its own.

    Each names what it is about in its title. Where neither mentions what the other is about, these
    are two leases, two products, two people. Documents from one template begin alike, but for the
    names.
    """
    one, other = (_WORD.findall(document.title) for document in documents)
    alike = SequenceMatcher(None, one, other, autojunk=False).ratio() >= _HALF
    subjects = [_subject(document, is_title=alike) for document in documents]
    own = (subjects[0] - subjects[1], subjects[1] - subjects[0])
    if own[0] and own[1]:
        known = (
            len(index.generation.terms_in_document(document.doc_id, names)) >= _HALF * len(names)
            for names, document in zip(own, reversed(documents), strict=True)
        )
        if not any(known):
            return False
    return not _are_from_template(*(document.text[:_OPENING] for document in documents))


def _subject(document: Document, *, is_title: bool) -> set[str]:
    """Return the terms of the names in a document's title and file name.

    A name is never written without a capital in the document.

    Args:
        document: any.
        is_title: whether a capital in the title is enough, or one within a sentence is needed.
    """
    name = PurePosixPath(document.doc_id).stem
    words = set(_WORD.findall(document.title))
    words |= set() if is_title else set(_WORD.findall(name.replace("_", " ")))
    text = document.text[:_LOOKED_THROUGH]
    found = (word for word in words if _is_name(word, text, is_title=is_title))
    return {term for word in found for term in terms(word)} - _KINDS_OF_DOCUMENT


def _is_name(word: str, text: str, *, is_title: bool) -> bool:
    # An address on the web writes a name without capitals.
    small = rf"(?<![\w./@-]){re.escape(word.lower())}(?![\w/@-]|\.\w)"
    if word.isdigit() or re.search(small, text):
        return False
    if is_title:
        return word[0].isupper()
    written = word[:1].upper() + word[1:]
    return re.search(rf"[a-z,;] {re.escape(written)}\b", text) is not None


def _are_from_template(one: str, other: str) -> bool:
    """Return whether two texts are alike but for names."""
    mine, its = (_WORD.findall(text) for text in (one, other))
    matcher = SequenceMatcher(None, mine, its, autojunk=False)
    if matcher.ratio() < _HALF:
        return False
    return any(
        tag == "replace"
        and i > 0
        and mine[i - 1].islower()  # within a sentence: names, and not the words of a title
        and all(word[0].isupper() for word in (*mine[i:last_i], *its[j:last_j]))
        for tag, i, last_i, j, last_j in matcher.get_opcodes()
    )


def _are_sections_alike(pair: tuple[Evidence, Evidence]) -> bool:
    """Return whether two sections may be about the same: years and names in their titles agree."""
    marks = [_marks(item.hit.passage.headings[1:]) for item in pair]
    return not (marks[0] and marks[1] and marks[0].isdisjoint(marks[1]))


def _marks(headings: Sequence[str]) -> set[str]:
    """Return the years in headings: what is below "2019" is about that year."""
    return {
        value.key
        for heading in headings
        for value in values(heading)
        if value.kind == DATE or (value.kind == NUMBER and value.unit)
    }


def _disagreement(index: Index, found: Difference, pair: tuple[Evidence, Evidence]) -> Disagreement:
    statements = tuple(
        _statement(index, item, span)
        for item, span in zip(pair, (found.one, found.other), strict=True)
    )
    first, second = statements
    order = later(first.dated, second.dated)
    newer = "" if not order else (first if order > 0 else second).citation.doc_id
    return Disagreement(found.kind, statements, newer)


def _statement(index: Index, item: Evidence, span: Span) -> Statement:
    document = index.document(item.hit.passage.doc_id)
    at = item.span.start
    return Statement(
        text=document.text[item.span.start : item.span.end],
        citation=cite(document, item.span, item.hit.passage.headings),
        differing=(Span(at + span.start, at + span.end),) if span.start < span.end else (),
        dated=date_of(document),
    )
