"""Numbers of lists as they are written."""

from __future__ import annotations

import pytest

from qa.loaders.list_numbers import list_number


@pytest.mark.parametrize(
    ("value", "form", "expected"),
    [
        (14, "lowerRoman", "xiv"),
        (1999, "upperRoman", "MCMXCIX"),
        (28, "lowerLetter", "bb"),
        (3, "upperLetter", "C"),
        (7, "decimalZero", "07"),
        (112, "ordinal", "112th"),
        (22, "ordinal", "22nd"),
        (21, "chineseCounting", "二十一"),
        (2, "russianLower", "б"),
        (5, "thaiNumbers", "5"),
        (0, "lowerRoman", "0"),
        (999_999_999, "upperRoman", "999999999"),
        (999_999_999, "lowerLetter", "999999999"),
        (999_999_999, "japaneseCounting", "999999999"),
    ],
)
def test_a_number_is_written_in_its_form(value: int, form: str, expected: str) -> None:
    """A form that is not known, or a number that is too large for it, gives digits."""
    assert list_number(value, form) == expected
