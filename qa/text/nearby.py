"""The paragraphs near a unit of text, and what a unit must not be quoted without."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from qa.records import Span
from qa.text.labels import is_run_in
from qa.text.paragraphs import paragraph_spans
from qa.text.question_lines import is_interrogative
from qa.text.sentences import sentence_spans

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST = 2_000
"""Characters of the longest unit, such as a list."""

_REPLY = 600  # characters of what follows a question, but for its first sentence
_MARKUP = "*_`~ \t\u00a0"
_COLONS = (":", "：")
_LONGEST_HEADING = 120
_HEADING = re.compile(r"#{1,6}\s")
_BOLD = re.compile(r"\*\*[^*]*[^*.!?]\*\*")


class Nearby(NamedTuple):
    """The paragraphs near a unit.

    Attributes:
        text: of the document.
        spans: of the paragraphs.
        at: index of the one that the unit begins in.
    """

    text: str
    spans: Sequence[Span]
    at: int

    def words(self, i: int) -> str:
        """Return the words of a paragraph.

        Args:
            i: index of the paragraph.
        """
        return self.text[self.spans[i].start : self.spans[i].end]

    def follows(self, i: int, breaks: int) -> bool:
        """Return whether a paragraph follows the one before after so many line breaks at most.

        Args:
            i: index of the paragraph, at least 1.
            breaks: the most line breaks.
        """
        between = self.text.count("\n", self.spans[i - 1].end, self.spans[i].start)
        return 0 < between <= breaks


def nearby(text: str, span: Span, within: Span, above: int = 2 * LONGEST) -> Nearby | None:
    """Return the paragraphs up to twice the length of the longest unit away; None if cut apart.

    Args:
        text: of the document.
        span: of the unit.
        within: the section; nothing outside of it is looked at.
        above: characters before the unit that are looked at.
    """
    low = max(within.start, span.start - above)
    high = min(within.end, span.end + 2 * LONGEST)
    if low > within.start:
        low = text.find("\n", low, span.start) + 1 or span.start
    if high < within.end:
        cut = text.rfind("\n", span.end, high)
        high = cut if cut >= 0 else high
    spans = paragraph_spans(text, low, high)
    at = next((i for i, each in enumerate(spans) if each.start <= span.start < each.end), None)
    return None if at is None else Nearby(text, spans, at)


def is_lead_in(text: str) -> bool:
    """Return whether a text introduces what follows it: "You need the following documents:".

    So does a heading that no loader knew as one, see :func:`is_heading`.

    Args:
        text: of a sentence or paragraph.
    """
    return ends_in_colon(text) or is_heading(text)


def ends_in_colon(text: str) -> bool:
    """Return whether a text ends in a colon, whatever mark-up is behind it.

    Args:
        text: of a sentence or paragraph.
    """
    return text.rstrip(_MARKUP).endswith(_COLONS)


def is_heading(text: str) -> bool:
    """Return whether a text is a line with the mark-up of a heading, or all in bold.

    Args:
        text: of a sentence or paragraph.
    """
    if len(text) > _LONGEST_HEADING or "\n" in text:
        return False
    return _HEADING.match(text) is not None or is_bold_heading(text)


def is_bold_heading(text: str) -> bool:
    """Return whether a text is a line all in bold.

    Args:
        text: of a sentence or paragraph.
    """
    return len(text) <= _LONGEST_HEADING and _BOLD.fullmatch(text) is not None


def with_what_is_introduced(text: str, span: Span, within: Span) -> Span | None:
    """Return a sentence that ends in a colon with the paragraph below it; None if none follows.

    Args:
        text: of the document.
        span: of the sentence.
        within: the section; nothing outside of it is looked at.
    """
    around = nearby(text, span, within)
    if around is None or around.at + 1 >= len(around.spans):
        return None
    below = around.spans[around.at + 1]
    if around.spans[around.at].end != span.end or below.end - span.start > LONGEST:
        return None
    return Span(span.start, below.end)


def with_what_it_heads(text: str, span: Span, within: Span) -> Span | None:
    """Return the heading that a paragraph begins with, and the sentence behind it; or None.

    Args:
        text: of the document.
        span: of the sentence that may be such a heading, see :func:`qa.text.labels.is_run_in`.
        within: the section; nothing outside of it is looked at.
    """
    around = nearby(text, span, within) if is_run_in(text[span.start : span.end]) else None
    if around is None or around.spans[around.at].start != span.start:
        return None
    sentences = sentence_spans(text, span.start, around.spans[around.at].end)
    behind = next((each for each in sentences if each.start >= span.end), None)
    return Span(span.start, behind.end) if behind else None


def with_reply(text: str, span: Span, within: Span) -> Span | None:
    """Return a question in prose with the sentences that follow it; None if none follows.

    These are the next ones of its paragraph, up to another question; at its end, the first
    sentence of the next paragraph.

    Args:
        text: of the document.
        span: of the sentence that asks.
        within: the section; nothing outside of it is looked at.
    """
    around = nearby(text, span, within)
    if around is None:
        return None
    end: int | None = None
    for i, paragraph in enumerate(around.spans[around.at : around.at + 2]):
        for sentence in sentence_spans(text, paragraph.start, paragraph.end):
            if sentence.start < span.end:
                continue
            asks = is_interrogative(text[sentence.start : sentence.end])
            over = end is not None and sentence.end - span.end > _REPLY
            if (asks and (end is not None or i)) or over:
                break
            if not asks:
                end = sentence.end
            if i:
                break
        if end is not None:
            return Span(span.start, end)
    return None
