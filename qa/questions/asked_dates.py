"""The dates that a question asks about, and sentences that speak of other dates."""

from __future__ import annotations

import re

from qa.text.dates import agree, dates

_BOUND = re.compile(
    r"\b(?:before|after|since|until|till|between|from|by|later|earlier|prior|following)\b",
    re.IGNORECASE,
)


class AskedDates:
    """The dates of a question."""

    def __init__(self, question: str) -> None:
        """Find the dates.

        Args:
            question: in one line. "Before 7 May" and the like ask for other dates: none counts.
        """
        self._dates = () if _BOUND.search(question) else tuple(dates(question))

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
