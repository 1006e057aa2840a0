"""The key of a word or sign: what all its typographical variants have in common.

Case, ligatures, width and composition are typography. What carries meaning stays in the key:
raised and lowered characters (``x²`` is ``x^2``), ``ß``, accents. The rules are stated in
``docs/checking.md``.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from qa.text.character_classes import DASHES, JOINERS, is_mark, raised_and_lowered, visible
from qa.text.numerals import APOSTROPHES, CIRCLED, ascii_digits, number_key

ELLIPSIS = "…"
"""Key of an ellipsis."""

_STRAIGHT = str.maketrans({**dict.fromkeys(APOSTROPHES, "'"), "ẞ": "ß", "⁄": "/", "∕": "/"})
_HYPHENS = str.maketrans(dict.fromkeys(DASHES, "-"))
_IN_WORDS = f"'^_;+-=(){JOINERS}"  # characters of a key that is one word, besides letters


def word_key(word: str) -> str:
    """Return the key of a word; raised and lowered characters in it are marked.

    Args:
        word: letters and what is attached to them, such as ``H₂O`` or ``l’eau``.
    """
    pieces = _raised_or_lowered().split(word)  # every second one is
    parts = [_folded(piece) if i % 2 == 0 else _marked(piece) for i, piece in enumerate(pieces)]
    # A semicolon ends a raised part inside a word, so that 10²x and 10²ˣ differ.
    return "".join(
        f"{part};" if i % 2 and any(pieces[i + 1 :]) else part for i, part in enumerate(parts)
    )


def is_one_word(key: str) -> bool:
    """Return whether a key is a word; others stand for several words, or for signs.

    Args:
        key: of a word.
    """
    return key.isalpha() or all(
        char.isalnum() or char in _IN_WORDS or is_mark(char) for char in key
    )


def sign_key(sign: str) -> str:
    """Return the key of a sign.

    Args:
        sign: one character, and the marks that follow it.

    Returns:
        The key. Of a compatibility character it is what the character stands for, and may be
        several words: ``㎡`` is ``m²``.
    """
    decomposition = unicodedata.decomposition(sign[0])
    if not decomposition.startswith("<"):
        return _folded(sign)
    tag, *codes = decomposition.split()
    plain = "".join(chr(int(code, 16)) for code in codes) + sign[1:]
    return f"^{plain}" if tag == "<super>" else plain


def numeral_key(number: str) -> str:
    """Return the key of a number, by its value where its spelling has only one reading.

    Args:
        number: as written, in the digits of any script.
    """
    return number_key(*_without_exponent(visible(number).translate(ascii_digits())))


def _without_exponent(number: str) -> tuple[str, str]:
    """Return a number without what is raised after it, and the key of that."""
    base, caret, exponent = number.partition("^")
    if caret:
        return base, f"^{_folded(exponent)}"
    if "⁄" in number:
        return number, ""  # ²⁄₃ is a fraction, not a power
    raised = _raised_or_lowered()
    at = next((i for i, char in enumerate(number) if raised.match(char)), len(number))
    return number[:at], word_key(number[at:])


def _marked(run: str) -> str:
    """Return the key of raised or lowered characters; circled ones are their own."""
    if _circled().match(run):
        return run
    raised = unicodedata.decomposition(run[0]).startswith("<super>")
    return ("^" if raised else "_") + _folded(run)


def _folded(text: str) -> str:
    """Return a text without compatibility characters and case; ``ß`` is not a double s."""
    straight = visible(text).translate(_STRAIGHT)
    return "ß".join(map(_caseless, straight.split("ß"))).translate(ascii_digits())


def _caseless(text: str) -> str:
    """Return a text for caseless comparison (Unicode Standard 3.13, D146)."""
    once = unicodedata.normalize("NFKD", text).casefold()
    return unicodedata.normalize("NFKD", once).translate(_HYPHENS).replace("⁄", "/")


@cache
def _raised_or_lowered() -> re.Pattern[str]:
    raised, lowered = raised_and_lowered()
    return re.compile(f"([{raised}]+|[{lowered}]+|[{CIRCLED}])")


@cache
def _circled() -> re.Pattern[str]:
    return re.compile(f"[{CIRCLED}]")
