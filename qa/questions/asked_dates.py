"""The dates that a question asks about, and sentences that speak of other dates."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa.text.dates import agree, dates

if TYPE_CHECKING:
    from qa.text.dates import Date

_BOUND_BEFORE = re.compile(
    r"\b(?:(?:before|after|since|until|till|between|from|by|than|following|prior to)(?: about)?"
    r"|\d(?:st|nd|rd|th)? (?:and|or|to|until|till))(?: the)? $",  # "from 7 to 9 May"
    re.IGNORECASE,
)
_BOUND_AFTER = re.compile(
    r",? (?:(?:or|and) (?:later|earlier|before|after|since)|later|earlier|onwards?)\b",
    re.IGNORECASE,
)
_LONGEST_BOUND = 20  # characters


class AskedDates:
    """The dates of a question."""

    def __init__(self, question: str) -> None:
        """Find the dates.

        Args:
            question: in one line. A date with a bound, as in "before 7 May", asks for others: then
                none counts.
        """
        found = dates(question)
        bounded = any(_is_bound(question, date) for date in found)
        self._dates = () if bounded else tuple(found)

    def __bool__(self) -> bool:
        """Return whether the question asks about a date."""
        return bool(self._dates)

    def contradicted_by(self, sentence: str) -> bool:
        """Return whether a sentence speaks of dates, and of none that the question asks about.

        Args:
            sentence: its words, as they are in the document.
        """
        if not self._dates:
            return False
        stated = dates(sentence)
        return bool(stated) and not any(
            agree(one, asked) for one in stated for asked in self._dates
        )


def _is_bound(question: str, date: Date) -> bool:
    """Return whether a date is where a time begins or ends: "until 7 May", "7 May or later"."""
    before = question[max(0, date.start - _LONGEST_BOUND) : date.start]
    return bool(_BOUND_BEFORE.search(before) or _BOUND_AFTER.match(question, date.end))
