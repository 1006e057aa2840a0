"""Exact spans of paragraphs and sentences.

A text is split into paragraphs by its line breaks, then each paragraph into sentences by
``sentencex``. Nothing is normalised: a span addresses the characters of the text as it is.
"""

from __future__ import annotations

import re

from sentencex import get_sentence_boundaries

from qa.records import Span

# Editors and mail programs wrap at 72 to 120 characters; a longer line is a whole paragraph.
_WRAP_LIMIT = 120

# sentencex counts characters from the beginning of a text at each sentence, so its time grows with
# the square of the length. It gets a long paragraph in windows, and only sentences that end well
# before the window does are taken from each: the last ones may be cut.
_WINDOW = 6_000
_SURE = 4_000

_LINE = re.compile(r"[^\n]*\n?")
_OWN_LINE = re.compile(
    r"""\s*(?:[-*+•‣◦·]\s     # a list item
        | \(?\d{1,3}[.)]\s    # a numbered item
        | \|                  # a table row
        | >                   # a quotation
        | \#{1,6}\s           # a Markdown heading
        | [=-]{3,}\s*$        # a rule or an underline
        )|\ {4}|\t            # indented code
    """,
    re.VERBOSE,
)
_FENCE = re.compile(r"\s*(?:```|~~~)")
_ENDS_SENTENCE = re.compile("[.!?…。！？:;][\"'”’»)\\]]*$")


def paragraph_spans(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Return the paragraphs of ``text[start:end]``, without the white space around them.

    A blank line ends a paragraph. A single line break does too, unless the line was merely
    wrapped there: its sentence goes on in lower case, or all lines are short and the next
    word would not have fitted. A list item, a table row, a line of code is a paragraph of
    its own. Every character that is not white space is in exactly one paragraph.

    Args:
        text: of a document.
        start: offset to begin at.
        end: offset to end before (default: the end of the text).
    """
    end = len(text) if end is None else end
    lines = [match.group() for match in _LINE.finditer(text, start, end)]
    width = max((len(line.rstrip()) for line in lines), default=0)
    paragraphs: list[Span] = []
    offset, opened = start, start
    previous = ""
    fenced = False
    for line in lines:
        fence = _FENCE.match(line) is not None
        if fenced or fence or not _goes_on(previous, line, width):
            _append_stripped(paragraphs, text, opened, offset)
            opened = offset
        fenced ^= fence
        previous = "" if fence else line  # nothing goes on from a fence
        offset += len(line)
    _append_stripped(paragraphs, text, opened, offset)
    return paragraphs


def sentence_spans(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Return the sentences of the one paragraph ``text[start:end]``, without white space around.

    Every character that is not white space is in exactly one sentence.

    Args:
        text: of a document.
        start: offset of the paragraph.
        end: offset after the paragraph (default: the end of the text).
    """
    end = len(text) if end is None else end
    spans: list[Span] = []
    while end - start > _WINDOW:
        ends = _ends(text, start, start + _WINDOW)
        sure = [at for at in ends if at <= start + _SURE] or ends[:-1][:1]
        if not sure:  # no sentence, then: cut where a word ends, if one does
            spaced = text[start : start + _WINDOW].rstrip()
            cut = max(spaced.rfind(" "), spaced.rfind("\n"))
            sure = [start + (cut if cut > 0 else _WINDOW)]
        for at in sure:
            _append_stripped(spans, text, start, at)
            start = at
    for at in _ends(text, start, end):
        _append_stripped(spans, text, start, at)
        start = at
    return spans


def _ends(text: str, start: int, end: int) -> list[int]:
    """Return where the sentences of ``text[start:end]`` end; the last one at ``end``."""
    boundaries = get_sentence_boundaries("en", text[start:end])
    return [start + boundary["end_index"] for boundary in boundaries]


def _goes_on(previous: str, line: str, width: int) -> bool:
    """Return whether ``line`` continues the paragraph that ``previous`` is the last line of."""
    before, after = previous.rstrip(), line.strip()
    if not before or not after or _OWN_LINE.match(line):
        return False
    if after[0].islower() and not _ENDS_SENTENCE.search(before):
        return True
    fits = len(before) + 1 + len(after.split(maxsplit=1)[0]) <= width
    return width <= _WRAP_LIMIT and not fits


def _append_stripped(spans: list[Span], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    content = piece.strip()
    if content:
        start += len(piece) - len(piece.lstrip())
        spans.append(Span(start, start + len(content)))
