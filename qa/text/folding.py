"""Words without their typography, each with the place where it stands.

Two texts that differ in quotation marks, dashes, ligatures, soft hyphens, white space, case,
the spelling of a number or Unicode normalisation only have the same tokens here. A token keeps
the offsets of the characters it was made from, so nothing found by tokens loses its place in
the original.

What carries meaning stays: raised and lowered characters, operators, ``ß``, every mark but
quotation marks. ``docs/checking.md`` states the rules one by one.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from qa.deadlines import check_deadline
from qa.text.normalization import composed
from qa.text.numerals import (
    APOSTROPHES,
    CIRCLED,
    VULGAR,
    ascii_digits,
    in_english,
    number_key,
    number_pattern,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

QUOTATION_MARKS = "\"'`´‘’‚‛“”„‟‹›«»「」『』〝〞〟＂＇"
DASHES = "‐‑‒–—―−﹘﹣－-"
INVISIBLE = "\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufffe"
"""Soft hyphens, zero-width spaces and direction marks; not the joiners, which make letters
and emoji what they are, nor the invisible operators, which part 5 times 0 from 50."""

ELLIPSIS = "…"
"""Key of an ellipsis."""

_HIDDEN = re.compile(f"[{INVISIBLE}]")
_DASHES = re.escape(DASHES)
_MARKUP = "*_"
_FAR = 8  # characters from an asterisk to the factor before or after it
_WITHOUT_SPACES = (
    "\u0e00-\u0edf\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Tibetan, Burmese, Khmer
    "\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\uff66-\uff9f\U00020000-\U0003ffff"  # Chinese and Japanese
)
_STRAIGHT = str.maketrans({**dict.fromkeys(APOSTROPHES, "'"), "ẞ": "ß", "⁄": "/", "∕": "/"})
_HYPHENS = str.maketrans(dict.fromkeys(DASHES, "-"))
_ENGLISH = frozenset(
    "the and were are has with from that this which been their they its would".split()  # noqa: SIM905 - a list of words reads best as words
)
"""Words of which an English text has some, and a text in another language hardly any."""
_ENGLISH_FROM = 0.02  # share of the words
_SAMPLE = 8_000  # characters
_SINGLE, _DOUBLE = frozenset("'‘’‚‛`´＇"), frozenset('"“”„‟＂')
_FIXED = {"ellipsis": (ELLIPSIS,), "dash": ("-",)}  # kind of match → its keys
_LOOKED_BACK = 300  # characters, from a mark after a number to the mark that it may close
_CHECKED_EVERY = 4_096  # tokens; then the deadline is checked


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
        key = self.key
        return key[0].isalnum() or (key[0] in "-^_" and key[1:2].isalnum())


def tokens(text: str, start: int = 0, end: int = sys.maxsize) -> list[Token]:
    """Return the words, numbers and signs of ``text[start:end]`` in order.

    Quotation marks, invisible characters and the asterisks and underscores of mark-up are none.

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


def english_tokens(some: Iterable[Token]) -> list[Token]:
    """Return tokens with the keys that they have in an English text: ``1,500`` is ``1500``."""
    return [
        token._replace(key=in_english(token.key)) if "," in token.key else token for token in some
    ]


def is_english(text: str) -> bool:
    """Tell whether a text is in English, so that a comma before three digits parts thousands."""
    words = text[:_SAMPLE].lower().split()
    return sum(word in _ENGLISH for word in words) > _ENGLISH_FROM * len(words)


def visible(text: str) -> str:
    """Return a text without soft hyphens and other invisible characters."""
    return _HIDDEN.sub("", text)


def differences(one: str, other: str) -> tuple[str, ...]:
    """Return the kinds of typography in which two texts with the same tokens differ."""
    return tuple(
        kind
        for kind, seen in _SEEN
        if seen(composed(one)) != seen(composed(other))
        or (kind == _COMPOSITION and seen(one) != seen(other))
    )


