"""Unicode's normal form, in a time in proportion to the length of the text."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

MOST_ACCENTS = 30
"""Most accents on one letter, as in Unicode's Stream-Safe Text Format (UAX 15)."""


def composed(text: str) -> str:
    """Return a text in which a letter and its accents are one character, where there is one (NFC).

    Unicode sorts the accents of a letter, and Python takes a time for it that grows with the
    square of their number. Those above :data:`MOST_ACCENTS` are left out.

    Args:
        text: any text.
    """
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", _too_many().sub(r"\1", text))


@cache
def _too_many() -> re.Pattern[str]:
    """Return the pattern of too many accents on one letter."""
    combining = (chr(code) for code in range(0x300, 0x1F000) if unicodedata.combining(chr(code)))
    accent = f"[{re.escape(''.join(combining))}]"
    return re.compile(f"({accent}{{{MOST_ACCENTS}}}){accent}+")
