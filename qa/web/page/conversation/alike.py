"""Groups quotes that say nearly the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz import fuzz

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.records import Quote

_ALIKE = 88
"""Ratio, of 100, from which two quotes have nearly the same words in any order."""


def group_alike(quotes: Sequence[Quote]) -> list[list[Quote]]:
    """Return quotes in groups of nearly the same words.

    Args:
        quotes: best first. Groups and quotes within them stay in this order.
    """
    groups: list[list[Quote]] = []
    for quote in quotes:
        words = quote.text.casefold()
        for group in groups:
            # The first quote of a group decides: otherwise a chain of small differences could
            # join quotes that have little in common.
            if fuzz.token_sort_ratio(group[0].text.casefold(), words) >= _ALIKE:
                group.append(quote)
                break
        else:
            groups.append([quote])
    return groups