@cache
def _pattern() -> re.Pattern[str]:
    """Return what one token looks like; ``re`` has no class of combining marks, so here is one.

    No two quantifiers that stand next to each other take the same character.
    """
    marks = _ranges(code for code in range(0x300, 0x1F000) if _is_mark(chr(code)))
    marks += "\U000e0100-\U000e01ef"
    raised, lowered = _raised_and_lowered()
    inside = rf"[{marks}{INVISIBLE}\u200c\u200d]"
    letter = rf"(?:[^\W\d_{raised}{lowered}{CIRCLED}{VULGAR}{_WITHOUT_SPACES}])"
    attached = rf"\d{raised}{lowered}{CIRCLED}{VULGAR}"
    caret = r"\^[+−-]?[^\W_]+"
    return re.compile(
        rf"""(?P<number>{number_pattern(inside, raised, lowered)})
           | (?P<word>{letter}(?:{letter}|{inside}|[{attached}]|[{APOSTROPHES}](?={letter}))*
                      (?:{caret})?)
           | (?P<raised>[{raised}{lowered}]+|{caret})
           | (?P<ellipsis>\.{{3}}|\.\ \.\ \.|…)
           | (?P<dash>[{_DASHES}](?:[{INVISIBLE}]*[{_DASHES}])*)
           | (?P<mark>\*+|_+)
           | (?P<unit>(?<=\d)(?:''|['’"”])(?![^\W\d]))
           | (?P<sign>[^\s{QUOTATION_MARKS}{INVISIBLE}][{marks}\u200c\u200d]*)
        """,
        re.VERBOSE,
    )


def _closes_quotation(text: str, at: int) -> bool:
    """Return whether a mark after a number closes a quotation; if not, it means feet or inches.

    It closes one if the mark of its kind before it, in the same line, opens one.
    """
    kind = _SINGLE if text[at] in _SINGLE and text[at + 1 : at + 2] != "'" else _DOUBLE
    line = text[max(0, at - _LOOKED_BACK) : at].rpartition("\n")[2]
    for i in range(len(line) - 1, -1, -1):
        before, after = line[i - 1 : i] if i else "", line[i + 1 : i + 2]
        if line[i] in kind and not (before.isalpha() and after.isalpha()):  # an apostrophe
            return not before.isalnum() and not after.isspace()
    return False


def _is_operator(text: str, first: int, last: int) -> bool:
    """Tell whether asterisks or underscores join what they stand between, or mark it up.

    An asterisk that touches a word on one side alone is mark-up, and so is one that begins a
    line; between two factors it multiplies.
    """
    before, after = text[first - 1 : first], text[last : last + 1]
    if not before and not after:
        return True  # nothing that could be marked up
    if text[first] == "_":
        return before.isalnum() and after.isalnum()
    if before.isspace() or after.isspace():
        before = text[max(0, first - _FAR) : first].rstrip(" \t\u00a0\u2009\u202f")[-1:]
        after = text[last : last + _FAR].lstrip()[:1]
        both = text[first - 1 : first].isspace() and text[last : last + 1].isspace()
        if not both:  # emphasis, unless a number stands on either side
            return last - first == 1 and before.isdecimal() and after.isdecimal()
        return _is_factor(before, ")]") and _is_factor(after, "([")
    if before in ")]" or after in "([":
        return _is_factor(before, ")]") and _is_factor(after, "([") and not (
            before.isalpha() and text[first - 2 : first].isalpha()
        )  # fmt: skip
    return _is_factor(before) and _is_factor(after)


def _is_factor(char: str, brackets: str = "") -> bool:
    """Tell whether a character can be the end of a factor; in scripts without spaces none is."""
    if not char:
        return False
    return char in brackets or (char.isalnum() and not _one_a_character().match(char))


@cache
def _one_a_character() -> re.Pattern[str]:
    return re.compile(f"[{_WITHOUT_SPACES}]")


@lru_cache(maxsize=100_000)
def _keys(kind: str, found: str) -> tuple[str, ...]:
    """Return the keys of what one match of the pattern has in it; mostly one."""
    if kind in _FIXED:
        return _FIXED[kind]
    if kind == "unit":  # inches are two foot marks, as Unicode decomposes ″
        return ("′",) if found in _SINGLE else ("′", "′")
    if kind == "number":
        number, tail = _without_tail(visible(found).translate(ascii_digits()))
        return (number_key(number, tail),)
    if kind in ("word", "raised"):
        key = _key(found)
        if key.isalpha() or all(map(_stays, key)):
            return (key,)
    elif unicodedata.decomposition(found[0]).startswith("<"):
        key = _expanded(found)
    else:
        key = _folded(found)
    if key == found:
        return (key,)
    return tuple(token.key for token in tokens(key))  # ㎏ and ﷺ are several words


def _expanded(sign: str) -> str:
    """Return what a compatibility character stands for, with ``²`` where it has one: ``㎡``."""
    tag, *codes = unicodedata.decomposition(sign[0]).split()
    plain = "".join(chr(int(code, 16)) for code in codes) + sign[1:]
    return f"^{plain}" if tag == "<super>" else plain


