"""A grid as it is read on pages: question by question, with the quote of each document.

A table with a column for each document is too wide for a page. So each question has a table of its
own, of the documents that answer it; below, it says of which documents nothing does.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.grids.outputs.entries import LABELS, LEGEND, Entry, short_names, size
from qa.grids.records import ALL
from qa.rendering.transcripts.entries import quoted_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qa.grids.outputs.entries import Link
    from qa.grids.questionnaire.records import Question
    from qa.grids.records import Grid, GridCell
    from qa.rendering.transcripts.entries import Quoted

TITLE = "Questions and documents"
"""Of a grid as a file."""

VERBATIM = "Every quote is in the words of its document."
"""What a reader must know of all cells."""

DOCUMENTS = "Documents"
"""Heading of their list."""

COLUMNS = ("Document", "Quote")
"""Names of the columns of each question."""

MOST_PAGES = 500
"""Pages of a file. LibreOffice lays out 300 in a quarter of a minute, 1,000 in minutes."""

_HEADING, _CITED = 7, 4  # lines of a short question and of a short quote with their space
_LINE, _PAGE = 55, 46  # characters of a line, lines of a page
_MOST_NAMED = 12  # documents of which nothing is found


@dataclass(frozen=True, slots=True)
class Found:
    """A quote that answers, as a row of the table of its question.

    Attributes:
        document: its short name.
        sure: how sure it is.
        quoted: the quote, and where it is from.
        address: of its source; empty for none.
        remarks: what speaks against it.
    """

    document: str
    sure: str
    quoted: Quoted
    address: str
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answered:
    """A question with what was found.

    Attributes:
        section: that begins with it; empty if none does.
        question: with its id.
        verdict: how many documents answer; empty where that goes without saying.
        found: the quotes, in the order of the documents.
        rest: of which documents there is no quote, and why, a line each.
    """

    section: str
    question: str
    verdict: str
    found: tuple[Found, ...]
    rest: tuple[str, ...]


def about(grid: Grid) -> list[str]:
    """Return what a reader should know of a grid, a paragraph each.

    Args:
        grid: to describe.
    """
    counts = grid.counts()
    found = ", ".join(f"{counts[name]:,} {words}" for name, words in LABELS.items() if counts[name])
    legend = " ".join(
        f"{LABELS[name].capitalize()}: {text}" for name, text in LEGEND.items() if counts[name]
    )
    return [f"{size(grid)}: {found}. {VERBATIM}", *grid.notes, legend]


def documents(grid: Grid) -> list[str]:
    """Return title and path of each document of a grid; nothing for all documents together.

    Args:
        grid: with the columns.
    """
    return [
        one.doc_id if one.title in one.doc_id else f"{one.title} ({one.doc_id})"
        for one in grid.columns
        if one.doc_id != ALL
    ]


def answered(grid: Grid, link: Link) -> Iterator[Answered]:
    """Yield the questions of a grid, in order.

    Args:
        grid: to go through.
        link: returns the address of a quote's source.
    """
    names = short_names(grid)
    before = ""
    for position, question in enumerate(grid.questions):
        row = [
            Entry(question, column, cell)
            for column, cell in zip(grid.columns, grid.row(position), strict=True)
        ]
        verdict, rest = _verdict(row, names)
        yield Answered(
            question.section if question.section != before else "",
            f"{question.id} {question.text}".strip(),
            verdict,
            tuple(
                _found(name, one, link)
                for name, one in zip(names, row, strict=True)
                if one.cell.quote
            ),
            rest,
        )
        before = question.section


def page_count(
    questions: Iterable[Question], documents: int, cells: Iterable[GridCell] = ()
) -> int:
    """Return about how many pages a grid has.

    Args:
        questions: the rows.
        documents: how many are listed.
        cells: that are filled.
    """
    quotes = [cell.quote for cell in cells if cell.quote]
    lines = documents + sum(_HEADING + len(one.text) // _LINE for one in questions)
    lines += sum(_CITED + len(quote.text) // _LINE for quote in quotes)
    return lines // _PAGE + 1


def _found(name: str, entry: Entry, link: Link) -> Found:
    quote = entry.cell.quote
    assert quote is not None
    document = name if entry.cell.doc_id else quote.citation.doc_id
    return Found(document, entry.sure, quoted_of(quote), link(quote), entry.remarks)


def _verdict(row: list[Entry], names: list[str]) -> tuple[str, tuple[str, ...]]:
    """Return how many documents answer, and of which others nothing is quoted."""
    if row[0].question.problem:
        return row[0].remarks[0], ()
    empty: dict[str, list[str]] = {}
    for name, one in zip(names, row, strict=True):
        if not one.cell.quote:
            empty.setdefault(one.label, []).append(name)
    if len(row) == 1:
        return "".join(f"{label.capitalize()}." for label in empty), ()
    many = len(row) - sum(map(len, empty.values()))
    if not many and len(empty) == 1:
        (label,) = empty
        every = "any of the" if label == LABELS["not_found"] else "all"
        return f"{label.capitalize()} in {every} {len(row):,} documents.", ()
    counts = Counter(one.label for one in row if one.cell.quote)
    sure = ", ".join(f"{counts[label]:,} {label}" for label in LABELS.values() if counts[label])
    verdict = f"In {many:,} of {len(row):,} documents: {sure}." if many else ""
    *fewer, most = sorted(empty.items(), key=lambda one: len(one[1])) or [("", [])]
    named = [(label, _names(found, "")) for label, found in fewer]
    if most[1]:
        named.append((most[0], _names(most[1], "the other ")))
    return verdict, tuple(f"{label.capitalize()} in {where}." for label, where in named)


def _names(documents: list[str], which: str) -> str:
    """Return the names of documents; of many, how many they are."""
    if len(documents) > _MOST_NAMED:
        return f"{which}{len(documents):,} documents"
    return ", ".join(documents)
