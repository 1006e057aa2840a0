"""The date that a document states for itself: "Effective 1 May 2024", "Handbook 2021"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa.text.dates import dates

if TYPE_CHECKING:
    from qa.records import Document

_OPENING = 3_000  # characters in which a document says from when it is
_SAYS = re.compile(
    r"\b(?:effective|updated|revised|revision|dated|date|version|valid|adopted|amended|issued|"
    r"published|as of|in force|stand|gültig|fassung)\b",
    re.IGNORECASE,
)
_REACH = 60  # characters from such a word to the date
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def date_of(document: Document) -> str:
    """Return the date that a document states for itself, ``2024-05-02``, ``2024-05`` or ``2024``.

    It is the first one after a word such as "effective" or "updated" near its beginning, or else
    the year in its title or the name of its file. Empty if it states none.

    Args:
        document: any.
    """
    opening = document.text[:_OPENING]
    stated = [date for date in dates(opening) if date.year]
    for match in _SAYS.finditer(opening):
        near = (one for one in stated if match.end() <= one.start <= match.end() + _REACH)
        date = next(near, None)
        if date is not None:
            day = f"-{date.day:02}" if date.day else ""
            return f"{date.year}-{date.month:02}{day}"
    years = _YEAR.findall(f"{document.title} {document.doc_id}")
    return max(years, default="")


def later(one: str, other: str) -> int:
    """Return 1 if the first of two dates is later, -1 if the second is, 0 if nobody can say.

    Args:
        one: as :func:`date_of` returns it.
        other: likewise.
    """
    shared = min(len(one), len(other))
    if not shared or one[:shared] == other[:shared]:
        return 0
    return 1 if one[:shared] > other[:shared] else -1
