"""The kinds of typography in which two texts with the same words differ."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from qa.text.character_classes import DASH_CLASS, INVISIBLE, QUOTATION_MARKS
from qa.text.folding import MARKUP, numerals
from qa.text.normalization import composed
from qa.text.numerals import VULGAR

if TYPE_CHECKING:
    from collections.abc import Callable

_COMPOSITION = "composed and decomposed characters"
_OTHER_KINDS = re.compile(rf"[\s{QUOTATION_MARKS}{DASH_CLASS}{INVISIBLE}{VULGAR}…]")


def differences(one: str, other: str) -> tuple[str, ...]:
    """Return the kinds of typography in which two texts with the same tokens differ.

    Args:
        one: a text.
        other: a text with the same tokens.
    """
    # Each kind is compared in composed texts: an accent of its own would seem another character.
    return tuple(
        kind
        for kind, seen in _KINDS
        if seen(composed(one)) != seen(composed(other))
        or (kind == _COMPOSITION and seen(one) != seen(other))
    )


def _all(characters: str) -> Callable[[str], list[str]]:
    return re.compile(f"[{characters}]").findall


def _compatibility(text: str) -> list[str]:
    plain = _OTHER_KINDS.sub("", text)
    return [char for char in plain if unicodedata.normalize("NFKC", char) != char]


def _capitals(text: str) -> list[bool]:
    return [char.isupper() for char in unicodedata.normalize("NFKC", text) if char.isalpha()]


_KINDS: tuple[tuple[str, Callable[[str], object]], ...] = (
    ("quotation marks", _all(QUOTATION_MARKS)),
    ("dashes", _all(DASH_CLASS)),
    ("ellipsis", re.compile(r"\.{3}|\. \. \.|…").findall),
    ("white space", re.compile(r"\s+").findall),
    ("soft hyphens and invisible characters", _all(INVISIBLE)),
    ("ligatures and compatibility characters", _compatibility),
    ("case", _capitals),
    ("spelling of numbers", numerals),
    ("mark-up", _all(MARKUP)),
    (_COMPOSITION, lambda text: text == composed(text)),
)
"""Kind of typography → function that returns where a text shows it."""
