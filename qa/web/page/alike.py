"""Quotes that say nearly the same, told apart from those that say something else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz import fuzz

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.records import Quote

_ALIKE = 88
"""Of 100, from which two quotes have nearly the same words, whatever their order."""


def folded(quotes: Sequence[Quote]) -> list[list[Quote]]:
    """Return quotes in groups of nearly the same words, in order of the first of each."""
    groups: list[list[Quote]] = []
    for quote in quotes:
        words = quote.text.casefold()
        for group in groups:
            if fuzz.token_sort_ratio(group[0].text.casefold(), words) >= _ALIKE:
                group.append(quote)
                break
        else:
            groups.append([quote])
    return groups
