"""The rows of a table in a PDF as words of the page: names of columns, a rule, values."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from qa.loaders.pdf.values import is_value, is_year

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.loaders.pdf.glyphs import Word

RULE = "| --- |"
"""How the line below the names of columns begins."""

_MOST_NAMES = 8  # rows of the names of columns
_BELOW = 1.6  # of the size: a line in which a cell goes on
_BESIDE = 0.9  # the same: values between two lines of their label
_FEWEST_COLUMNS = 2
_ROWS_APART = 0.9  # of the gap to the first row with values: lines of one cell are nearer
_MOSTLY = 0.5  # share of the cells that are values, in a table of numbers


def tables_of(lines: Sequence[list[str]], rows: Sequence[list[Word]]) -> list[list[Word]]:
    """Return the rows of tables as words, each table with the names of its columns above it.

    Args:
        lines: the cells of each row of the page.
        rows: their words.
    """
    found: list[list[Word]] = []
    for start, end in pairwise([*_starts(lines), len(lines)]):
        found += one_table(lines[start:end], rows[start:end])
    return found


def _starts(lines: Sequence[Sequence[str]]) -> list[int]:
    """Return where tables begin: at the top, and at names of columns below rows with values."""
    starts = [0]
    cells = [cell for line in lines for cell in line[1:] if cell]
    if sum(map(is_value, cells)) < _MOSTLY * len(cells):
        return starts
    for number, (above, line) in enumerate(pairwise(lines), start=1):
        names = sum(map(bool, line[1:]))
        if names < 2 or _has_values(line) or not _has_values(above):  # noqa: PLR2004
            continue
        if any(map(_has_values, lines[number : number + _MOST_NAMES])):
            starts.append(number)
    return starts


def one_table(lines: Sequence[list[str]], rows: Sequence[list[Word]]) -> list[list[Word]]:
    """Return the rows of a table as words: the names of the columns, a rule, values.

    Args:
        lines: the cells of each row of the page.
        rows: their words.
    """
    names = _count_of_names(lines, rows)
    header = [_over_all(line) for line in lines[:names]]
    merged = [" ".join(filter(None, cells)) for cells in zip(*header, strict=True)]
    body = _whole_rows(lines[names:], rows[names:])
    _join_columns(merged, [cells for cells, _ in body])
    found: list[list[Word]] = []
    if names:
        words = [word for row in rows[:names] for word in row]
        found.append([_one_word(row_of(merged), words)])
        if any(_has_values(cells) for cells, _ in body):
            found.append([_one_word(row_of(["---"] * len(merged)), words[-1:])])
    return [*found, *([_one_word(row_of(cells), words)] for cells, words in body)]


def _whole_rows(
    lines: Sequence[list[str]], rows: Sequence[list[Word]]
) -> list[tuple[list[str], list[Word]]]:
    """Return the rows of a table, each with the lines that its cells go on in."""
    found: list[tuple[list[str], list[Word]]] = []
    for number, (line, row) in enumerate(zip(lines, rows, strict=True)):
        before, words = found[-1] if found else ([], [])
        goes_on = False
        if found:
            gap, size = rows[number - 1][0].base - row[0].base, row[0].size
            only_label, was_label = not any(line[1:]), not any(before[1:])
            if gap < _BESIDE * size:  # values stand beside the middle of their label
                goes_on = was_label or only_label
            elif gap < _BELOW * size and not line[0]:
                goes_on = not _has_values(line)
            elif gap < _BELOW * size:
                goes_on = line[0][0].islower() and (only_label or was_label)
        if goes_on:
            before[:] = [" ".join(filter(None, pair)) for pair in zip(before, line, strict=True)]
            words += row
        else:
            found.append((list(line), list(row)))
    return found


def _join_columns(names: list[str], lines: Sequence[list[str]]) -> None:
    """Join a name that stands beside its values, in a column of its own, with their column.

    One that stands between two columns is a name over both, and goes to the first of them.
    """
    if not names:
        return
    for number in range(len(names) - 1, 0, -1):
        if not names[number] or any(line[number] for line in lines):
            continue
        free = [at for at in (number + 1, number - 1) if 0 < at < len(names) and not names[at]]
        beside = free[0] if free else number - 1 if number > 1 else number + 1
        if beside == len(names):
            continue
        first, second = sorted((number, beside))
        names[beside] = " ".join(filter(None, (names[first], names[second])))
        for line in (names, *lines):
            del line[number]


def _has_values(line: Sequence[str]) -> bool:
    """Return whether a row has values; among several years, "21/20" names a column, too."""
    values = sum(is_value(cell) and not is_year(cell) for cell in line[1:])
    years = sum(map(is_year, line[1:]))
    return values > (years if years > 1 else 0)


def _over_all(line: list[str]) -> list[str]:
    """Return a row of names; one name over all columns stands in the first of them.

    A unit, "(in millions)", names no column.
    """
    named = [number for number, cell in enumerate(line) if cell]
    if len(line) <= _FEWEST_COLUMNS or len(named) != 1 or not named[0]:
        return line
    name = line[named[0]]
    if abs(named[0] - len(line) / 2) >= 1:  # over some columns on one side
        return line
    place = 0 if name.startswith("(") and name.endswith(")") else 1
    return [name if number == place else "" for number in range(len(line))]


def is_row(words: Sequence[Word]) -> bool:
    """Return whether words are a row of a table that :func:`with_tables` has made.

    Args:
        words: of a row of the page.
    """
    return len(words) == 1 and words[0].text.startswith("| ") and words[0].text.endswith(" |")


def row_of(cells: Sequence[str]) -> str:
    """Return a row of a table as a line.

    Args:
        cells: their words.
    """
    return f"| {' | '.join(cells)} |"


def _count_of_names(lines: Sequence[Sequence[str]], rows: Sequence[Sequence[Word]]) -> int:
    """Return how many rows at the top name the columns: those above the first value."""
    for number, line in enumerate(lines[: _MOST_NAMES + 1]):
        if _has_values(line):
            first = number
            break
    else:
        years = any(is_year(cell) for line in lines[:1] for cell in line[1:])
        return 1 if len(lines) > 1 and not years else 0
    named = [n for n, line in enumerate(lines[:first]) if any(line[1:])]
    count = named[-1] + 1 if named else 0
    if _are_whole(lines[:count], rows[: count + 1]):
        # Below "Landlord | Ash Ltd", there is "Deposit | £400": what is on the left is a name.
        return 0 if len(lines[0]) == _FEWEST_COLUMNS else 1
    return count


def _are_whole(lines: Sequence[Sequence[str]], rows: Sequence[Sequence[Word]]) -> bool:
    """Return whether rows at the top are several, and not one row of names in several lines.

    Each has all cells then, and is as far from the next row as that one from the row with values.

    Args:
        lines: the cells of the rows above the first value.
        rows: their words, and those of the first row with a value.
    """
    if len(lines) < 2 or not all(map(all, lines)):  # noqa: PLR2004 - one row is one of names
        return False
    if any(line[0][0].islower() for line in lines):
        return False
    gaps = [above[0].base - below[0].base for above, below in pairwise(rows)]
    return min(gaps[:-1]) >= _ROWS_APART * gaps[-1]


def _one_word(text: str, words: Sequence[Word]) -> Word:
    """Return a word with this text in the place of others."""
    last = words[-1]
    return replace(
        last,
        text=text,
        left=min(word.left for word in words),
        right=max(word.right for word in words),
        bold=False,
        joined=False,
    )
