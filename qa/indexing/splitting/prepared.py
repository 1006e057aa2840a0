"""Documents whose text has been worked through, so that storing them cannot fail because of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from qa.text import analyzer
from qa.text.analyzer import terms

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qa.indexing.splitting.contexts import NewPassage
    from qa.records import Document


class CountedPassage(NamedTuple):
    """A passage with its words.

    Attributes:
        new: the passage.
        terms: of its own words.
        context_terms: of title and headings.
        words: of both, for the correction of misspelt questions.
    """

    new: NewPassage
    terms: list[str]
    context_terms: list[str]
    words: set[str]


class Prepared(NamedTuple):
    """A document, ready to be stored.

    Attributes:
        document: as it was read.
        passages: its passages, in order.
    """

    document: Document
    passages: list[CountedPassage]


def prepared(document: Document, passages: Iterable[NewPassage]) -> Prepared:
    """Return a document with the terms and words of its passages; nothing is stored.

    Args:
        document: as it was read.
        passages: of the document, in order.
    """
    counted = []
    for new in passages:
        body = document.text[new.passage.start : new.passage.end]
        words = words_of(new.context, body)
        counted.append(CountedPassage(new, terms(body), terms(new.context), words))
    return Prepared(document, counted)


def words_of(context: str, body: str) -> set[str]:
    """Return the words of a passage, folded.

    Args:
        context: title and headings above it.
        body: its own text.
    """
    return set(analyzer.words(f"{context} {body}"))
