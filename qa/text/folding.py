"""A text as tokens: its words, numbers and signs without their typography, each with its offsets.

Two texts that differ only in quotation marks, dashes, ligatures, soft hyphens, white space, case,
the spelling of a number or Unicode normalisation have the same tokens. A token has the offsets of
the characters it was made from, so whatever is found by tokens is found in the original.

What carries meaning stays: raised and lowered characters, operators, ``ß``, every mark but
quotation marks. ``docs/checking.md`` states the rules one by one.
"""

from __future__ import annotations

import re
import sys
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from qa.deadlines import check_deadline
from qa.text.character_classes import (
    DASH_CLASS,
    INVISIBLE,
    JOINERS,
    QUOTATION_MARKS,
    WITHOUT_SPACES,
    marks,
    raised_and_lowered,
)
from qa.text.keys import ELLIPSIS, is_one_word, numeral_key, sign_key, word_key
from qa.text.numerals import APOSTROPHES, CIRCLED, VULGAR, in_english, number_pattern

if TYPE_CHECKING:
    from collections.abc import Iterable

MARKUP = "*_"
"""Signs that mark words up, as in Markdown."""

_NEAR = 8  # characters between an asterisk and a factor that it multiplies
# Common words of English that are rare in other languages.
_ENGLISH_WORDS = "the and were are has with from that this which been their they its would"
_ENGLISH = frozenset(_ENGLISH_WORDS.split())
_ENGLISH_SHARE = 0.02  # of the words of a text, above which it is English
_SAMPLE = 8_000  # characters
_SINGLE, _DOUBLE = frozenset("'‘’‚‛`´＇"), frozenset('"“”„‟＂')
# Kind of match → its keys. Inches have a key of their own: two of feet would begin with feet.
_FIXED = {"ellipsis": (ELLIPSIS,), "dash": ("-",), "inch": ("″",)}
_LOOKED_BACK = 300  # characters, from a mark after a number to the mark that it may close
_CHECKED_EVERY = 4_096  # tokens; then the deadline is checked


class Token(NamedTuple):
    """A word, number or sign; a tuple, for a check makes ten thousand of them.

    Attributes:
        key: without typography; equal keys are the same word.
        start: offset of its first character in the original text.
        end: offset after its last.
    """

    key: str
    start: int
    end: int

    @property
    def is_word(self) -> bool:
        """Whether it is a word or a number, not a sign."""
        key = self.key
        return key[0].isalnum() or (key[0] in "-^_" and key[1:2].isalnum())


def tokens(text: str, start: int = 0, end: int = sys.maxsize) -> list[Token]:
    """Return the words, numbers and signs of ``text[start:end]`` in order.

    Quotation marks, invisible characters and the asterisks and underscores of mark-up are none.

    Args:
        text: any text.
        start: offset of the first character.
        end: offset after the last.

    Raises:
        DeadlineError: the deadline of the caller has passed.
    """
    found: list[Token] = []
    for match in _pattern().finditer(text, start, min(end, len(text))):
        if not len(found) % _CHECKED_EVERY:
            check_deadline()
        kind, (first, last) = match.lastgroup or "", match.span()
        if kind == "mark" and not _is_operator(text, first, last):
            continue
        if kind == "unit" and _closes_quotation(text, first):
            continue
        keys = _keys(kind, match.group())
        if len(keys) == 1:
            found.append(Token(keys[0], first, last))
        else:
            found.extend(Token(key, first, last) for key in keys)
    return found


def numerals(text: str) -> list[str]:
    """Return the numbers of a text as they are spelt, in order.

    Args:
        text: any text.
    """
    return [match.group() for match in _pattern().finditer(text) if match.lastgroup == "number"]


def english_tokens(some: Iterable[Token]) -> list[Token]:
    """Return tokens with the keys that they have in an English text: ``1,500`` is ``1500``.

    Args:
        some: tokens of a text in any language.
    """
    return [
        token._replace(key=in_english(token.key)) if "," in token.key else token for token in some
    ]


def is_english(text: str) -> bool:
    """Return whether a text is in English, where a comma before three digits groups thousands.

    Args:
        text: any text; its beginning counts.
    """
    words = text[:_SAMPLE].lower().split()
    return sum(word in _ENGLISH for word in words) > _ENGLISH_SHARE * len(words)


