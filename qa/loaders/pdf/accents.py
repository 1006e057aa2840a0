"""Accents that a file draws by themselves, above or below a letter: ``¨`` and ``ı`` are ``ï``."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    Letter = tuple[str, float, float]

_COMBINING = dict(
    zip(
        "`´ˆ˜¨ˇ˘¯˙˚˝¸˛",
        "\u0300\u0301\u0302\u0303\u0308\u030c\u0306\u0304\u0307\u030a\u030b\u0327\u0328",
        strict=True,
    )
)
_ACCENT = re.compile(f"[{''.join(_COMBINING)}]")
_DOTLESS = {"ı": "i", "ȷ": "j"}


def has_accent(text: str) -> bool:
    """Return whether a text has an accent that is a character by itself.

    Args:
        text: of a word.
    """
    return _ACCENT.search(text) is not None


def with_accents(letters: Sequence[Letter]) -> list[Letter]:
    """Return the characters of a word, an accent and the letter below or above it as one.

    Args:
        letters: character, left edge and right edge of each, as the file draws them.
    """
    found: list[Letter] = []
    at = 0
    while at < len(letters):
        whole = None
        if letters[at][0] in _COMBINING:
            if at + 1 < len(letters) and (whole := _composed(letters[at], letters[at + 1])):
                at += 1
            elif found and (whole := _composed(letters[at], found[-1])):
                found.pop()
        found.append(whole or letters[at])
        at += 1
    return found


def _composed(accent: Letter, letter: Letter) -> Letter | None:
    """Return a letter with its accent; None for no such letter, or an accent that is next to it."""
    char, left, right = letter
    middle = (accent[1] + accent[2]) / 2
    if not left <= middle <= right:
        return None
    whole = unicodedata.normalize("NFC", _DOTLESS.get(char, char) + _COMBINING[accent[0]])
    return (whole, left, right) if len(whole) == 1 else None
