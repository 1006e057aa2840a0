"""Rows of tables that a question names: "How much did Brill pay for repairs in 2021?".

The label of a row, the names of its columns and what stands above the table say together what
its numbers are. Where they account for all words of a question, the row answers it;
scores weigh the few words of the row alone.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from qa.answers.answer_types import ExpectedAnswer
from qa.questions.measures import asked_measure
from qa.text.analyzer import terms
from qa.text.tables.cells import cells
from qa.text.tables.quoted import quoted_table
from qa.text.tables.rows import table_lines_above

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from qa.answers.features import Candidates, Evidence
    from qa.records import Document, Span

_YEAR = re.compile(r"(?:19|20)\d\d")
_ASIDE = re.compile(r"\([^()]*\)|[⁽⁾⁰¹²³⁴-⁹*†‡]+")  # also the mark of a footnote
_WORD = re.compile(r"\w+")
_WORDS_ALONE = re.compile(r"\D*[^\W\d_]\D*")
_LONG_WORD = re.compile(r"[^\W\d_]{4}")  # unlike the EUR of an amount
_DATE = re.compile(r"\d[-/:]\d|\d ?[^\W\d_]|[^\W\d_] ?\d|\b\d{1,2}\.\d{1,2}\.(?!\d{3}\b)")
_ABOVE = 300  # characters above a table that say what is in it
# Words of a question that ask for an amount, and of a label that say it is one.
_AMOUNT = frozenset(
    terms(
        "amount value figure number total sum net expense payment cost report reported record "
        "recorded have had has make made spend spent pay paid earn earned generate generated "
        "receive received incur incurred recognize recognized show fiscal year years end ended "
        "company corporation group segment tell give high much many"
    )
)
_NOT_NAMED = (0, 0, 0)


def in_named_row(
    question: str, candidates: Candidates, document: Callable[[str], Document]
) -> NDArray[np.bool_]:
    """Return which sentences are rows that the question names, bool ``(sentences,)``.

    Of several, those that share most words with it and have fewest others. If it names several
    years, the rows must cover all of them: one year alone is half an answer.

    Args:
        question: in one line.
        candidates: the sentences.
        document: returns the document with a ``doc_id``.
    """
    asked = frozenset(term for term in terms(question) if len(term) > 1)
    expected = ExpectedAnswer.of(question)
    found = [_NOT_NAMED] * len(candidates.evidence)
    for i, item in enumerate(candidates.evidence):
        source = document(item.hit.passage.doc_id)
        row = source.text[item.span.start : item.span.end]
        if row.startswith("|") and _may_answer(expected, cells(row)[1:]):
            found[i] = _likeness(question, asked, item, source)
    best = max(found, default=_NOT_NAMED)
    rows = np.array([each == best != _NOT_NAMED for each in found], dtype=bool)
    stated: set[str] = set()
    for at in map(int, np.flatnonzero(rows)):
        item = candidates.evidence[at]
        source = document(item.hit.passage.doc_id)
        names = _names_of_columns(source, item.span)
        stated |= set(_YEAR.findall(f"{names} {_label(source, item)}"))
    return rows & (set(_YEAR.findall(question)) <= stated)


def rows_of_years(
    question: str,
    candidates: Candidates,
    named: NDArray[np.bool_],
    document: Callable[[str], Document],
) -> list[tuple[int, ...]]:
    """Return the named rows that begin with years of the question, as positions, by document.

    One row for each year, or several rows of one year.

    Args:
        question: in one line.
        candidates: the sentences.
        named: see :func:`in_named_row`.
        document: returns the document with a ``doc_id``.
    """
    years, items = set(_YEAR.findall(question)), candidates.evidence
    found: dict[str, list[int]] = {}
    for at in map(int, np.flatnonzero(named)):
        source = document(items[at].hit.passage.doc_id)
        if years & set(_YEAR.findall(_label(source, items[at]))):
            found.setdefault(source.doc_id, []).append(at)
    return [tuple(sorted(rows, key=lambda at: items[at].span.start)) for rows in found.values()]


def _label(source: Document, item: Evidence) -> str:
    return cells(source.text[item.span.start : item.span.end])[0]


def _likeness(
    question: str, asked: frozenset[str], item: Evidence, source: Document
) -> tuple[int, int, int]:
    """Return how well a question names a row: the more, the better.

    Words that its label shares with the question, those that the table shares, and, negative,
    words of the label that are not in the question.
    """
    text = source.text
    label, *values = cells(text[item.span.start : item.span.end])
    label = _ASIDE.sub(" ", label)
    own = frozenset(terms(label))
    names = _names_of_columns(source, item.span)
    measure = asked_measure(question)
    if measure and (called := measure.nouns & own.union(terms(names))):
        asked = (asked - measure.adjective) | called  # "how heavy" asks for the mass
    if not own & asked or not own <= asked | _AMOUNT or not any(map(_has_digit, values)):
        return _NOT_NAMED
    # Years are columns of some tables, and rows of others; of those, each has one of the years.
    years = set(_YEAR.findall(question))
    if (of_row := set(_YEAR.findall(label)) & years) and years - of_row:
        asked -= years - of_row
        years = of_row
    if not names or not years <= set(_YEAR.findall(f"{names} {label}")):
        return _NOT_NAMED
    table = frozenset(terms(" ".join((names, *table_lines_above(text, item.span, _ABOVE)))))
    known = table.union(terms(" ".join((source.title, *item.hit.passage.headings))))
    if asked - own - known - _AMOUNT:
        return _NOT_NAMED
    said = set(_WORD.findall(question.casefold()))
    others = sum(word not in said for word in _WORD.findall(label.casefold()))
    return len(own & asked), len((asked - own) & table), -others


def _names_of_columns(source: Document, row: Span) -> str:
    table = quoted_table(source, row)
    return " | ".join(name.text for line in table.header for name in line) if table else ""


def _may_answer(expected: ExpectedAnswer, values: Sequence[str]) -> bool:
    """Return whether what is asked for may be in a row: amounts say not why, nor who or when."""
    if expected.number:
        return True
    if expected.reason:
        return False
    if expected.time and any(map(_DATE.search, values)):
        return True
    if expected.person or expected.place or expected.time:
        return any(_WORDS_ALONE.fullmatch(value) or _LONG_WORD.search(value) for value in values)
    return True


def _has_digit(cell: str) -> bool:
    return any(char.isdigit() for char in cell)
