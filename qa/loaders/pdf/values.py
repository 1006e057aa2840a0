"""The values of a table: numbers, signs for none, and years, which name columns."""

from __future__ import annotations

import re

_VALUE = re.compile(r"[^\w\s]{0,3}\s?[(-]?\d[\d.,:/'’ %-]*[^\w\s]{0,4}(?:\w{1,3})?[^\w\s]{0,2}")
_NOTHING = re.compile(r"[-–—−.*$€£% ]+|n/?a|nm|nil", re.IGNORECASE)
_LONGEST_VALUE = 30  # characters
_YEAR = re.compile(r"\D{0,12}(?:1[89]|20)\d\d\D{0,3}(?:\(\w{1,2}\)|[⁰¹²³⁴-⁹]{1,2})?")


def is_value(text: str) -> bool:
    """Return whether a cell has a number, or a sign for none.

    Args:
        text: of the cell.
    """
    return len(text) <= _LONGEST_VALUE and bool(_VALUE.fullmatch(text) or _NOTHING.fullmatch(text))


def is_year(text: str) -> bool:
    """Return whether a cell is a year, which names a column: "2022", "FY 2022", "2022 (1)".

    Args:
        text: of the cell.
    """
    return _YEAR.fullmatch(text) is not None
