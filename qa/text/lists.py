"""The list around a unit of text: its items, with the line that introduces them.

An item is a unit of its own, and so is the whole list. Which one answers, a question decides;
here it is only found where the list begins and ends, in the text as it is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa.records import Span
from qa.text.labels import is_item
from qa.text.line_shapes import ends_sentence
from qa.text.nearby import LONGEST, is_lead_in, nearby
from qa.text.sentences import sentence_spans

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.text.nearby import Nearby

_GAP = 2  # line breaks between items; a list ends where there are more
_LONGEST_ITEM = 400  # characters, on average, of the items of a list; longer ones are clauses
_BELOW_HEADING = 200  # of a list that only the heading above it introduces
_SHORT_ITEM = 100  # of a list that nothing introduces
_FEW = 2
_INDENT = 2
_MOST_INDENT = 40
_NUMBER = re.compile(r"[(\[]?\d")


def list_around(text: str, span: Span, within: Span, *, cut: bool = True) -> Span | None:
    """Return the list that a unit is in or introduces, None where it does neither.

    A list consists of items with bullets, numbers or letters, or, below a line that ends in a
    colon, of lines. It begins with the sentence that introduces it. It is at most
    :data:`qa.text.nearby.LONGEST` characters long, with whole items.

    Args:
        text: of the document.
        span: of the unit: an item, or the sentence that introduces the list.
        within: the section; nothing outside of it is looked at.
        cut: whether part of a list that is too long is returned; else there is None.
    """
    around = nearby(text, span, within)
    if around is None:
        return None
    inline = _inline(around, span)
    if inline:
        return inline
    first, after = _items(around, span)
    if after - first < _FEW or not _is_list(around, first, after):
        return None
    begins = _lead_in(around, first)
    starts = [around.spans[i].start for i in range(first, after)]
    ends = [around.spans[i].end for i in range(first, after)]
    begins = starts[0] if begins is None else begins
    # At the edge of what is looked at, more items may follow.
    is_long = ends[-1] - begins > LONGEST or (len(text) > ends[-1] > span.end + LONGEST)
    return None if is_long and not cut else _capped(begins, starts, ends, span)


def with_list_below(text: str, span: Span, within: Span) -> Span | None:
    """Return a sentence with the list right below its paragraph, if it ends that; or None.

    It may introduce the list without a colon: "You need the following."

    Args:
        text: of the document.
        span: of the sentence.
        within: the section; nothing outside of it is looked at.
    """
    around = nearby(text, span, within)
    if around is None or around.spans[around.at].end != span.end:
        return None
    below = around.at + 1
    if below >= len(around.spans) or not around.follows(below, _GAP) or not _is_item(around, below):
        return None
    items = list_around(text, around.spans[below], within)
    return Span(span.start, items.end) if items and items.end - span.start <= LONGEST else None


def is_numbered(text: str) -> bool:
    """Return whether a text is a numbered item.

    Args:
        text: of an item.
    """
    return is_item(text) and _NUMBER.match(text) is not None


def _items(around: Nearby, span: Span) -> tuple[int, int]:
    """Return the range of the paragraphs that are items, with the unit among or above them."""
    first = _first_item(around, span)
    if first is None:
        return 0, 0
    after = first + 1
    marked = _is_item(around, first)
    while after < len(around.spans) and (
        (_belongs(around, after) and around.follows(after, _GAP))
        if marked
        else (not _is_item(around, after) and around.follows(after, 1))
    ):
        after += 1
    return first, after


def _first_item(around: Nearby, span: Span) -> int | None:
    at = around.at
    if _belongs(around, at):
        first = at
        while first > 0 and _belongs(around, first - 1) and around.follows(first, _GAP):
            first -= 1
        while first < at and not _is_item(around, first):
            first += 1
        return first
    if is_lead_in(around.text[span.start : span.end]):
        below = at + 1 < len(around.spans) and around.follows(at + 1, _GAP)
        return at + 1 if below else None
    first = at
    while first > 0 and around.follows(first, 1) and not is_lead_in(around.words(first - 1)):
        first -= 1
    led = first > 0 and around.follows(first, _GAP) and is_lead_in(around.words(first - 1))
    return first if led else None


def _is_item(around: Nearby, i: int) -> bool:
    return is_item(around.words(i))


def _belongs(around: Nearby, i: int) -> bool:
    """Return whether a paragraph is an item, or indented as what belongs to one."""
    start = around.spans[i].start
    line = around.text.rfind("\n", max(0, start - _MOST_INDENT), start) + 1
    return _is_item(around, i) or (line > 0 and start - line >= _INDENT)


def _is_list(around: Nearby, first: int, after: int) -> bool:
    """Return whether paragraphs are short enough to be items, as they are introduced."""
    sizes = [span.end - span.start for span in around.spans[first:after]]
    mean = sum(sizes) / len(sizes)
    if not _is_item(around, first):
        words = [around.words(i) for i in range(first, after)]
        return mean <= _SHORT_ITEM and not any(map(ends_sentence, words[:-1]))
    if not first:
        return mean <= _BELOW_HEADING
    return mean <= (_LONGEST_ITEM if is_lead_in(around.words(first - 1)) else _SHORT_ITEM)


def _lead_in(around: Nearby, first: int) -> int | None:
    """Return the offset of the sentence that introduces the list, None where nothing does."""
    if not first or not around.follows(first, _GAP) or not is_lead_in(around.words(first - 1)):
        return None
    above = around.spans[first - 1]
    return sentence_spans(around.text, above.start, above.end)[-1].start


def _inline(around: Nearby, span: Span) -> Span | None:
    """Return the numbered steps of one line with what introduces them, if the unit is of these."""
    paragraph = around.spans[around.at]
    bounds = sentence_spans(around.text, paragraph.start, paragraph.end)
    words = [around.text[each.start : each.end] for each in bounds]
    steps = [i for i, own in enumerate(words) if is_numbered(own)]
    if len(steps) < _FEW:
        return None
    lead = steps[0] - 1 if steps[0] and is_lead_in(words[steps[0] - 1]) else steps[0]
    if span.start < bounds[lead].start:
        return None
    starts = [bounds[i].start for i in steps]
    ends = [*(bounds[i - 1].end for i in steps[1:]), bounds[-1].end]
    return _capped(bounds[lead].start, starts, ends, span)


def _capped(begins: int, starts: Sequence[int], ends: Sequence[int], span: Span) -> Span:
    """Return the list from ``begins``, or as many of its items around the unit as there is room."""
    if ends[-1] - begins <= LONGEST:
        return Span(begins, ends[-1])
    if span.end - begins > LONGEST:  # too far below: without what introduces the list
        first = max((i for i, start in enumerate(starts) if start <= span.start), default=0)
        while first > 0 and span.end - starts[first - 1] <= LONGEST // 2:
            first -= 1
        begins = starts[first]
    return Span(begins, max([span.end, *(end for end in ends if end - begins <= LONGEST)]))
