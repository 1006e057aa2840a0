"""Exact spans of the sentences of a paragraph.

``sentencex`` finds where sentences end, in the language of the paragraph; what it gets wrong is
put right here. Nothing is normalised: a span addresses the characters of the text as it is.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from sentencex import get_sentence_boundaries

from qa.records import Span
from qa.text.abbreviations import ends_before_capital, goes_on
from qa.text.labels import is_enumerator, is_label, is_title, item_at
from qa.text.language import detected

if TYPE_CHECKING:
    from collections.abc import Iterator

# sentencex counts characters from the beginning of a text at each sentence, so its time grows with
# the square of the length. It gets a long paragraph in windows, and only sentences that end well
# before the window does are taken from each: the last ones may be cut.
_WINDOW = 6_000
_SURE = 4_000

# Its rules for these are better than those for English. Those for Spanish are not.
_RULES = frozenset({"de", "fr", "it", "nl"})

# After "b)" it finds no sentence any more, so it gets a word in place of such brackets.
_BRACKETED = re.compile(r"\b(?<![\w.])\w{1,4}\)|\(\w{1,4}\)")
_WITHIN_WORD = re.compile(r"\.[-/\d]")
_CLOSING = re.compile("[*_~\"'”’»)\\]]+(?=\\s|$)")
_GAP = re.compile(r"(?<=[.!?;:*)])\s+")
_STOP = re.compile(r"[^\W\d_]\.(?=\s[\"“„(]?[^\W\d_])")
_STEP = re.compile(r"\(?(\d{1,3})[.)]\s")
_WORDS_AFTER = 3  # of a sentence that a single word before it leans on: "Yes. Small dogs may come."
_LONGEST_LABELS = 200  # characters of labels in a row
_LOOK = 40  # characters around a full stop that tell whether a sentence ends there


def sentence_spans(
    text: str, start: int = 0, end: int | None = None, language: str = ""
) -> list[Span]:
    """Return the sentences of the one paragraph ``text[start:end]``, without white space around.

    An enumerator or a label is no sentence: it is part of the one that follows, and at the end,
    of the one before. Every character that is not white space is in exactly one sentence.

    Args:
        text: of a document.
        start: offset of the paragraph.
        end: offset after the paragraph (default: the end of the text).
        language: of the document, a BCP 47 tag, where the words of the paragraph do not show one.
    """
    end = len(text) if end is None else end
    spoken = detected(text[start:end]) or language.partition("-")[0].lower()
    steps = _steps(text, start, end)
    ends = sorted({*_all_ends(text, start, end, spoken), *steps})
    return _joined(text, _stripped(text, start, ends), spoken, frozenset(steps))


def _all_ends(text: str, start: int, end: int, language: str) -> list[int]:
    """Return where the sentences of ``text[start:end]`` end, a window at a time."""
    found: list[int] = []
    while end - start > _WINDOW:
        ends = _ends(text, start, start + _WINDOW, language)
        sure = [at for at in ends if at <= start + _SURE] or ends[:-1][:1]
        if not sure:  # no sentence, then: cut where a word ends, if one does
            spaced = text[start : start + _WINDOW].rstrip()
            cut = max(spaced.rfind(" "), spaced.rfind("\n"))
            sure = [start + (cut if cut > 0 else _WINDOW)]
        found += sure
        start = sure[-1]
    return found + _ends(text, start, end, language)


def _ends(text: str, start: int, end: int, language: str) -> list[int]:
    """Return where the sentences of ``text[start:end]`` end; the last one at ``end``."""
    masked = _BRACKETED.sub(lambda found: "X" + "x" * (len(found[0]) - 1), text[start:end])
    rules = language if language in _RULES else "en"
    ends = []
    for boundary in get_sentence_boundaries(rules, masked):
        at = start + boundary["end_index"]
        closing = None if text[at - 1].isspace() else _CLOSING.match(text, at, end)
        if at == end or not _WITHIN_WORD.match(text, at - 1, end):
            ends.append(closing.end() if closing else at)
    return sorted({*ends, *_missed(text, start, end)})


def _missed(text: str, start: int, end: int) -> Iterator[int]:
    """Yield where sentences end where ``sentencex`` sees a title or an initial."""
    for stop in _STOP.finditer(text, start, end):
        at = stop.end()
        following = text[at + 1 : at + 3].lstrip('"“„(')
        if following[:1].isupper() and ends_before_capital(text[max(start, at - _LOOK) : at]):
            yield at


def _steps(text: str, start: int, end: int) -> list[int]:
    """Return where numbered steps begin that stand in one line: "1. Sign. 2. Send it."."""
    begins = [start, *(gap.end() for gap in _GAP.finditer(text, start, end))]
    numbered = [
        (at, int(found[1])) for at in begins if (found := _STEP.match(text, at, end)) is not None
    ]
    steps = {
        at
        for (first, number), (second, next_number) in pairwise(numbered)
        if next_number == number + 1
        for at in (first, second)
    }
    return sorted(steps - {start})


def _stripped(text: str, start: int, ends: list[int]) -> list[Span]:
    spans = []
    for end in ends:
        piece = text[start:end]
        content = piece.strip()
        if content:
            first = start + len(piece) - len(piece.lstrip())
            spans.append(Span(first, first + len(content)))
        start = max(start, end)
    return spans


def _joined(text: str, pieces: list[Span], language: str, steps: frozenset[int]) -> list[Span]:
    """Return sentences made of pieces that were cut too short."""
    spans: list[Span] = []
    opened: int | None = None  # start of a sentence that goes on
    labelled = False  # whether it has nothing but an enumerator so far
    for i, piece in enumerate(pieces):
        begins = piece.start if opened is None else opened
        following = pieces[i + 1] if i + 1 < len(pieces) else None
        if following is None:
            spans.append(Span(begins, piece.end))
            break
        own = text[piece.start : piece.end]
        short = piece.end - begins <= _LONGEST_LABELS
        further = text[following.start : following.start + _LOOK]
        title = labelled and is_title(own) and not item_at(further)
        alone = i == 0 and own.endswith(".") and len(own.split()) == 1
        if short and (is_label(own) or title or (alone and _has_words(text, following))):
            opened, labelled = begins, is_enumerator(own)
        elif following.start not in steps and goes_on(own[-_LOOK:], further, language):
            opened, labelled = begins, False
        else:
            spans.append(Span(begins, piece.end))
            opened, labelled = None, False
    if len(spans) > 1 and is_label(text[spans[-1].start : spans[-1].end]):
        last = spans.pop()
        spans[-1] = Span(spans[-1].start, last.end)
    return spans


def _has_words(text: str, piece: Span) -> bool:
    return len(text[piece.start : piece.end].split(maxsplit=_WORDS_AFTER)) >= _WORDS_AFTER