def _stays(char: str) -> bool:
    return char.isalnum() or char in "'^_;+-=()\u200c\u200d" or _is_mark(char)


def _is_mark(char: str) -> bool:
    return unicodedata.category(char)[0] == "M"


def _key(word: str) -> str:
    """Return the key of a word; what is raised or lowered in it stays so: ``x²`` is ``x^2``."""
    pieces = _parted().split(word)
    parts = [_folded(piece) if i % 2 == 0 else _lifted(piece) for i, piece in enumerate(pieces)]
    return "".join(
        f"{part};" if i % 2 and any(pieces[i + 1 :]) else part for i, part in enumerate(parts)
    )


def _lifted(run: str) -> str:
    if _circled().match(run):
        return run
    raised = unicodedata.decomposition(run[0]).startswith("<super>")
    return ("^" if raised else "_") + _folded(run)


def _without_tail(number: str) -> tuple[str, str]:
    """Return a number without what is raised after it, and the key of that."""
    base, caret, exponent = number.partition("^")
    if caret:
        return base, f"^{_folded(exponent)}"
    if "⁄" in number:
        return number, ""  # ²⁄₃ is a fraction, no power
    at = next((i for i, char in enumerate(number) if _parted().match(char)), len(number))
    return number[:at], _key(number[at:])


def _folded(text: str) -> str:
    """Return a text without compatibility characters and case; ``ß`` is no double s."""
    straight = visible(text).translate(_STRAIGHT)
    return "ß".join(map(_caseless, straight.split("ß"))).translate(ascii_digits())


def _caseless(text: str) -> str:
    once = unicodedata.normalize("NFKD", text).casefold()
    return unicodedata.normalize("NFKD", once).translate(_HYPHENS).replace("⁄", "/")


@cache
def _raised_and_lowered() -> tuple[str, str]:
    """Return all raised characters and all lowered ones, each as the inside of a class."""
    kinds: dict[str, list[int]] = {"<super>": [], "<sub>": []}
    for code in range(0x80, 0x1F000):
        kind = unicodedata.decomposition(chr(code)).partition(" ")[0]
        if kind in kinds and unicodedata.category(chr(code)) != "So":  # ™ ends no word
            kinds[kind].append(code)
    return _ranges(kinds["<super>"]), _ranges(kinds["<sub>"])


@cache
def _parted() -> re.Pattern[str]:
    raised, lowered = _raised_and_lowered()
    return re.compile(f"([{raised}]+|[{lowered}]+|[{CIRCLED}])")


@cache
def _circled() -> re.Pattern[str]:
    return re.compile(f"[{CIRCLED}]")


def _ranges(codes: Iterable[int]) -> str:
    """Return ascending code points as the inside of a character class."""
    found: list[tuple[int, int]] = []
    for code in codes:
        if found and found[-1][1] == code - 1:
            found[-1] = found[-1][0], code
        else:
            found.append((code, code))
    return "".join(f"{re.escape(chr(first))}-{re.escape(chr(last))}" for first, last in found)


def _all(characters: str) -> Callable[[str], list[str]]:
    return re.compile(f"[{characters}]").findall


def _compatibility(text: str) -> list[str]:
    plain = re.sub(rf"[\s{QUOTATION_MARKS}{_DASHES}{INVISIBLE}{VULGAR}…]", "", text)
    return [char for char in plain if unicodedata.normalize("NFKC", char) != char]


def _capitals(text: str) -> list[bool]:
    return [char.isupper() for char in unicodedata.normalize("NFKC", text) if char.isalpha()]


def _spellings(text: str) -> list[str]:
    return [match.group() for match in _pattern().finditer(text) if match.lastgroup == "number"]


_COMPOSITION = "composed and decomposed characters"

_SEEN: tuple[tuple[str, Callable[[str], object]], ...] = (
    ("quotation marks", _all(QUOTATION_MARKS)),
    ("dashes", _all(_DASHES)),
    ("ellipsis", re.compile(r"\.{3}|\. \. \.|…").findall),
    ("white space", re.compile(r"\s+").findall),
    ("soft hyphens and invisible characters", _all(INVISIBLE)),
    ("ligatures and compatibility characters", _compatibility),
    ("case", _capitals),
    ("spelling of numbers", _spellings),
    ("mark-up", _all(_MARKUP)),
    (_COMPOSITION, lambda text: text == composed(text)),
)
"""Kind of typography → what of it is seen in a text."""
