"""What another document changes in a quoted clause: "Clause 7.2 of the Agreement is deleted".

A contract and its amendments are separate files, and the clause that was changed reads as if it
were in force. So a document is looked for that refers to the number of the clause, or to a term
of the quote, with a word such as "deleted" or "replaced", and that names the quoted document.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from qa.answers.changed_statements import changed_by
from qa.answers.document_dates import date_of, later
from qa.deadlines import check_deadline
from qa.records import Span
from qa.text.analyzer import terms
from qa.text.clause_references import labels_of, references
from qa.text.dates import MONTHS, dates

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qa.index.search import Index
    from qa.records import Disagreement, Document, Passage, Quote
    from qa.text.clause_references import Label

KIND = "amendment"
"""Kind of the disagreement of a quote with what changes it."""

MOST = 2
"""Amendments that an answer shows."""

_QUOTES = 2  # of an answer whose amendments are looked for
_PASSAGES = 20  # that are read
_OPENING = 1_500  # characters in which a document names the one that it changes
_TITLE = 10  # characters of a title that names one document
_SHORT = 3  # letters of a word that says nothing of what is changed

_CHANGES = re.compile(
    r"\b(?:amended|deleted|replaced|substituted|varied|modified|restated|removed|revoked|"
    r"superseded|disapplied|inserted|added|increased|reduced|extended|shortened|"
    r"geändert|ersetzt|gestrichen|aufgehoben|gefasst|ergänzt|erhöht|ermäßigt|verlängert|"
    r"modifiée?s?|remplacée?s?|supprimée?s?|abrogée?s?|complétée?s?|prorogée?s?)\b"
    r"|\bread\sas\b|\b(?:lautet|erhält)\b",
    re.IGNORECASE,
)
_AS_CHANGED = re.compile(
    r"\b(?:as|if|unless|may\sbe|not|never|nothing|cannot\sbe)\s(?:\w+\s){0,2}\Z", re.IGNORECASE
)
_AMENDS = re.compile(
    r"\b(?:amend(?:ment|ing|s)|variation|supplement(?:al|ary)?|side\sletter|addendum|"
    r"nachtrag|änderung\w*|avenant|amended|varied)\b",
    re.IGNORECASE,
)
_WORDS = frozenset(
    terms(
        "amended deleted replaced substituted varied restated removed revoked superseded increased "
        "reduced extended geändert ersetzt gestrichen aufgehoben gefasst verlängert erhöht modifié "
        "remplacé supprimé abrogé prorogé clause"
    )
)
_MONTHS = frozenset(map(str.title, MONTHS))
_NAME = re.compile(r"(?<=[a-zß-ÿ,;(] )[^\W\d_a-zß-ÿ][\w'’-]{2,}")  # within a sentence
_TERM = re.compile(r"\b[^\W\d_a-zß-ÿ][a-zß-ÿ]+(?: [^\W\d_a-zß-ÿ][a-zß-ÿ]+){1,3}\b")


def amendments(index: Index, quotes: Sequence[Quote]) -> tuple[Disagreement, ...]:
    """Return where sentences of other documents change what the first quotes say.

    Args:
        index: that was searched.
        quotes: that are shown, best first.
    """
    return tuple(islice(_found(index, quotes[:_QUOTES]), MOST))


def _found(index: Index, quotes: Sequence[Quote]) -> Iterator[Disagreement]:
    seen: set[tuple[str, int]] = set()
    for at, quote in enumerate(quotes):
        document = index.document(quote.citation.doc_id)
        opening = f"{document.title}\n{document.text[:_OPENING]}"
        if _AMENDS.search(opening.split("\n\n", maxsplit=1)[0]) or _CHANGES.search(quote.text):
            continue  # the numbers of an amendment are no clauses of the contract
        labels = labels_of(document.text, quote.citation.start, quote.citation.headings)
        names = _TERM.findall(" ".join(quote.text.split()))
        for passage in _passages(index, document, labels, names):
            other = index.document(passage.doc_id)
            if later(date_of(other), date_of(document)) < 0 or not _names(other, document):
                continue
            for sentence in passage.sentences:
                words = other.text[sentence.start : sentence.end]
                span = _changed(words, quote.text, labels, names)
                key = (passage.doc_id, sentence.start)
                if span is None or key in seen or _is_quoted(key, quotes[:at]):
                    continue
                seen.add(key)
                named = Span(sentence.start + span.start, sentence.start + span.end)
                yield changed_by(KIND, quote, document, other, passage, sentence, named)


def _is_quoted(sentence: tuple[str, int], above: Sequence[Quote]) -> bool:
    """Return whether a better quote has a sentence: the answer begins with what is in force."""
    doc_id, start = sentence
    return any(
        one.citation.doc_id == doc_id and one.citation.start <= start < one.citation.end
        for one in above
    )


def _passages(
    index: Index, document: Document, labels: Sequence[Label], names: Sequence[str]
) -> Iterator[Passage]:
    """Yield the passages of other documents that may change a quote."""
    generation = index.generation
    wanted = {term for label in labels for term in terms(label.number)}
    wanted |= {term for name in names for term in terms(name)}
    holders = generation.document_frequencies(_WORDS)
    verbs = [term for term in sorted(_WORDS) if holders[term]]
    if not verbs:
        return
    check_deadline()
    query = [*sorted(wanted), *verbs]
    numbers = [number for number, _ in generation.matching(query, _PASSAGES)]
    for passage in index.passages(numbers):
        if passage.doc_id not in (document.doc_id, *document.places):
            yield passage


def _names(other: Document, document: Document) -> bool:
    """Return whether a document names another one: by its date or title, and by a party of it."""
    texts = [" ".join(one.text[:_OPENING].split()) for one in (other, document)]
    title = next((heading.title for heading in document.headings), document.title)
    words, parties = (
        set.intersection(*({*kind.findall(text)} for text in texts)) for kind in (_NAME, _TERM)
    )
    days = set.intersection(*map(_days, texts))
    if days and words - set(_NAME.findall(title)) - _MONTHS:
        return True
    # Many contracts have one title, and one party.
    is_titled = len(title) >= _TITLE and title.casefold() in texts[0].casefold()
    return is_titled and len(parties - {*_TERM.findall(title)}) > 1


def _days(text: str) -> set[tuple[int | None, int, int | None]]:
    return {(one.year, one.month, one.day) for one in dates(text) if one.year and one.day}


def _changed(
    sentence: str, quoted: str, labels: Sequence[Label], names: Sequence[str]
) -> Span | None:
    """Return the words of a sentence that name what it changes, if that is in a quote."""
    change = next(
        (
            found
            for found in _CHANGES.finditer(sentence)
            if not _AS_CHANGED.search(sentence[max(0, found.start() - 40) : found.start()])
        ),
        None,
    )
    if change is None:
        return None
    for reference in references(sentence):
        if reference.label not in labels:
            continue
        is_own = reference.label == labels[0]
        if is_own and not reference.label.is_attached:
            return Span(reference.start, reference.end)
        # Of a whole schedule or chapter, only something may be changed.
        begins = not sentence[: reference.start].rstrip().casefold().endswith((" in", "in", "im"))
        if begins or _shared(sentence, quoted):
            return Span(reference.start, reference.end)
    flat = " ".join(sentence.split())
    for name in names:
        at = sentence.find(name)
        if at >= 0 and re.search(rf"{re.escape(name)} \w{{2,5}} (?:hereby )?{change[0]}", flat):
            return Span(at, at + len(name))
    return None


def _shared(sentence: str, quoted: str) -> bool:
    """Return whether a sentence has a word of a quote that says what it is about."""
    words = ({term for term in terms(text) if term.isalpha()} for text in (sentence, quoted))
    return any(len(term) > _SHORT for term in set.intersection(*words))
