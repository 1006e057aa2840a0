"""Where what is written on a page stands in its text: beside a label, or below a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.loaders.pdf.glyphs import Word
from qa.loaders.pdf.lines import Line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.loaders.pdf.forms import Written

_SIZE = 10.0  # points, of letters where a page has no others
_LETTER = 0.5  # of the size, the width of a letter
_FOOT = 0.3  # of the size, the room below the letters in a field


def with_values(words: Sequence[Word], written: Sequence[Written]) -> list[Word]:
    """Return the words of a page with the values of its fields among them.

    A value stands on the line of its label, the nearest word on its left; that of a tick is on
    its right.

    Args:
        words: of the page.
        written: on it.
    """
    values = [each for each in written if each.in_line]
    return [*words, *(_value(each, words) for each in values)]


def with_remarks(lines: Sequence[Line], written: Sequence[Written], height: float) -> list[Line]:
    """Return the lines of a page with free text and comments among them, on lines of their own.

    Args:
        lines: of the page, in reading order.
        written: on it.
        height: of the page, in points.
    """
    found = list(lines)
    for each in sorted((one for one in written if not one.in_line), key=lambda one: one.top):
        beside = [line for line in found if line.left < each.right and each.left < line.right]
        above = {id(line) for line in beside or found if _is_above(line, each)}
        at = 1 + max((number for number, line in enumerate(found) if id(line) in above), default=-1)
        size = found[at - 1].size if at else _SIZE
        found.insert(
            at,
            Line(
                each.text,
                size,
                each.bottom,
                each.bottom / height,
                left=each.left,
                right=each.right,
                kind="remark",
            ),
        )
    return found


def _is_above(line: Line, written: Written) -> bool:
    """Return whether a line is above something written, or at its height."""
    return line.bottom + line.size >= (written.bottom + written.top) / 2


def _value(written: Written, words: Sequence[Word]) -> Word:
    """Return a value as a word on the line of its label."""
    label = _label(written, words)
    size = label.size if label else min(_SIZE, written.top - written.bottom)
    width = min(written.right - written.left, _LETTER * size * len(written.text))
    base = label.base if label else max(written.bottom + _FOOT * size, written.top - 1.2 * size)
    return Word(
        text=written.text,
        left=written.left,
        right=written.left + max(1.0, width),
        base=base,
        size=size,
        bold=False,
        font="",
        turn=0,
        index=label.index if label else 0,
        end=label.end if label else 0,
    )


def _label(written: Written, words: Sequence[Word]) -> Word | None:
    """Return the nearest word beside a field, on its line; None if missing."""
    best: tuple[float, Word] | None = None
    for word in words:
        middle = word.base + 0.35 * word.size
        if word.turn or not written.bottom - 1 <= middle <= written.top + 1:
            continue
        if word.right <= written.left + word.size:
            away = written.left - word.right
        elif word.left >= written.right - word.size:
            away = word.left - written.right + (0 if written.is_tick else 1_000)
        else:
            continue
        # Of a field of several lines, the label is at its top.
        away += abs(written.top - word.base - word.size)
        if best is None or away < best[0]:
            best = (away, word)
    return best[1] if best else None
