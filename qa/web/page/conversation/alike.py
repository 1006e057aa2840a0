"""Groups quotes that say nearly the same."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from qa.text.values import SIGN, values

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.records import Quote

_ALIKE = 88
"""Ratio, of 100, from which two quotes have nearly the same words in any order."""

# One of these on one side only, and the quotes may say opposite things.
_TELLING = re.compile(
    r"\d+(?:[.,]\d+)*|\b(?:not|no|never|none|without|except|only)\b|n['’]t\b|"
    r"\b(?:january|february|march|april|may|june|july|august|september|october|november|december|"
    r"monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b"
)


def group_alike(quotes: Sequence[Quote]) -> list[list[Quote]]:
    """Return quotes in groups of nearly the same words.

    Args:
        quotes: best first. Groups and quotes within them stay in this order.
    """
    groups: list[list[Quote]] = []
    for quote in quotes:
        for group in groups:
            # The first quote of a group decides: otherwise a chain of small differences could
            # join quotes that have little in common.
            if _is_alike(group[0].text, quote.text):
                group.append(quote)
                break
        else:
            groups.append([quote])
    return groups


def _is_alike(one: str, other: str) -> bool:
    folded = one.casefold(), other.casefold()
    if sorted(_TELLING.findall(folded[0])) != sorted(_TELLING.findall(folded[1])):
        return False
    if fuzz.token_sort_ratio(*folded) < _ALIKE:
        return False
    # Each with a word of its own: "three" and "six" months, "Landlord" and "Tenant".
    mine, its = _meanings(one), _meanings(other)
    return mine <= its or its <= mine


def _meanings(text: str) -> set[str]:
    """Return the stems of the words with a meaning, and the amounts and dates."""
    return {value.key for value in values(text) if value.key and value.kind != SIGN}
