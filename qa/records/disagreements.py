"""What two documents say of the same thing, where they differ."""

from __future__ import annotations

from dataclasses import dataclass

from qa.records.citations import Citation  # noqa: TC001 - FastAPI reads the annotations
from qa.records.documents import Span  # noqa: TC001 - as above


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of a document that says something else than one of another document.

    Attributes:
        text: ``document.text[citation.start:citation.end]``, to the character.
        citation: where it is.
        differing: the words that differ, by offset in the document; empty where words are missing.
        dated: the date that the document states for itself, such as ``2024-05-02`` or ``2024``;
            empty if it states none.
    """

    text: str
    citation: Citation
    differing: tuple[Span, ...]
    dated: str = ""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two sentences of different documents in the same words, but for one thing.

    Or a sentence, and one that says that it was changed.

    Attributes:
        kind: ``number``, ``date``, ``name`` or ``negation``; ``amendment`` if the second sentence
            changes the clause that the first is from, ``superseded`` if it says that the document
            of the first is out of date. ``differing`` are the words that say so then.
        statements: the two sentences, that of the better quote first.
        newer: ``doc_id`` of the document that states a later date for itself; empty if unknown.
    """

    kind: str
    statements: tuple[Statement, ...]
    newer: str = ""
