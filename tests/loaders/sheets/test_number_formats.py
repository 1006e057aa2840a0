"""A number is read as the spreadsheet shows it."""

from __future__ import annotations

import pytest

from qa.loaders.sheets.number_formats import general, is_date_code, number_shown, text_shown

ACCOUNTING = '_("$"* #,##0.00_);_("$"* (#,##0.00);_("$"* "-"??_);_(@_)'


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (0.125, "0.0%", "12.5%"),
        (1234567.891, "#,##0.00", "1,234,567.89"),
        (1234567, '#,##0" kr"', "1,234,567 kr"),
        (1234.5, "[$€-407] #,##0.00", "€ 1,234.50"),
        (-5.5, "0.00", "-5.50"),
        (-5.5, "#,##0.00;(#,##0.00)", "(5.50)"),
        (0, '0;-0;"none"', "none"),
        (5, ";;;", ""),
        (1234.5, ACCOUNTING, "$1,234.50"),
        (-1234.5, ACCOUNTING, "$(1,234.50)"),
        (1234567, '0.0,,"M"', "1.2M"),
        (1234567, "#,##0,", "1,235"),
        (7, "00000", "00007"),
        (123456789, "000-00-0000", "123-45-6789"),
        (5551234567, "(###) ###-####", "(555) 123-4567"),
        (1234.5678, "#,##0.0#", "1,234.57"),
        (1.005, "0.00", "1.01"),
        (0.000123, "0.00E+00", "1.23E-04"),
        (12345, "##0.0E+0", "12.3E+3"),
        (1.25, "# ?/?", "1 1/4"),
        (0.375, "# ?/8", "3/8"),
        (150, "[<100]0.0;[>=100]0", "150"),
        (42, 'General" kg"', "42 kg"),
        (2, "@", "2"),
    ],
)
def test_a_format_is_applied(value: float, code: str, shown: str) -> None:
    """Digits, groups, decimals, signs, shares, powers, fractions, and words around them."""
    assert number_shown(value, code) == shown


def test_the_general_format_has_no_noise() -> None:
    """Files keep 0.3 as 0.30000000000000004."""
    shown = [general(value) for value in (0.1 + 0.2, 1 / 3, 12345678901234, -2.0, 1e20)]
    assert shown == ["0.3", "0.3333333333", "12345678901234", "-2", "1E+20"]


@pytest.mark.parametrize("code", ["0" * 256, "[", '"', "0.", "?/0", "E+", "\\", "0/0", "#" * 255])
@pytest.mark.parametrize("value", [0.0, -1.5, 1e308, 5e-324, float("nan"), float("inf")])
def test_no_format_fails(value: float, code: str) -> None:
    """Whatever a damaged file has for one, the number is read."""
    assert isinstance(number_shown(value, code), str)


def test_a_format_puts_words_around_a_text() -> None:
    """Only one with a place for it."""
    assert text_shown("Ada", '"Dr. "@') == "Dr. Ada"
    assert text_shown("Ada", '0;0;0;"Dr. "@') == "Dr. Ada"
    assert text_shown("Ada", "0.00") == "Ada"


def test_formats_of_dates_are_known() -> None:
    """Letters in quotation marks make none."""
    codes = ("d/m/yy", "[h]:mm", "h:mm AM/PM", '0" days"', "General", "[Red]0", "")
    assert [is_date_code(code) for code in codes] == [True] * 3 + [False] * 4
