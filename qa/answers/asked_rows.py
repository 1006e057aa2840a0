"""Rows of a table that answer together: "Which invoices are not paid?", "the largest invoice".

The names of the columns, the heading and the title say what the rows are; a cell says in what
state each is. Where they account for all words of the question, these rows answer it, and rows in
another state do not, however many words they share.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from qa.answers.answer_types import names_by_term
from qa.answers.candidate_rows import tables_among
from qa.answers.scope import Scope
from qa.answers.superlatives import superlatives
from qa.questions.kinds import asks_several, question_kind
from qa.questions.totals import asked_total, states_total
from qa.text.analyzer import terms

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from qa.answers.candidate_rows import Row, Rows
    from qa.answers.features import Evidence
    from qa.records import Document

_ASKING = frozenset(
    terms(
        "list show give tell name find many much total sum amount number add come altogether"
        " combined value please need currently yet already still get one row entry entries item"
        " take took taken use used cost charge charged spend spent make made run bring brought"
    )
)
_YES = frozenset({"yes", "y", "true", "x", "✓", "✔", "ja", "oui", "sí", "1"})
_NO = frozenset({"no", "n", "false", "", "-", "–", "—", "nein", "non", "0"})
_NEGATING = ("un", "non-", "non")
_UNPAID = frozenset({"open", "outstanding", "owed", "unsettled"})
_PAID = frozenset({"paid", "settled"})
_LONGEST_STATE = 3  # words
_FEW = 2


class OfTable(NamedTuple):
    """The rows of one table that answer together, as positions of sentences.

    Attributes:
        rows: those that do, in the order of the document.
        others: those in another state.
        state: that was asked for, such as "not paid"; empty where none was.
    """

    rows: tuple[int, ...] = ()
    others: tuple[int, ...] = ()
    state: str = ""


class AskedRows(NamedTuple):
    """The rows that answer together, by their table.

    Attributes:
        tables: the one whose rows rank first, then the others.
    """

    tables: tuple[OfTable, ...] = ()

    @property
    def rows(self) -> tuple[int, ...]:
        """The rows that answer, as positions of sentences."""
        return tuple(row for table in self.tables for row in table.rows)

    @property
    def others(self) -> tuple[int, ...]:
        """The rows in another state."""
        return tuple(row for table in self.tables for row in table.others)

    @property
    def state(self) -> str:
        """The state that was asked for; empty where none was."""
        return self.tables[0].state if self.tables else ""

    def reordered(self, ranks: NDArray[np.intp]) -> AskedRows:
        """Return the same rows of the same sentences in another order.

        Args:
            ranks: int ``(sentences,)``, the new position of each sentence.
        """
        tables = (
            OfTable(_at(ranks, one.rows), _at(ranks, one.others), one.state) for one in self.tables
        )
        return AskedRows(tuple(sorted(tables, key=lambda table: min(table.rows))))


def asked_rows(
    question: str, evidence: Sequence[Evidence], document: Callable[[str], Document]
) -> AskedRows:
    """Return the rows that a question asks for; none where it asks for no rows.

    Args:
        question: in one line.
        evidence: the sentences.
        document: returns the document with a ``doc_id``.
    """
    compares = bool(superlatives(question) or asked_total(question))
    kind = question_kind(question)
    if not (compares or asks_several(question) or kind == "keyword" or _counts(question)):
        return AskedRows()
    tables = [
        (table, asked)
        for table in tables_among(evidence, document)
        if (asked := _asked_of(question, table, compares=compares)).rows
    ]
    # Another sheet of a workbook on invoices has their name in its title only.
    wanted = frozenset(terms(question))
    called = [asked for table, asked in tables if wanted & table.called]
    found = called or [asked for _, asked in tables]
    return AskedRows(tuple(sorted(found, key=lambda asked: min(asked.rows))))


def _at(ranks: NDArray[np.intp], positions: Sequence[int]) -> tuple[int, ...]:
    return tuple(int(ranks[position]) for position in positions)


def _counts(question: str) -> bool:
    return question.casefold().startswith("how many ")


def _asked_of(question: str, table: Rows, *, compares: bool) -> OfTable:
    """Return the rows of a table that a question asks for."""
    state = _State.of(question, table)
    # Of a table in prose, the whole is quoted, with its header.
    listed = table.is_data and not compares and _is_of(question, table)
    if state is None and not compares and not listed:
        return OfTable()
    asked = frozenset(terms(question))
    asked -= _ASKING - table.known
    asked -= frozenset(term for word in superlatives(question) for term in terms(word))
    if state:
        asked -= state.terms
    named = frozenset(names_by_term(question))
    if not asked & table.known:
        return OfTable()
    # "The open invoices of Brill": what no column says must be in the row.
    further = asked - table.known
    rows = [row for row in table.rows if further <= frozenset(terms(" ".join(row.cells)))]
    if further - named or (compares and len(rows) < _FEW):
        return OfTable()
    if compares:
        rows = [row for row in rows if any(any(map(str.isdigit, cell)) for cell in row.cells[1:])]
        totals = [row for row in rows if states_total(row.cells[0])]
        if asked_total(question) and totals and state is None:
            return OfTable(tuple(row.position for row in totals))
        rows = [row for row in rows if row not in totals]
    if state is None:
        found = tuple(row.position for row in rows)
        return OfTable(found, state=table.names[0] if listed else "")
    return OfTable(
        tuple(row.position for row in rows if state.is_of(row)),
        tuple(row.position for row in table.rows if not state.is_of(row)),
        state.words,
    )


def _is_of(question: str, table: Rows) -> bool:
    """Return whether a question is for the things that the rows of a table are."""
    things = frozenset(terms(table.names[0]))
    return bool(things) and things <= frozenset(terms(question))


class _State(NamedTuple):
    """A state that a question asks for, and where the rows of a table have it.

    Attributes:
        column: of the table.
        values: of its cells that are this state.
        negated: whether the rows without it are asked for.
        words: such as "not paid".
        terms: of the words of the question that name it.
    """

    column: int
    values: frozenset[str]
    negated: bool
    words: str
    terms: frozenset[str]

    @classmethod
    def of(cls, question: str, table: Rows) -> _State | None:
        """Return the state that a question asks for of the rows of a table; None for none."""
        scope = Scope(question)
        named = frozenset(names_by_term(question))
        for column in range(1, len(table.names)):
            values = {row.cells[column] for row in table.rows if column < len(row.cells)}
            is_switch = bool(values & (_YES | _NO)) and values <= _YES | _NO
            options = {table.names[column]} if is_switch else values
            # "Partly paid" before "paid".
            for option in sorted(options, key=lambda one: (-len(one.split()), one)):
                said = _said(option, scope.words)
                if said is None or frozenset(terms(option)) <= named:
                    continue
                words, unless = said
                own = _YES if is_switch else frozenset({option})
                negated = scope.negated != unless
                stated = " ".join(("not", *words) if scope.negated else words)
                return cls(column, own, negated, stated, frozenset(terms(" ".join(words))))
        return None

    def is_of(self, row: Row) -> bool:
        """Return whether a row is in the state that is asked for."""
        value = row.cells[self.column] if self.column < len(row.cells) else ""
        return (value in self.values) != self.negated


def _said(option: str, words: Sequence[str]) -> tuple[tuple[str, ...], bool] | None:
    """Return the words of a question for a state, and whether they deny it; None for none.

    "Unpaid" denies "paid", and so does "outstanding".
    """
    stated = frozenset(terms(option))
    if not stated or len(option.split()) > _LONGEST_STATE or any(map(str.isdigit, option)):
        return None
    own = tuple(word for word in words if stated & frozenset(terms(word)))
    if stated <= frozenset(terms(" ".join(own))):
        return own, False
    for word in words:
        bare = next((word.removeprefix(sign) for sign in _NEGATING if word.startswith(sign)), "")
        if bare and stated == frozenset(terms(bare)):
            return (word,), True
        if option in _PAID and word in _UNPAID:
            return (word,), True
    return None
