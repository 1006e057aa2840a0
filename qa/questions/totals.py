"""Questions for a total: "What do the bills come to?". No row of a table states it. English."""

from __future__ import annotations

import re

_TOTAL = re.compile(
    r"\b(?:(?P<noun>total|sum)(?: (?:amounts?|costs?|sums?|prices?|values?|numbers?|fees?|rents?"
    r"|charges?|bills?))? (?:of|for)\b"
    r"|(?:come|comes|came|add up|adds up|amount|amounts) to"
    r"(?= ?(?:\?|$|altogether|together|in (?:all|total)))"
    r"|(?:altogether|added up|in total)\b|in all(?=\W*$)"
    r"|combined(?= (?:amount|cost|fee|price|sum|total|value)s?\b))",
    re.IGNORECASE,
)
_STATED = re.compile(r"\b(?:total\w*|sum|altogether|overall|combined)\b", re.IGNORECASE)


def asked_total(question: str) -> tuple[str, ...]:
    """Return the words by which a question asks for a total; none where it asks for no total.

    Args:
        question: in one line.
    """
    found = _TOTAL.search(question)
    return ((found["noun"] or "total").casefold(),) if found else ()


def states_total(text: str) -> bool:
    """Return whether words of a document state a total.

    Args:
        text: such as a row.
    """
    return _STATED.search(text) is not None
