"""Rows of a table that answer together: "Which invoices are not paid?", "the largest invoice".

The names of the columns, the heading and the title say what the rows are; a cell says in what
state each is. Where they account for all words of the question, these rows answer it, and rows in
another state do not, however many words they share.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from qa.answers.answer_types import names_by_term
from qa.answers.candidate_rows import tables_among
from qa.answers.row_states import State
from qa.answers.superlatives import superlatives
from qa.questions.kinds import asks_several, question_kind
from qa.questions.past import says_what_happened
from qa.questions.totals import asked_total, states_total
from qa.text.analyzer import terms

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from qa.answers.candidate_rows import Rows
    from qa.answers.features import Evidence
    from qa.records import Document

_ASKING = frozenset(
    terms(
        "list show give tell name find many much total sum amount number add come altogether"
        " combined value please need currently yet already still get one row entry entries item"
        " take took taken use used cost charge charged spend spent make made run bring brought"
    )
)
_PERSONS = frozenset(
    terms(
        "name person member tenant lessee renter customer client debtor buyer seller supplier"
        " vendor employee staff worker student pupil guest participant attendee patient reader"
        " borrower owner resident lodger driver player contractor payer policyholder applicant"
        " donor candidate subscriber user visitor colleague creditor shareholder parent family"
        " signatory household trustee director partner author volunteer company firm"
    )
)
"""What a column of persons is called."""
_IDENTIFYING = frozenset(terms("name number no id code ref reference nr"))
_DESCRIBING = frozenset(
    terms("date day time year month type kind status state description amount title category value")
)
_ASKS_WHO_DID = re.compile(r"who (?:did(?:n['’]t)?|still|owes)\b", re.IGNORECASE)
_ASKS_WHO = re.compile(
    r"who(?:['’]s| has| have| hasn['’]t| haven['’]t| is| are| isn['’]t| aren['’]t| was| were"
    r"| did(?:n['’]t)?| still| owes)\b",
    re.IGNORECASE,
)
_FEW = 2


class OfTable(NamedTuple):
    """The rows of one table that answer together, as positions of sentences.

    Attributes:
        rows: those that do, in the order of the document.
        others: those in another state.
        state: that was asked for, such as "not paid"; empty if the question names none.
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
        """The state that was asked for; empty if the question names none."""
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
    who = _ASKS_WHO.match(question) is not None
    if not (compares or asks_several(question) or kind == "keyword" or _counts(question) or who):
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
    state = State.of(question, table)
    who = _ASKS_WHO.match(question) is not None
    if who and not _says_who(question, table, state):
        return OfTable()
    # Of a table in prose, the whole is quoted, with its header.
    listed = table.is_data and not (compares or who) and _is_of(question, table)
    if state is None and not compares and not listed:
        return OfTable()
    asked = frozenset(terms(question))
    asked -= _ASKING - table.known
    asked -= frozenset(term for word in superlatives(question) for term in terms(word))
    if state:
        asked -= state.terms
    named = frozenset(names_by_term(question))
    # "The open invoices of Brill": what no column says must be in the row. "Who has not paid?" says
    # of what in no other word.
    further = asked - table.known
    rows = [row for row in table.rows if further <= frozenset(terms(" ".join(row.cells)))]
    is_of_table = bool(asked & table.known) or (who and not asked)
    if not is_of_table or further - named or (compares and len(rows) < _FEW):
        return OfTable()
    if compares:
        rows = [row for row in rows if any(any(map(str.isdigit, cell)) for cell in row.cells[1:])]
        totals = [row for row in rows if states_total(row.cells[0])]
        if asked_total(question) and totals and state is None:
            return OfTable(tuple(row.position for row in totals))
        rows = [row for row in rows if row not in totals]
    if state is None:
        found = tuple(row.position for row in rows)
        return OfTable(found, state=table.first if listed else "")
    return OfTable(
        tuple(row.position for row in rows if state.is_of(row)),
        tuple(row.position for row in table.rows if not state.is_of(row)),
        state.words,
    )


def _says_who(question: str, table: Rows, state: State | None) -> bool:
    """Return whether a table has persons by what they did, or did not do.

    "Who is head of sales?" asks for no state, though it may stand in a cell.
    """
    has_persons = any(_PERSONS.intersection(terms(name)) for name in table.names)
    if state is None or not has_persons:
        return False
    return _ASKS_WHO_DID.match(question) is not None or says_what_happened(state.words)


def _is_of(question: str, table: Rows) -> bool:
    """Return whether a question is for the things that the rows of a table are."""
    things = frozenset(terms(table.names[0]))
    things = things - _IDENTIFYING or things
    asked = frozenset(terms(question))
    if len(question.split()) == 1 and asked <= _IDENTIFYING | _DESCRIBING:
        return False  # the word "date" alone asks for no rows, whatever they begin with
    return bool(things) and things <= asked
