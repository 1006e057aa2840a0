"""Sentences on the very thing that a question identifies, and those on another of its kind.

"Has INV-1043 been paid?" shares as many words with the row of INV-1042. Where some sentence has
the identifier, those that have only others of its kind speak of something else.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from qa.questions.identifiers import Identifier, asked_abbreviation, identifiers
from qa.text.tables.quoted import quoted_table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from qa.answers.features import Evidence
    from qa.records import Document


class Identified(NamedTuple):
    """What sentences say of the thing that a question identifies, bool ``(sentences,)`` each.

    Attributes:
        other: those that have only other identifiers of the kind.
        rows: rows of a table that begin with the identifier.
        lacking: codes of the question that none of them has, though some have others of the kind.
    """

    other: NDArray[np.bool_]
    rows: NDArray[np.bool_]
    lacking: frozenset[str] = frozenset()


def identified(
    question: str, evidence: Sequence[Evidence], document: Callable[[str], Document]
) -> Identified:
    """Return which sentences are on the thing that a question identifies, and on others.

    Args:
        question: in one line.
        evidence: the sentences.
        document: returns the document with a ``doc_id``.
    """
    asked = identifiers(question)
    nothing = np.zeros(len(evidence), dtype=bool)
    found = _by_shape(asked, evidence, document) if asked else Identified(nothing, nothing)
    if abbreviation := asked_abbreviation(question):
        lacking = np.array([not _has(abbreviation, item, document) for item in evidence], bool)
        return found._replace(other=nothing if lacking.all() else lacking)
    return found


def _by_shape(
    asked: frozenset[Identifier],
    evidence: Sequence[Evidence],
    document: Callable[[str], Document],
) -> Identified:
    nothing = np.zeros(len(evidence), dtype=bool)
    shapes = {one.shape for one in asked}
    exact, other, rows = nothing.copy(), nothing.copy(), nothing.copy()
    found: set[str] = set()
    for i, item in enumerate(evidence):
        source = document(item.hit.passage.doc_id)
        text = source.text[item.span.start : item.span.end]
        own = identifiers(text)
        of_row = _of_row(source, item)
        # A code names one row. A period does not: rows of any table may be about the same years.
        rows[i] = any(one.shape != "period" for one in asked & of_row)
        own |= of_row
        if not shapes & {one.shape for one in own}:
            # What stands below "Exhibit B" is of that exhibit.
            own |= identifiers(" · ".join(item.hit.passage.headings[-1:]))
        exact[i] = bool(asked & own)
        found |= {one.shape for one in own}
        other[i] = not exact[i] and bool(shapes & {one.shape for one in own})
    if exact.any():
        return Identified(other, rows)
    return Identified(nothing, rows, frozenset(one.code for one in asked if one.shape in found))


def _has(abbreviation: str, item: Evidence, document: Callable[[str], Document]) -> bool:
    """Return whether a sentence, or the heading above it, has an abbreviation."""
    passage = item.hit.passage
    text = document(passage.doc_id).text[item.span.start : item.span.end]
    around = " ".join((text, *passage.headings[-1:]))
    return re.search(rf"\b{re.escape(abbreviation)}s?\b", around, re.IGNORECASE) is not None


def _of_row(source: Document, item: Evidence) -> frozenset[Identifier]:
    """Return the identifiers of what a row begins with: its column is called "Exhibit"."""
    table = quoted_table(source, item.span)
    if table is None or len(table.rows) != 1 or not table.rows[0]:
        return frozenset()
    label = table.rows[0][0]
    words = source.text[label.start : label.end]
    name = table.header[-1][0].text if table.header and table.header[-1] else ""
    return identifiers(words) | identifiers(f"{name} {words}")
