"""A quoted document that is out of date: it says so itself, or another one says so.

"Superseded by version 3", at the top of a policy, is far from the sentence that answers. And the
new policy, which says that it replaces that of 2022, may not be quoted at all.
"""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

from qa.answers.changed_statements import changed_by
from qa.answers.document_dates import date_of, later
from qa.records import Span
from qa.text.analyzer import terms
from qa.text.clause_references import references

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qa.index.search import Index
    from qa.records import Disagreement, Document, Passage, Quote

KIND = "superseded"
"""Kind of the disagreement of a quote with what says that its document is out of date."""

_OPENING = 800  # characters in which a document says that it replaces another, or is replaced
_PASSAGES = 20  # that are read
_SHORTEST = 5  # letters of what a document is called
_SHOWN = 60  # characters of the words that say so
_DOCUMENT = (
    r"policy|policies|version|document|agreement|handbook|guid(?:e|ance|elines?)|manual|edition|"
    r"notice|procedures?|rules|terms|code|richtlinie|fassung|ordnung|vertrag|politique|règlement"
)
_IS_REPLACED = re.compile(
    rf"\bsuperseded\sby\b|\b(?:{_DOCUMENT})\b[^.]{{0,40}}\b(?:replaced|repealed|withdrawn)\b"
    rf"|\breplaced\sby\b[^.]{{0,20}}\b(?:{_DOCUMENT})\b|\bno\slonger\s(?:valid|in\sforce|applies)\b"
    r"|\bersetzt\sdurch\b|\baußer\sKraft\b|\bremplacée?\spar\b|\babrogée?\b",
    re.IGNORECASE,
)
_REPLACES = re.compile(r"\b(?:replaces|supersedes|ersetzt|remplace)\b", re.IGNORECASE)
_EARLIER = re.compile(
    r"\b(?:all|any|previous|earlier|prior|former|früher\w*|bisherig\w*|précédente?s?)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d+(?:\.\d+)*")
_WORD = re.compile(r"[^\W\d_]+")
_VERBS = tuple(dict.fromkeys(terms("replaces supersedes superseded ersetzt remplace")))


def superseded(index: Index, quotes: Sequence[Quote]) -> tuple[Disagreement, ...]:
    """Return the sentence that says that the document of the first quote is out of date, if any.

    Args:
        index: that was searched.
        quotes: that are shown, best first.
    """
    quote = quotes[0]
    document = index.document(quote.citation.doc_id)
    own = index.passages(index.generation.numbers_of([document.doc_id])[:_PASSAGES])
    found = chain(_says_itself(document, own), _says_another(index, document))
    for other, passage, sentence, words in found:
        if quote.citation.start <= sentence.start < quote.citation.end and other is document:
            continue  # it is quoted
        return (changed_by(KIND, quote, document, other, passage, sentence, words),)
    return ()


def _says_itself(
    document: Document, passages: Sequence[Passage]
) -> Iterator[tuple[Document, Passage, Span, Span]]:
    for passage, sentence in _opening_sentences(passages):
        text = document.text[sentence.start : sentence.end]
        said = _IS_REPLACED.search(text)
        if said and next(references(text), None) is None:
            yield document, passage, sentence, _words(sentence, text, said)


def _says_another(
    index: Index, document: Document
) -> Iterator[tuple[Document, Passage, Span, Span]]:
    generation = index.generation
    holders = generation.document_frequencies(_VERBS)
    verbs = [term for term in _VERBS if holders[term]]
    names = _names(document)
    if not verbs or not names:
        return
    wanted = sorted({term for name in names for term in terms(name)})
    numbers = [number for number, _ in generation.matching([*wanted, *verbs], _PASSAGES)]
    known = {*_NUMBER.findall(document.text[:_OPENING]), *_NUMBER.findall(document.doc_id)}
    for passage, sentence in _opening_sentences(index.passages(numbers)):
        if passage.doc_id in (document.doc_id, *document.places):
            continue
        other = index.document(passage.doc_id)
        text = other.text[sentence.start : sentence.end]
        said = _REPLACES.search(text)
        if said is None or names.isdisjoint(_names(other)):
            continue
        if later(date_of(document), date_of(other)) > 0:
            continue
        behind = text[said.end() :]
        is_this = not known.isdisjoint(_NUMBER.findall(behind))
        if (is_this or _EARLIER.search(behind)) and next(references(text), None) is None:
            yield other, passage, sentence, _words(sentence, text, said)


def _opening_sentences(passages: Sequence[Passage]) -> Iterator[tuple[Passage, Span]]:
    for passage in passages:
        for sentence in passage.sentences:
            if sentence.start < _OPENING:
                yield passage, Span(sentence.start, sentence.end)


def _words(sentence: Span, text: str, said: re.Match[str]) -> Span:
    """Return the words from "replaces" to the end of the sentence, if these are few."""
    rest = text[said.start() :].rstrip('*_.!"”’) \n')
    end = said.start() + len(rest) if len(rest) <= _SHOWN else said.end()
    return Span(sentence.start + said.start(), sentence.start + end)


def _names(document: Document) -> set[str]:
    """Return what a document may be called: its first heading or line and its title, in words."""
    line = document.text[:_OPENING].strip().partition("\n")[0]
    titles = (document.title, *(heading.title for heading in document.headings[:1]), line)
    named = (" ".join(map(str.casefold, _WORD.findall(title))) for title in titles)
    return {name for name in named if len(name) >= _SHORTEST}
