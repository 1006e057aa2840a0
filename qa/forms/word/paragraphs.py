"""The questions among the paragraphs of a Word file, each with the room below it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from qa.forms.form import ANSWERED
from qa.forms.word.blocks import answer_words, is_label, is_line, style_id, words_of
from qa.forms.word.rooms import Room, room_in
from qa.grids.questionnaire.names import ASKS, likeness
from qa.text.question_lines import is_interrogative

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qa.forms.elements import Element
    from qa.forms.word.blocks import Block
    from qa.forms.word.paragraph_styles import ParagraphStyles

_NUMBER = re.compile(
    r"(?P<id>\(?(?:Q(?:uestion )?|R(?:EQ)?-?|[A-Z]\.)?\d{1,4}(?:\.\d{1,4}){0,5}[.):]?)[ \t\u00a0]+",
    re.IGNORECASE,
)
_REQUIRES = re.compile(r"\b(?:shall|must|should|will|is required to|are required to|muss|müssen)\b")
_LINE = re.compile("[_…]{3}")
_ENDS = "_…. \t\n\r\u00a0\u2002\u2003\u2009"  # what a line to write on, and what follows it, is of
_LONGEST_NUMBERLESS = 600  # characters of a paragraph that is one question


class Asked(NamedTuple):
    """A question with its room.

    Attributes:
        question: its words, without its number.
        id: its number; empty for none.
        section: the heading above it; empty for none.
        room: for the answer.
    """

    question: str
    id: str
    section: str
    room: Room


class _Read(NamedTuple):
    """A paragraph that may be a question.

    Attributes:
        words: without the number.
        id: the number; empty for none.
        is_question: whether it is one wherever it stands.
        may_be: whether it is one where room follows.
        requires: whether it says what must be.
    """

    words: str
    id: str
    is_question: bool
    may_be: bool
    requires: bool


def asked_in(
    found: Sequence[Block], styles: ParagraphStyles, *, replace: bool, requirements: bool = False
) -> Iterator[Asked]:
    """Yield the questions among paragraphs, in order.

    Args:
        found: paragraphs and tables, in order.
        styles: of the file.
        replace: whether an answer is written over.
        requirements: whether numbered requirements count, without room below them.
    """
    section = ""
    read = [_read(one, styles) for one in found]
    for at, one in enumerate(read):
        if one is None:
            if found[at].is_paragraph and _is_heading(found[at].element, styles):
                section = " ".join(words_of(found[at].element).split()) or section
            continue
        if not (one.is_question or one.may_be or (requirements and one.requires)):
            continue
        room = _room_below(found, read, at, styles, replace=replace)
        insists = one.is_question or (requirements and one.requires)
        if room is None or (room.after is found[at].element and not insists):
            continue
        if room.left == ANSWERED and not one.is_question:
            continue  # a paragraph of a text, with the next one
        yield Asked(one.words, one.id, section, room)


def _read(block: Block, styles: ParagraphStyles) -> _Read | None:
    """Return what a paragraph may ask; None for a heading, a table and a blank one."""
    if not block.is_paragraph or not answer_words(block):
        return None
    name = styles.names.get(style_id(block.element), "")
    words = " ".join(without_line(words_of(block.element)).split())
    if name.startswith("toc") or style_id(block.element) in styles.marked:
        return None
    number = _NUMBER.match(words)
    identity = number["id"].strip("().:") if number else ""
    words = words[number.end() :] if number else words
    asks = is_interrogative(words) and len(words.split()) > 1
    if _is_heading(block.element, styles) and not asks:
        return None
    in_list = name.startswith("list") or next(block.element.every("numPr"), None) is not None
    is_numbered = bool(number) or in_list
    like = likeness(words)
    short = len(words) <= _LONGEST_NUMBERLESS or is_numbered
    return _Read(
        words,
        identity,
        is_question=(asks and short) or (is_numbered and like >= ASKS),
        may_be=(like >= ASKS and short) or (is_numbered and like > 0),
        requires=is_numbered and _REQUIRES.search(words) is not None,
    )


def without_line(words: str) -> str:
    """Return a text without the line to write on that it ends with, if it does.

    Args:
        words: of a paragraph.
    """
    line = _LINE.search(words, len(words.rstrip(_ENDS)))
    return words[: line.start()] if line else words


def _room_below(
    found: Sequence[Block],
    read: Sequence[_Read | None],
    at: int,
    styles: ParagraphStyles,
    *,
    replace: bool,
) -> Room | None:
    """Return the room below a question; None if what follows leaves no room."""
    end = at + 1
    while end < len(found) and found[end].is_paragraph and not answer_words(found[end]):
        end += 1
    blank = found[at + 1 : end]
    is_closed = end == len(found) or _begins_anew(found[end], read[end], styles)
    if blank:
        is_meant = len(blank) > 1 or blank[0].control is not None or _is_meant(blank[0].element)
        if is_closed or is_meant:
            return room_in(blank, styles.marked, replace=replace)
    if is_closed:
        return Room(after=found[at].element)
    answer = [found[end]]
    for following, one in zip(found[end + 1 :], read[end + 1 :], strict=True):
        if _begins_anew(following, one, styles):
            break
        answer.append(following)
    return room_in(answer, styles.marked, replace=replace)


def _is_meant(paragraph: Element) -> bool:
    """Return whether a paragraph is there to be written on: it has a line or a control."""
    words = words_of(paragraph).strip()
    return is_line(words) or is_label(words) or next(paragraph.every("sdt"), None) is not None


def _begins_anew(block: Block, read: _Read | None, styles: ParagraphStyles) -> bool:
    """Return whether a question, a heading or a table begins, so that no answer goes on."""
    if not block.is_paragraph or _is_heading(block.element, styles):
        return True
    return read is not None and (read.is_question or read.may_be or read.requires)


def _is_heading(paragraph: Element, styles: ParagraphStyles) -> bool:
    name = styles.names.get(style_id(paragraph), "")
    return name.startswith(("heading", "title", "subtitle"))
