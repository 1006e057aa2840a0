"""The state that a question asks for of the rows of a table: paid, not paid, unpaid, insured.

A column of yes and no has its state in its name, others in their cells: "paid", "not yet paid",
"paid in full on 3 March".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from qa.answers.answer_types import names_by_term
from qa.answers.scope import Scope, is_negation, words_of
from qa.questions.past import deeds
from qa.text.analyzer import terms

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from qa.answers.candidate_rows import Row, Rows

_YES = frozenset({"yes", "y", "true", "x", "✓", "✔", "ja", "oui", "sí", "1"})
_NO = frozenset({"no", "n", "false", "", "-", "–", "—", "nein", "non", "0"})
_NEGATING = ("un", "non-", "non")
_UNPAID = frozenset({"open", "outstanding", "owed", "owes", "owe", "owing", "unsettled"})
_PAID = (frozenset(deeds("paid")), frozenset(deeds("settled")))
_CLOSED = re.compile(
    r"\b(?:written off|cancell?ed|void(?:ed)?|waived|refunded|credited|withdrawn|reversed|exempt"
    r"|rejected|forgiven|settled|closed|deleted|not applicable|n/a)\b"
)
_WITH = frozenset("in full fully completely already on by yet since still as of so far".split())  # noqa: SIM905
_LONGEST_STATE = 3  # words
_DAY = re.compile(
    r"\b(?:\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d\d)"
    r"|\d{1,2}\.? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?(?: \d{4})?"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.? \d{1,2}(?:,? \d{4})?)"
    r"(?![\w./-])"
)
"""A day in small letters, as a cell is read."""


class _Option(NamedTuple):
    """A state that rows may be in.

    Attributes:
        terms: of the words for it.
        values: of the cells that say that a row is in it.
    """

    terms: frozenset[str]
    values: frozenset[str]


class State(NamedTuple):
    """A state that a question asks for, and where the rows of a table have it.

    Attributes:
        column: of the table.
        values: of its cells that are this state.
        negated: whether the rows without it are asked for.
        is_open: whether rows that are settled in another way are not asked for.
        words: such as "not paid".
        terms: of the words of the question that name it.
    """

    column: int
    values: frozenset[str]
    negated: bool
    is_open: bool
    words: str
    terms: frozenset[str]

    @classmethod
    def of(cls, question: str, table: Rows) -> State | None:
        """Return the state that a question asks for of the rows of a table; None for none.

        Args:
            question: in one line.
            table: with its rows.
        """
        scope = Scope(question)
        named = frozenset(names_by_term(question))
        options = [
            (column, option)
            for column in range(1, len(table.names))
            for option in _options(table, column)
            if not option.terms <= named
        ]
        # "Unpaid" is every state but "paid", even where another row says "unpaid".
        for said in (_denied, _stated, _denied_by_another):
            for column, option in options:
                words = said(option.terms, scope.words)
                if words:
                    unless = said is not _stated
                    return cls(
                        column,
                        option.values,
                        scope.negated != unless,
                        unless and not scope.negated,
                        " ".join(("not", *words) if scope.negated else words),
                        frozenset(terms(" ".join(words))),
                    )
        return None

    def is_of(self, row: Row) -> bool:
        """Return whether a row is in the state that is asked for.

        Args:
            row: of the table.
        """
        value = row.cells[self.column] if self.column < len(row.cells) else ""
        is_closed = self.is_open and _CLOSED.search(value) is not None
        return (value in self.values) != self.negated and not is_closed


def _options(table: Rows, column: int) -> Iterator[_Option]:
    """Yield the states that a column shows; "partly paid" before "paid"."""
    values = {row.cells[column] for row in table.rows if column < len(row.cells)}
    if values & (_YES | _NO) and values <= _YES | _NO:
        stated, _ = _read(table.names[column])
        if stated:
            yield _Option(stated, _YES)
        return
    if values & _NO and all(value in _NO or _DAY.fullmatch(value) for value in values):
        # The day on which it was paid, or nothing.
        stated, _ = _read(table.names[column].replace("date", " "))
        if stated:
            yield _Option(stated, frozenset(values - _NO))
        return
    read = {value: _read(value) for value in values}
    options = {stated for stated, _ in read.values() if stated}
    for option in sorted(options, key=lambda one: (-len(one), sorted(one))):
        affirming = (value for value in values if read[value] == (option, False))
        yield _Option(option, frozenset(affirming))


def _read(value: str) -> tuple[frozenset[str], bool]:
    """Return the terms of a state that a cell names, and whether it denies it; none of others."""
    words = words_of(_DAY.sub(" ", value))
    stated = [word for word in words if word not in _WITH and not is_negation(word)]
    if len(stated) > _LONGEST_STATE or any(map(str.isdigit, "".join(stated))):
        return frozenset(), False
    return deeds(" ".join(stated)), any(map(is_negation, words))


def _stated(option: Collection[str], words: Sequence[str]) -> tuple[str, ...]:
    """Return the words of a question for a state."""
    own = tuple(word for word in words if not deeds(word).isdisjoint(option))
    return own if deeds(" ".join(own)).issuperset(option) else ()


def _denied(option: Collection[str], words: Sequence[str]) -> tuple[str, ...]:
    """Return the word of a question that denies a state by its beginning, such as "unpaid"."""
    for word in words:
        bare = next((word.removeprefix(sign) for sign in _NEGATING if word.startswith(sign)), "")
        if bare and deeds(bare) == option:
            return (word,)
    return ()


def _denied_by_another(option: Collection[str], words: Sequence[str]) -> tuple[str, ...]:
    """Return the word of a question that denies that something is paid, such as "outstanding"."""
    return tuple(word for word in words if word in _UNPAID)[:1] if option in _PAID else ()
