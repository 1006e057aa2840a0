"""Dates in a text, in whatever form they are written: year, month and day.

"2 May 2024", "May 2nd, 2024", "2024-05-02", "02.05.2024" and "2. Mai 2024" are the same day. Of
numbers with slashes the day comes first, unless it could not be a month. A date has a month, and
a day or a year: a month alone, or a year alone, is an ordinary word.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# The names of the months in English, German, French and Spanish, and English short ones.
_NAMES = (
    ("january", "jan januar jänner janvier enero"),
    ("february", "feb februar février febrero"),
    ("march", "mar märz mars marzo"),
    ("april", "apr avril abril"),
    ("may", "mai mayo"),
    ("june", "jun juni juin junio"),
    ("july", "jul juli juillet julio"),
    ("august", "aug août agosto"),
    ("september", "sep sept septembre septiembre"),
    ("october", "oct oktober octobre octubre"),
    ("november", "nov novembre noviembre"),
    ("december", "dec dezember décembre diciembre"),
)
MONTHS = tuple(english for english, _ in _NAMES)
"""The English names, January first, in lower case."""

_NUMBERS = {
    name: number
    for number, (english, others) in enumerate(_NAMES, start=1)
    for name in (english, *others.split())
}
_ALSO_WORDS = frozenset({"may", "march", "mar", "mars", "mai", "jan", "dec", "sep", "august"})
# Any word as long as a name, which is then looked up: an expression that ignores case takes letters
# for one another ("İ" for "i") that are not the same when they are folded.
_WORD = re.compile(rf"\b[^\W\d_]{{{min(map(len, _NUMBERS))},{max(map(len, _NUMBERS))}}}\b")
# Two characters of white space where a line ends with a space.
_DAY_BEFORE = re.compile(
    r"(?<![\d.,/-])(\d{1,2})(?:st|nd|rd|th|er|\.)?\s{1,2}(?:(?:of|de)\s{1,2})?\Z"
)
_DAY_AFTER = re.compile(r"\s{1,2}(\d{1,2})(?:st|nd|rd|th)?(?![\d\w%]|[.,/:-]\d)")
_YEAR_AFTER = re.compile(r",?\s{1,2}(?:de\s{1,2})?((?:1\d|20)\d\d)(?![\d\w%]|[.,/:-]\d)")
_YEAR_FIRST = re.compile(r"(?<![\w.,/-])(\d{4})([./-])(\d{1,2})\2(\d{1,2})(?![\d/-]|[.,]\d)")
_YEAR_LAST = re.compile(
    r"(?<![\w.,/-])(\d{1,2})([./-])(\d{1,2})\2((?:1\d|20)\d\d)(?![\w/-]|[.,]\d)"
)
_HAS_DIGIT = re.compile(r"\d")
_SHORT = frozenset({"sept", *(name for name in _NUMBERS if len(name) == len("jan"))}) - {"may"}
_LONGEST_DAY = 10  # characters of a day and "of" before a month
_MONTHS, _DAYS = 12, 31


@dataclass(frozen=True, slots=True)
class Date:
    """A date, and where it is.

    Attributes:
        start: offset of its first character.
        end: offset after its last.
        year: None if it is not said.
        month: 1 to 12.
        day: None if it is not said.
    """

    start: int
    end: int
    year: int | None
    month: int
    day: int | None


def dates(text: str) -> list[Date]:
    """Return the dates in a text, in its order; none overlaps another.

    Args:
        text: any text.
    """
    if not _HAS_DIGIT.search(text):
        return []
    found = [*_in_numbers(text), *_in_words(text)]
    return sorted(found, key=lambda date: date.start)


def _in_numbers(text: str) -> list[Date]:
    found = []
    for match in _YEAR_FIRST.finditer(text):
        year, month, day = int(match[1]), int(match[3]), int(match[4])
        if 1 <= month <= _MONTHS and 1 <= day <= _DAYS:
            found.append(Date(*match.span(), year, month, day))
    for match in _YEAR_LAST.finditer(text):
        day, month, year = int(match[1]), int(match[3]), int(match[4])
        if match[2] == "/" and month > _MONTHS:
            day, month = month, day
        if 1 <= month <= _MONTHS and 1 <= day <= _DAYS:
            found.append(Date(*match.span(), year, month, day))
    return found


def _in_words(text: str) -> list[Date]:
    found = []
    least = 0  # the end of the date before
    for match in _WORD.finditer(text):
        name = match[0].casefold()
        month = _NUMBERS.get(name)
        if month is None:
            continue
        start, end = match.span()
        before = _DAY_BEFORE.search(text, max(least, start - _LONGEST_DAY), start)
        end += name in _SHORT and text.startswith(".", end)
        after = None if before else _DAY_AFTER.match(text, end)
        year = _YEAR_AFTER.match(text, after.end() if after else end)
        # "It may 20 times" has no date; "may 20, 2024" has.
        if not year and name in _ALSO_WORDS and not match[0][0].isupper():
            continue
        day = before or after
        if not (day or year) or (day and not 1 <= int(day[1]) <= _DAYS):
            continue
        if before:
            start = before.start()
        end = year.end() if year else after.end() if after else match.end()
        said = int(year[1]) if year else None
        found.append(Date(start, end, said, month, int(day[1]) if day else None))
        least = end
    return found


def agree(one: Date, other: Date) -> bool:
    """Return whether two dates may be the same: what both say is equal.

    Args:
        one: a date.
        other: another.
    """
    pairs = ((one.year, other.year), (one.month, other.month), (one.day, other.day))
    return all(mine is None or its is None or mine == its for mine, its in pairs)
