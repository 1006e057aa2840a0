"""Where an answer can be written in a Word file: a blank paragraph, a line, a control."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from qa.forms.form import ANSWERED
from qa.forms.word.blocks import (
    answer_words,
    has_line,
    holds_more,
    is_choice,
    is_label,
    is_line,
    is_locked,
    shows_prompt,
    style_id,
    words_of,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from qa.forms.elements import Element
    from qa.forms.word.blocks import Block

CHOICE = "its control offers a choice"
_FIELD = "a field or a picture is in its place"
_LOCKED = "its control is locked"


class Room(NamedTuple):
    """Where an answer goes.

    Attributes:
        paragraph: that it goes into; None where one is added.
        control: whose prompt it takes the place of; None for none.
        is_cleared: whether what is in the paragraph gives way to it: a line, a prompt.
        after: the paragraph below which one is added; None where there is one.
        existing: an answer that is there.
        is_marked: whether that has a style of Quoth.
        left: why nothing can be written; empty where something can.
    """

    paragraph: Element | None = None
    control: Element | None = None
    is_cleared: bool = False
    after: Element | None = None
    existing: str = ""
    is_marked: bool = False
    left: str = ""


def room_in(found: Sequence[Block], marked: Collection[str], *, replace: bool) -> Room:
    """Return the room in a cell, or in the blank paragraphs below a question.

    Args:
        found: paragraphs and tables, at least one.
        marked: ids of the styles of Quoth.
        replace: whether an answer is written over.
    """
    words = "\n".join(filter(None, (answer_words(one) for one in found)))
    if words:
        return _answered(found, words, marked, replace=replace)
    rooms = [_blank(one) for one in found if one.is_paragraph]
    rooms.sort(key=lambda room: (room.control is None, not room.is_cleared))
    writable = next((room for room in rooms if not room.left), None)
    if writable is not None and any(room.left == CHOICE for room in rooms):
        writable = writable if writable.control or writable.is_cleared else None
    return writable or next((room for room in rooms if room.left), Room(left=_FIELD))


def _answered(
    found: Sequence[Block], words: str, marked: Collection[str], *, replace: bool
) -> Room:
    """Return the room where an answer is; one written by Quoth, in one paragraph, can give way."""
    filled = [one for one in found if answer_words(one)]
    is_marked = all(one.is_paragraph and style_id(one.element) in marked for one in filled)
    only = filled[0].element
    can_give_way = len(filled) == 1 and filled[0].is_paragraph and not holds_more(only)
    if replace and can_give_way and not any(only.every("sdt")):
        return Room(only, None, is_cleared=True, existing=words, is_marked=is_marked)
    return Room(existing=words, is_marked=is_marked, left=ANSWERED)


def _blank(block: Block) -> Room:
    """Return the room in a paragraph without an answer."""
    paragraph = block.element
    control = next(paragraph.every("sdt"), None) or block.control
    if control is not None and (shows_prompt(control) or not words_of(paragraph).strip()):
        if is_choice(control):
            return Room(left=CHOICE)
        if is_locked(control):
            return Room(left=_LOCKED)
        return Room(paragraph, control, is_cleared=True)
    if holds_more(paragraph):
        return Room(left=_FIELD)
    words = words_of(paragraph).strip()
    if is_label(words) and has_line(words):
        return Room(after=paragraph)
    return Room(paragraph, is_cleared=is_line(words))
