"""Dates and times of spreadsheets: numbers of days, shown by the code of a format."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.loaders.sheets.number_formats import Token

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_DAY = 86_400  # seconds
_LAST = 2_958_466  # the first day of the year 10000
_FIRST_OF_MARCH = 61  # 1900 has a 29 February in these files, as it had in Lotus 1-2-3
_LONGEST = 3  # letters of a short name of a month or a day
_INITIAL = 5  # letters that stand for the initial of a month


def is_date(tokens: Sequence[Token]) -> bool:
    """Return whether a format shows dates or times.

    Args:
        tokens: of one section of its code.
    """
    kinds = {token.kind for token in tokens}
    return bool(kinds & {"date", "elapsed", "clock"}) and "general" not in kinds


def moment(value: float, *, from_1904: bool) -> datetime | None:
    """Return the day and time of a number; None where the calendar has none.

    Args:
        value: days since the beginning of the calendar.
        from_1904: whether the calendar begins in 1904.
    """
    if not 0 <= value < _LAST:
        return None
    if from_1904:
        begin = datetime(1904, 1, 1)  # noqa: DTZ001 - no cell has a time zone
    else:
        begin = datetime(1899, 12, 30 if value >= _FIRST_OF_MARCH else 31)  # noqa: DTZ001
    try:
        return begin + timedelta(milliseconds=round(value * _DAY * 1000))
    except OverflowError:
        return None


def general_date(value: float, *, from_1904: bool) -> str:
    """Return a day, with the time if it has one, in the order that no country mistakes.

    Args:
        value: days since the beginning of the calendar.
        from_1904: whether the calendar begins in 1904.
    """
    at = moment(value, from_1904=from_1904)
    if at is None:
        return ""
    return f"{at:%Y-%m-%d}" if value == int(value) else f"{at:%Y-%m-%d %H:%M:%S}"


def date_shown(value: float, tokens: Sequence[Token], *, from_1904: bool) -> str:
    """Return a date or time as the format shows it; empty where it is none.

    Args:
        value: days since the beginning of the calendar.
        tokens: of the section of its code.
        from_1904: whether the calendar begins in 1904.
    """
    places = _places_of_seconds(tokens)
    # What is not shown is cut off, but seconds are rounded to what is shown of them.
    has_seconds = any(token.text[0] in "sS" for token in tokens if token.kind == "date")
    seconds = round(value * _DAY, places if has_seconds else 3)
    at = moment(seconds / _DAY, from_1904=from_1904)
    if at is None:
        return ""
    has_clock = any(token.kind == "clock" for token in tokens)
    parts: list[str] = []
    before = ""  # the letter of the last part of a time
    i = 0
    while i < len(tokens):
        kind, text = tokens[i]
        if kind == "elapsed":
            unit = {"h": 3600, "m": 60, "s": 1}[text[0]]
            parts.append(str(int(seconds // unit)).zfill(len(text)))
            before = text[0]
        elif kind == "clock":
            parts.append(("AM" if at.hour < 12 else "PM")[: 2 if len(text) > 3 else 1])  # noqa: PLR2004
        elif kind == "date":
            letter = text[0].lower()
            is_minute = letter == "m" and (before == "h" or _next_letter(tokens, i) == "s")
            parts.append(_part(at, "min" if is_minute else letter, len(text), twelve=has_clock))
            before = letter
        elif text == "." and places and i + 1 < len(tokens) and tokens[i + 1].kind == "digit":
            parts.append("." + f"{at.microsecond:06d}"[:places])
            i += places
        elif kind != "general":
            parts.append(text)
        i += 1
    return "".join(parts).strip()


def _part(at: datetime, letter: str, count: int, *, twelve: bool) -> str:
    """Return one part of a date or time."""
    if letter in "ye":
        return f"{at.year % 100:02d}" if count <= 2 and letter == "y" else f"{at.year:04d}"  # noqa: PLR2004
    if letter in {"m", "d"} and count >= _LONGEST:
        name = _MONTHS[at.month - 1] if letter == "m" else _DAYS[at.weekday()]
        if letter == "m" and count == _INITIAL:
            return name[0]
        return name[:_LONGEST] if count == _LONGEST else name
    hour = (at.hour % 12 or 12) if twelve else at.hour
    numbers = {"m": at.month, "d": at.day, "h": hour, "min": at.minute, "s": at.second}
    return str(numbers[letter]).zfill(min(count, 2)) if letter in numbers else ""


def _places_of_seconds(tokens: Sequence[Token]) -> int:
    point = next((i for i, token in enumerate(tokens) if token.text == "."), len(tokens))
    count = 0
    for token in tokens[point + 1 :]:
        if token.text != "0":
            break
        count += 1
    return min(count, 3)


def _next_letter(tokens: Sequence[Token], i: int) -> str:
    later = (token for token in tokens[i + 1 :] if token.kind in {"date", "elapsed"})
    return next((token.text[0].lower() for token in later), "")
