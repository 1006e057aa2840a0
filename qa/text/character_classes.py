r"""Classes of characters, each as the inside of a class of a regular expression.

``re`` knows ``\w`` and ``\s``, but no categories of Unicode. Those used here are computed from
:mod:`unicodedata` once.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

QUOTATION_MARKS = "\"'`´‘’‚‛“”„‟‹›«»「」『』〝〞〟＂＇"
DASHES = "‐‑‒–—―−﹘﹣－-"
"""Dashes, as characters; :data:`DASH_CLASS` is the class."""

DASH_CLASS = re.escape(DASHES)
INVISIBLE = "\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufffe"
"""Soft hyphens, zero-width spaces and direction marks. Not the joiners, which make letters and
emoji what they are, nor the invisible operators, which separate 5 times 0 from 50."""

JOINERS = "\u200c\u200d"
WITHOUT_SPACES = (
    "\u0e00-\u0edf\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Tibetan, Burmese, Khmer
    "\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\uff66-\uff9f\U00020000-\U0003ffff"  # Chinese and Japanese
)
"""Letters of scripts that write no spaces between words."""

_HIDDEN = re.compile(f"[{INVISIBLE}]")
_VARIATIONS = "\U000e0100-\U000e01ef"  # they choose a glyph of the character before them


def visible(text: str) -> str:
    """Return a text without soft hyphens and other invisible characters.

    Args:
        text: any text.
    """
    return _HIDDEN.sub("", text)


def is_mark(char: str) -> bool:
    """Return whether a character is a combining mark, such as an accent or a vowel sign.

    Args:
        char: one character.
    """
    return unicodedata.category(char)[0] == "M"


@cache
def marks() -> str:
    """Return all combining marks."""
    return _ranges(code for code in range(0x300, 0x1F000) if is_mark(chr(code))) + _VARIATIONS


@cache
def raised_and_lowered() -> tuple[str, str]:
    """Return all raised characters such as ``²``, and all lowered ones such as ``₂``."""
    kinds: dict[str, list[int]] = {"<super>": [], "<sub>": []}
    for code in range(0x80, 0x1F000):
        kind = unicodedata.decomposition(chr(code)).partition(" ")[0]
        if kind in kinds and unicodedata.category(chr(code)) != "So":  # ™ ends no word
            kinds[kind].append(code)
    return _ranges(kinds["<super>"]), _ranges(kinds["<sub>"])


def _ranges(codes: Iterable[int]) -> str:
    """Return ascending code points as ranges."""
    ranges: list[tuple[int, int]] = []
    for code in codes:
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1] = ranges[-1][0], code
        else:
            ranges.append((code, code))
    return "".join(f"{re.escape(chr(first))}-{re.escape(chr(last))}" for first, last in ranges)
