"""The sentences that introduce an item of a list: "We do not pay for:".

Without them an item may mean the opposite of what its document says.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from qa.text.labels import is_item, item_at
from qa.text.lists import list_around
from qa.text.nearby import LONGEST, ends_in_colon, is_bold_heading, nearby
from qa.text.paragraphs import paragraph_spans
from qa.text.sentences import sentence_spans

if TYPE_CHECKING:
    from qa.records import Span
    from qa.text.nearby import Nearby

_REACH = 5 * LONGEST  # characters above an item: lists of exclusions are long
_MOST = 3  # levels of lists within lists
_LONGEST_LINE = 200  # characters of an item without a marker
_GAP = 2  # line breaks between items
_FOLLOWING = re.compile(r"\b(?:following|as follows|listed below)\b", re.IGNORECASE)
_ROMAN = frozenset("ivx")
_BEFORE_ROMAN = {"i": "h", "v": "u", "x": "w"}


class _Marker(NamedTuple):
    """What an item begins with.

    Attributes:
        indent: characters before it in its line.
        kind: number, letter or Roman number with its signs, or a bullet.
    """

    indent: int
    kind: str


def lead_ins(text: str, span: Span, within: Span) -> tuple[Span, ...]:
    """Return what introduces the item of a list that a span begins with, outermost first.

    There are several if the list is within an item of another one, and none if the span does not
    begin with an item.

    Args:
        text: of the document.
        span: of a quote.
        within: what lies below the same headings; nothing outside of it is looked at.
    """
    words = text[span.start : span.end]
    if not is_item(words):
        return _above_lines(text, span, within) if len(words) <= _LONGEST_LINE else ()
    around = nearby(text, span, within, above=_REACH)
    if around is None:
        return ()
    if around.spans[around.at].start != span.start:
        return _above_in_line(around, span)
    found: list[Span] = []
    at: int | None = around.at
    while at is not None and len(found) < _MOST:
        at = _introducing(around, at)
        if at is not None:
            found.append(_last_sentence(around, at))
            at = at if is_item(around.words(at)) else None
    return tuple(reversed(found))


def _introducing(around: Nearby, at: int) -> int | None:
    """Return the index of the paragraph that introduces an item; None if nothing does."""
    own = _marker(around, at)
    between: set[str] = set()  # kinds of the items between, as far indented as this one
    for i in range(at - 1, -1, -1):
        words = around.words(i)
        if not around.follows(i + 1, _GAP):
            return None
        if not is_item(words):
            if _introduces(words) or (_FOLLOWING.search(words) and is_item(around.words(i + 1))):
                return i
            if _indent(around, i):  # goes on with an item
                continue
            return None
        marker = _marker(around, i)
        if marker.indent < own.indent:
            if _introduces(words):
                return i
            own, between = marker, set()
        elif marker.indent == own.indent:
            if marker.kind != own.kind and _introduces(words) and between <= {own.kind}:
                return i
            between.add(marker.kind)
    return None


def _introduces(words: str) -> bool:
    # Other headings are cited with a quote.
    return ends_in_colon(words) or is_bold_heading(words)


def _last_sentence(around: Nearby, i: int) -> Span:
    paragraph = around.spans[i]
    return sentence_spans(around.text, paragraph.start, paragraph.end)[-1]


def _indent(around: Nearby, i: int) -> int:
    start = around.spans[i].start
    return start - (around.text.rfind("\n", 0, start) + 1)


def _marker(around: Nearby, i: int) -> _Marker:
    """Return the marker of an item; a letter that is a Roman number too is one, but after "h"."""
    bare = _bare(around, i)
    kind = re.sub(r"\d+", "1", bare)
    name = bare.strip("()[].")
    if name.isalpha():
        before = _BEFORE_ROMAN.get(name.casefold())
        follows = i > 0 and before == _bare(around, i - 1).strip("()[].").casefold()
        roman = _ROMAN.issuperset(name.casefold()) and not follows
        kind = bare.replace(name, "i" if roman else "a")
    return _Marker(_indent(around, i), kind)


def _bare(around: Nearby, i: int) -> str:
    words = around.words(i)
    return words[: item_at(words)].strip()


def _above_in_line(around: Nearby, span: Span) -> tuple[Span, ...]:
    """Return what introduces the steps of one line: "Bring: (1) a passport; (2) a visa."."""
    paragraph = around.spans[around.at]
    bounds = sentence_spans(around.text, paragraph.start, paragraph.end)
    words = [around.text[each.start : each.end] for each in bounds]
    at = next((i for i, each in enumerate(bounds) if each.start == span.start), 0)
    if not is_item(words[at]):
        return ()
    while at > 0 and is_item(words[at]):
        at -= 1
    return () if is_item(words[at]) or not _introduces(words[at]) else (bounds[at],)


def _above_lines(text: str, span: Span, within: Span) -> tuple[Span, ...]:
    """Return what introduces a list of lines without markers."""
    whole = list_around(text, span, within)
    if whole is None or whole.start >= span.start:
        return ()
    first = paragraph_spans(text, whole.start, whole.end)[0]
    return (first,) if _introduces(text[first.start : first.end]) else ()
