"""A grid in short, for a terminal: what was found for each question, and where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.grids.outputs.entries import LABELS, Entry, size
from qa.rendering.disagreements import heading
from qa.rendering.layout import PLAIN
from qa.terminal import BOLD, QUIET

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qa.grids.records import Grid
    from qa.rendering.layout import Layout

_MOST_QUOTES = 3  # of a question
_LONGEST = 160  # characters of a quote


def to_summary(grid: Grid, layout: Layout = PLAIN, most: int | None = None) -> str:
    """Return a grid as text: below each question its most certain quotes.

    Args:
        grid: to show.
        layout: width and styles.
        most: questions that are shown (default: all).
    """
    shown = grid.questions[:most]
    blocks = ["\n".join(_question(grid, position, layout)) for position in range(len(shown))]
    left = len(grid.questions) - len(shown)
    if left:
        blocks.append(layout.in_style(f"… and {left:,} more questions", QUIET))
    return "\n\n".join([*blocks, counts_line(grid)])


def counts_line(grid: Grid) -> str:
    """Return how large a grid is, and how many of its cells have each label.

    Args:
        grid: to count.
    """
    counts = grid.counts()
    found = ", ".join(f"{counts[name]:,} {words}" for name, words in LABELS.items() if counts[name])
    return f"{size(grid)}: {found}"


def _question(grid: Grid, position: int, layout: Layout) -> Iterator[str]:
    question = grid.questions[position]
    name = f"{question.id or f'{position + 1}.'} {question.text}"
    yield layout.block(name, style=BOLD)
    if question.problem:
        yield layout.block(f"not asked: {question.problem}", "   ", QUIET)
        return
    row = [
        Entry(question, column, cell)
        for column, cell in zip(grid.columns, grid.row(position), strict=True)
    ]
    found = [entry for entry in row if entry.cell.quote]
    found.sort(key=lambda one: (one.cell.label != "likely", -one.cell.probability))
    for entry in found[:_MOST_QUOTES]:
        quote = entry.cell.quote
        assert quote is not None
        where = quote.citation.where()
        place = f"{quote.citation.doc_id}{', ' if where else ''}{where}"
        yield layout.block(f"{place}: {entry.sure}", "   ", QUIET)
        yield layout.block(f"“{_short(quote.text)}”", "   ")
        answer = entry.cell.answer
        for disagreement in answer.disagreements if answer else ():
            yield layout.block(heading(disagreement), "   ", QUIET)
    rest = len(found) - _MOST_QUOTES
    if rest > 0:
        yield layout.block(f"and in {rest:,} more", "   ", QUIET)
    empty = len(row) - len(found)
    if empty:
        plural = "s" if empty != 1 else ""
        words = "not found" if len(row) == 1 else f"not found in {empty:,} document{plural}"
        yield layout.block(words, "   ", QUIET)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST].rpartition(' ')[0]} […]"
