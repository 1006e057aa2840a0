"""The rows of tables among candidate sentences: in pipes, in columns, in files of data."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from qa.text.analyzer import terms
from qa.text.tables.cells import delimiter_of, is_row
from qa.text.tables.quoted import quoted_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from qa.answers.features import Evidence
    from qa.records import Document


class Row(NamedTuple):
    """A row among the sentences.

    Attributes:
        position: of its sentence.
        start: offset of the row.
        cells: its words, in small letters.
    """

    position: int
    start: int
    cells: tuple[str, ...]


class Rows(NamedTuple):
    """Rows of one table.

    Attributes:
        names: of the columns, in small letters.
        first: name of the first column, as it is written.
        called: terms of these and of the headings.
        known: these, and the terms of the title.
        is_data: whether a heading names the columns, as in a spreadsheet.
        rows: those among the sentences, in order.
    """

    names: tuple[str, ...]
    first: str
    called: frozenset[str]
    known: frozenset[str]
    is_data: bool
    rows: list[Row]


def tables_among(
    evidence: Sequence[Evidence], document: Callable[[str], Document]
) -> Iterable[Rows]:
    """Return the rows among sentences, by the table that they are of.

    Args:
        evidence: the sentences.
        document: returns the document with a ``doc_id``.
    """
    tables: dict[tuple[str, int], Rows] = {}
    for position, item in enumerate(evidence):
        source = document(item.hit.passage.doc_id)
        text = source.text[item.span.start : item.span.end]
        if not is_row(text) and not delimiter_of(source):
            continue
        drawn = quoted_table(source, item.span)
        if drawn is None or len(drawn.rows) != 1 or not drawn.header:
            continue
        names = tuple(cell.text.casefold() for cell in drawn.header[-1])
        key = source.doc_id, drawn.header[-1][0].start
        if key not in tables:
            called = frozenset(terms(" ".join((*item.hit.passage.headings, *names))))
            known = called.union(terms(source.title))
            headed = bool(item.hit.passage.headings) and all(
                name in item.hit.passage.headings[-1].casefold() for name in names
            )
            first = drawn.header[-1][0].text
            tables[key] = Rows(names, first, called, known, headed, [])
        cells = tuple(source.text[a.start : a.end].casefold() for a in drawn.rows[0])
        tables[key].rows.append(Row(position, item.span.start, cells))
    for table in tables.values():
        table.rows.sort(key=lambda row: row.start)
    return tables.values()
