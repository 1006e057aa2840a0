"""The shapes of slides in DrawingML, and the words in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.loaders.archives import attribute, every, first, local
from qa.loaders.raised import lowered, raised
from qa.loaders.slide_order import in_reading_order
from qa.loaders.spanning import MOST_ROWS, repeated

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from qa.loaders.extraction import BlockText

_SHAPES = frozenset({"sp", "tbl", "graphicData"})
_ON = frozenset({"1", "true"})
_CONTEXT = 60  # characters before raised text that say what it is
_LONGEST_TITLE = 80  # characters
_MOST_COLUMNS = 1000
_ROMAN = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")


def shapes(slide: Element) -> Iterator[Element]:
    """Yield the shapes of a slide from the top down, those of groups too, and what is in frames.

    Of what is in the file twice, for newer and for older programs, the newer is taken.

    Args:
        slide: root of its part.
    """
    stack = list(reversed(slide))
    while stack:
        element = stack.pop()
        name = local(element)
        if name == "graphicData" and (table := first(element, "tbl")) is not None:
            yield table
        elif name in _SHAPES:
            yield element
        elif name == "AlternateContent":
            choice = next((part for part in element if local(part) == "Choice"), None)
            fallback = [part for part in element if local(part) == "Fallback"]
            stack.extend(fallback if choice is None else [choice])
        elif name == "spTree":
            stack.extend(reversed(in_reading_order(element)))
        else:
            stack.extend(reversed(element))


def kind_of(shape: Element) -> str:
    """Return the kind of placeholder that a shape is; empty for none.

    Args:
        shape: of a slide.
    """
    placeholder = first(shape, "ph") if local(shape) == "sp" else None
    return "" if placeholder is None else attribute(placeholder, "type")


def is_title(paragraphs: list[str]) -> bool:
    """Return whether the first text of a slide without a title is one.

    Args:
        paragraphs: of its first shape.
    """
    words = [paragraph.strip() for paragraph in paragraphs if paragraph.strip()]
    return (
        len(words) == 1
        and len(words[0]) <= _LONGEST_TITLE
        and words[0][-1] not in ".:;!?…,"
        and not any(char.isdecimal() for char in words[0])  # a figure is what the slide says
    )


def one_line(element: Element) -> str:
    """Return the words of a shape or a cell in one line.

    Args:
        element: with paragraphs.
    """
    return " ".join(lines(element))


def lines(element: Element) -> Iterator[str]:
    """Yield the paragraphs of a shape, with the numbers of a numbered list.

    Args:
        element: with paragraphs.
    """
    counts: dict[int, int] = {}
    for paragraph in every(element, "p"):
        properties = next((part for part in paragraph if local(part) == "pPr"), None)
        level = attribute(properties, "lvl") if properties is not None else ""
        depth = int(level) if level in set("012345678") else 0
        numbered = first(properties, "buAutoNum") if properties is not None else None
        counts = {at: count for at, count in counts.items() if at < depth + (numbered is not None)}
        words = _words(paragraph)
        if numbered is None or not words.strip():
            yield words
            continue
        start = attribute(numbered, "startAt")
        begin = int(start[:6]) if start.isascii() and start.isdecimal() else 1
        counts[depth] = counts.get(depth, begin - 1) + 1
        yield f"{_label(attribute(numbered, 'type'), counts[depth])} {words}"


def add_table(table: Element, blocks: BlockText) -> None:
    """Write the rows of a table. What goes over several rows is in each of them.

    Args:
        table: of a slide.
        blocks: the text to write into.
    """
    above: list[tuple[str, int]] = []  # words, and how often they were repeated
    for number, row in enumerate(every(table, "tr")):
        cells: list[tuple[str, int]] = []
        for column, cell in enumerate(every(row, "tc")):
            if column >= _MOST_COLUMNS:
                break
            words, times = one_line(cell), 0
            if attribute(cell, "vMerge") in _ON and column < len(above):
                words, times = above[column]
                words, times = repeated(words) if times < MOST_ROWS else "", times + 1
            elif attribute(cell, "hMerge") in _ON and number == 0 and cells:
                words, times = cells[-1]  # the name of several columns
                words, times = repeated(words) if times < MOST_ROWS else "", times + 1
            cells.append((words, times))
        blocks.row([words for words, _ in cells])
        above = cells


def _words(paragraph: Element) -> str:
    parts: list[str] = []
    for run in paragraph:
        name = local(run)
        if name == "br":
            parts.append(" ")
        elif name in {"r", "fld"}:
            words = "".join(t.text or "" for t in run if local(t) == "t")
            properties = next((part for part in run if local(part) == "rPr"), None)
            offset = attribute(properties, "baseline") if properties is not None else ""
            if offset.startswith("-"):
                words = lowered(words)
            elif offset.strip("0%"):
                words = raised(words, "".join(parts)[-_CONTEXT:])
            parts.append(words)
        else:
            # A formula, which newer programs write in a frame for older ones.
            choice = first(run, "Choice")
            inside = (choice if choice is not None else run).iter()
            parts.extend(t.text or "" for t in inside if local(t) == "t")
    return "".join(parts)


def _label(kind: str, number: int) -> str:
    """Return the number of an item as it is shown."""
    if kind.startswith("alpha") and number <= 26:  # noqa: PLR2004 - letters
        shown = chr(96 + number)
    elif kind.startswith("roman") and number < 40:  # noqa: PLR2004 - XL is another letter
        shown = "x" * (number // 10) + _ROMAN[number % 10]
    else:
        shown = str(number)
    if kind[5:7] == "Uc":
        shown = shown.upper()
    if kind.endswith("ParenBoth"):
        return f"({shown})"
    return f"{shown})" if kind.endswith("ParenR") else f"{shown}."
