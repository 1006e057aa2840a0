"""Dates are read as the spreadsheet shows them."""

from __future__ import annotations

import pytest

from qa.loaders.sheets.number_formats import BUILT_IN, date_time_shown, number_shown


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (44000, "yyyy-mm-dd", "2020-06-18"),
        (44000, "dddd, mmm d, yyyy", "Thursday, Jun 18, 2020"),
        (44000.52, "d mmmm yy h:mm", "18 June 20 12:28"),
        (44000.02, "h:mm AM/PM", "12:28 AM"),
        (44000.52, "hh:mm:ss", "12:28:48"),
        (1.5, "[h]:mm:ss", "36:00:00"),
        (0.5004, "mm:ss.0", "00:34.6"),
        (59, "d/m/yyyy", "28/2/1900"),
        (61, "d/m/yyyy", "1/3/1900"),
        (44000, "mmmmm", "J"),
    ],
)
def test_a_date_is_shown_by_its_format(value: float, code: str, shown: str) -> None:
    """``m`` is a minute beside hours or seconds, else a month."""
    assert number_shown(value, code) == shown


def test_old_macintoshes_counted_from_1904() -> None:
    """The workbook says so."""
    assert number_shown(0, "yyyy-mm-dd", from_1904=True) == "1904-01-01"


def test_the_short_date_of_the_country_takes_no_day_for_a_month() -> None:
    """3/4/2021 is two days, by the reader's country."""
    assert number_shown(44289, BUILT_IN["14"]) == "2021-04-03"
    assert date_time_shown(44289.5) == "2021-04-03 12:00:00"


def test_what_no_calendar_has_stays_a_number() -> None:
    """Before 1900 and after 9999."""
    assert [number_shown(value, "yyyy") for value in (-3, 3e6)] == ["-3", "3000000"]
