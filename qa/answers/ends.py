"""Dates on which something ends, where a question asks when it was done.

"The offer is open until 21 November" has a date, and the words of "When was the offer made?".
"""

from __future__ import annotations

import re

from qa.questions.past import asks_what_happened
from qa.text.dates import dates

_ASKS_WHEN = re.compile(
    r"(?:(?:and|so|but) )?(?:(?:on|in|at) )?"
    r"(?:when|(?:what|which)(?: exact)? (?:day|date|month|year|time))\b",
    re.IGNORECASE,
)
_OF_ENDS = re.compile(
    r"\b(?:end(?:s|ed|ing)?|expir\w+|due|deadlines?|until|till|latest|last(?:ed)?|clos(?:e[sd]?|ing)"
    r"|finish(?:ed)?|stop(?:ped)?|terminat\w+|lapse[sd]?|cease[sd]?|over|valid|by when|run out)\b",
    re.IGNORECASE,
)
_END_BEFORE = re.compile(
    r"\b(?P<sign>until|till|by|before|through|up to|(?:no|not) later than|at the latest)"
    r"(?: (?:on|at|the|about|end|of|noon|midnight|\w{3,6}day),?){0,4} $"
    r"|\b(?P<ends>expir\w+|ends?|ending|deadlines?|due|lapses?|closes?|valid)\b[^.,;!?\d]{0,24}$",
    re.IGNORECASE,
)
_END_AFTER = re.compile(
    r",?(?: \d{1,2}(?:[:.]\d\d)?| [ap]\.?m\.?| at| noon| midnight| \w+day)* "
    r"(?P<sign>at the latest|deadline|or (?:earlier|before))\b",
    re.IGNORECASE,
)
_NEAR = 60  # characters before or after a date


def only_ends(question: str, quote: str) -> tuple[str, ...]:
    """Return the words that make each date of a quote an end, where a question asks for an act.

    Args:
        question: in one line.
        quote: words of a document.

    Returns:
        Such as "until"; none where the question is for an end, or where the quote has another date.
    """
    asks = _ASKS_WHEN.match(question)
    rest = question[asks.end() :].lstrip() if asks else ""
    if not asks or not asks_what_happened(f"when {rest}") or _OF_ENDS.search(question):
        return ()
    signs: list[str] = []
    for date in dates(quote):
        lead = " ".join(f"{quote[max(0, date.start - _NEAR) : date.start]}|".split())
        before = _END_BEFORE.search(lead.removesuffix("|"))
        end = before or _END_AFTER.match(quote[date.end : date.end + _NEAR])
        if end is None:
            return ()
        signs.append(next(filter(None, end.groups())).casefold())
    return tuple(dict.fromkeys(signs))