@cache
def _pattern() -> re.Pattern[str]:
    """Return the pattern of one token.

    No two adjacent quantifiers match the same character, so that its time is linear.
    """
    marking = marks()
    raised, lowered = raised_and_lowered()
    inside = rf"[{marking}{INVISIBLE}{JOINERS}]"
    letter = rf"(?:[^\W\d_{raised}{lowered}{CIRCLED}{VULGAR}{WITHOUT_SPACES}])"
    attached = rf"\d{raised}{lowered}{CIRCLED}{VULGAR}"
    caret = r"\^[+−-]?[^\W_]+"
    return re.compile(
        rf"""(?P<number>{number_pattern(inside, raised, lowered)})
           | (?P<word>{letter}(?:{letter}|{inside}|[{attached}]|[{APOSTROPHES}](?={letter}))*
                      (?:{caret})?)
           | (?P<raised>[{raised}{lowered}]+|{caret})
           | (?P<ellipsis>\.{{3}}|\.\ \.\ \.|…)
           | (?P<dash>[{DASH_CLASS}](?:[{INVISIBLE}]*[{DASH_CLASS}])*)
           | (?P<mark>\*+|_+)
           | (?P<inch>″|′′)
           | (?P<unit>(?<=\d)(?:''|['’"”])(?![^\W\d]))
           | (?P<sign>[^\s{QUOTATION_MARKS}{INVISIBLE}][{marking}{JOINERS}]*)
        """,
        re.VERBOSE,
    )


@lru_cache(maxsize=100_000)
def _keys(kind: str, found: str) -> tuple[str, ...]:
    """Return the keys of one match of the pattern; mostly one."""
    if kind in _FIXED:
        return _FIXED[kind]
    if kind == "unit":
        return ("′",) if found in _SINGLE else _FIXED["inch"]
    if kind == "number":
        return (numeral_key(found),)
    if kind in ("word", "raised"):
        key = word_key(found)
        if is_one_word(key):
            return (key,)
    else:
        key = sign_key(found)
    if key == found:
        return (key,)
    return tuple(token.key for token in tokens(key))  # ㎏ and ﷺ are several words


def _closes_quotation(text: str, at: int) -> bool:
    """Return whether a mark after a number closes a quotation; if not, it means feet or inches.

    It closes one if the mark of its kind before it, in the same line, opens one. A claim may have
    several lines: the mark that ends it closes the one that begins it.
    """
    kind = _SINGLE if text[at] in _SINGLE and text[at + 1 : at + 2] != "'" else _DOUBLE
    line = text[max(0, at - _LOOKED_BACK) : at].rpartition("\n")[2]
    for i in range(len(line) - 1, -1, -1):
        before, after = line[i - 1 : i] if i else "", line[i + 1 : i + 2]
        if line[i] in kind and not (before.isalpha() and after.isalpha()):  # an apostrophe
            return not before.isalnum() and not after.isspace()
    return text[0] in kind and at + 1 == len(text)


def _is_operator(text: str, first: int, last: int) -> bool:
    """Return whether asterisks or underscores are an operator, and not mark-up.

    An asterisk that touches a word on one side alone is mark-up, and so is one that begins a
    line; between two factors it multiplies.
    """
    before, after = text[first - 1 : first], text[last : last + 1]
    if not before and not after:
        return True  # nothing that could be marked up
    if text[first] == "_":
        return before.isalnum() and after.isalnum()
    if before.isspace() or after.isspace():
        before = text[max(0, first - _NEAR) : first].rstrip(" \t\u00a0\u2009\u202f")[-1:]
        after = text[last : last + _NEAR].lstrip()[:1]
        both = text[first - 1 : first].isspace() and text[last : last + 1].isspace()
        if not both:  # emphasis, unless there is a number on either side
            return last - first == 1 and before.isdecimal() and after.isdecimal()
        return _is_factor(before, ")]") and _is_factor(after, "([")
    if before in ")]" or after in "([":
        return _is_factor(before, ")]") and _is_factor(after, "([") and not (
            before.isalpha() and text[first - 2 : first].isalpha()
        )  # fmt: skip
    return _is_factor(before) and _is_factor(after)


def _is_factor(char: str, brackets: str = "") -> bool:
    """Return whether a character can end or begin a factor; in scripts without spaces none can."""
    if not char:
        return False
    return char in brackets or (char.isalnum() and not _without_spaces().match(char))


@cache
def _without_spaces() -> re.Pattern[str]:
    return re.compile(f"[{WITHOUT_SPACES}]")
