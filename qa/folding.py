"""Words without their typography, each with the place where it stands.

Two texts that differ in quotation marks, dashes, ligatures, soft hyphens, white space, case or
Unicode normalisation only have the same tokens here. A token keeps the offsets of the
characters it was made from, so nothing found by tokens loses its place in the original.

A digit raised or circled after a number stays apart from it: ``10²`` is not ``102``.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

QUOTATION_MARKS = "\"'`´‘’‚‛“”„‟‹›«»「」『』〝〞〟＂＇"
DASHES = "‐‑‒–—―−﹘﹣－-"
INVISIBLE = "\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufffe"
"""Soft hyphens, zero-width spaces and direction marks; not the joiners, which make letters
and emoji what they are."""

_HIDDEN = re.compile(f"[{INVISIBLE}]")
_DASHES = re.escape(DASHES)
_MARKUP = "*_"
_APOSTROPHES = "'’ʼ＇"
_RAISED = "²³¹⁰ⁱ⁴-⁹₀-₉¼-¾⅐-⅞①-⒛⓪-⓿❶-➓㉑-㊿"
_WITHOUT_SPACES = (
    "\u0e00-\u0edf\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Tibetan, Burmese, Khmer
    "\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\uff66-\uff9f\U00020000-\U0003ffff"  # Chinese and Japanese
)


class Token(NamedTuple):
    """A word, number or sign; a tuple, for a check makes ten thousand of them.

    Attributes:
        key: without typography; equal keys are the same word.
        start: offset of its first character in the text as it stands.
        end: offset after its last.
    """

    key: str
    start: int
    end: int

    @property
    def is_word(self) -> bool:
        """Whether it is a word or a number, not a sign."""
        return self.key[0].isalnum()


def tokens(text: str, start: int = 0, end: int = sys.maxsize) -> list[Token]:
    """Return the words, numbers and signs of ``text[start:end]`` in order.

    Quotation marks, invisible characters and the asterisks and underscores of mark-up are none.
    """
    found: list[Token] = []
    for match in _pattern().finditer(text, start, min(end, len(text))):
        keys = _keys(match.group())
        if len(keys) == 1:
            found.append(Token(keys[0], match.start(), match.end()))
        else:
            found.extend(Token(key, match.start(), match.end()) for key in keys)
    return found


def visible(text: str) -> str:
    """Return a text without soft hyphens and other invisible characters."""
    return _HIDDEN.sub("", text)


def differences(one: str, other: str) -> tuple[str, ...]:
    """Return the kinds of typography in which two texts with the same tokens differ."""
    return tuple(
        kind
        for kind, seen in _SEEN
        if seen(unicodedata.normalize("NFC", one)) != seen(unicodedata.normalize("NFC", other))
        or (kind == _COMPOSITION and seen(one) != seen(other))
    )


@cache
def _pattern() -> re.Pattern[str]:
    """Return what one token looks like; ``re`` has no class of combining marks, so here is one."""
    marks = _ranges(lambda char: unicodedata.category(char)[0] == "M")
    inside = rf"[{marks}{INVISIBLE}\u200c\u200d]"
    letter = rf"(?:[^\W\d_{_RAISED}{_WITHOUT_SPACES}])"
    return re.compile(
        rf"""\d(?:{inside}*\d)*(?:[.,．，](?:\d(?:{inside}*\d)*))*        # 20,000  3.5
           | {letter}(?:{letter}|{inside}|[\d{_RAISED}]|[{_APOSTROPHES}](?={letter}))*
           | [{_WITHOUT_SPACES}][{marks}\u200c\u200d]*
           | \.{{3}}|\.\ \.\ \.                                  # an ellipsis spelt out
           | [{_DASHES}](?:[{INVISIBLE}]*[{_DASHES}])*
           | [^\s{QUOTATION_MARKS}{_MARKUP}{INVISIBLE}][{marks}\u200c\u200d]*
        """,
        re.VERBOSE,
    )


@lru_cache(maxsize=100_000)
def _keys(found: str) -> tuple[str, ...]:
    """Return the keys of what one match of the pattern holds; mostly one."""
    if found in ("...", ". . .", "…"):
        return ("…",)
    if found[0] in DASHES:
        return ("-",)
    key = _folded(found)
    return (key,) if key.isalpha() else tuple(_pattern().findall(key))  # ㎏ and ½ hold several


def _folded(text: str) -> str:
    straight = re.sub(rf"[{_APOSTROPHES}]", "'", visible(text))
    once = unicodedata.normalize("NFKD", straight).casefold()
    return unicodedata.normalize("NFKD", once)


def _ranges(belongs: Callable[[str], bool]) -> str:
    """Return the characters for which ``belongs`` holds, as the inside of a character class."""
    parts: list[str] = []
    opened: int | None = None
    for code in range(0x300, 0x1F000):
        inside = belongs(chr(code))
        if inside and opened is None:
            opened = code
        elif not inside and opened is not None:
            parts.append(f"{chr(opened)}-{chr(code - 1)}")
            opened = None
    return "".join(parts) + "\U000e0100-\U000e01ef"


def _all(characters: str) -> Callable[[str], list[str]]:
    return re.compile(f"[{characters}]").findall


def _compatibility(text: str) -> list[str]:
    plain = re.sub(rf"[\s{QUOTATION_MARKS}{_DASHES}{INVISIBLE}…]", "", text)
    return [char for char in plain if unicodedata.normalize("NFKC", char) != char]


def _capitals(text: str) -> list[bool]:
    return [char.isupper() for char in unicodedata.normalize("NFKC", text) if char.isalpha()]


_COMPOSITION = "composed and decomposed characters"

_SEEN: tuple[tuple[str, Callable[[str], object]], ...] = (
    ("quotation marks", _all(QUOTATION_MARKS)),
    ("dashes", _all(_DASHES)),
    ("ellipsis", re.compile(r"\.{3}|\. \. \.|…").findall),
    ("white space", re.compile(r"\s+").findall),
    ("soft hyphens and invisible characters", _all(INVISIBLE)),
    ("ligatures and compatibility characters", _compatibility),
    ("case", _capitals),
    ("mark-up", _all(_MARKUP)),
    (_COMPOSITION, lambda text: text == unicodedata.normalize("NFC", text)),
)
"""Kind of typography → what of it is seen in a text."""
