"""The same day is the same, however it is written."""

from __future__ import annotations

import pytest

from qa.text.dates import agree, dates


@pytest.mark.parametrize(
    "text",
    [
        "9 June 2021",
        "June 9, 2021",
        "June 9th, 2021",
        "the 9th of June, 2021",
        "9 Jun 2021",
        "Jun. 9, 2021",
        "JUNE 9, 2021",
        "june 9 2021",
        "2021-06-09",
        "2021/6/9",
        "09.06.2021",
        "9/6/2021",
        "9. Juni 2021",
        "9 juin 2021",
        "9 de junio de 2021",
        "(2021-06-09)",
        "on 09.06.2021.",
    ],
)
def test_a_day_has_many_forms(text: str) -> None:
    """In numbers and words, in four languages."""
    (date,) = dates(text)
    assert (date.year, date.month, date.day) == (2021, 6, 9)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("in June 2021", (2021, 6, None)),
        ("on 9 June", (None, 6, 9)),
        ("on June 9 at noon", (None, 6, 9)),
        ("06/25/2021", (2021, 6, 25)),
        ("by may 2021", (2021, 5, None)),
    ],
)
def test_a_date_may_lack_a_part(text: str, parts: tuple[int | None, int, int | None]) -> None:
    """The month is always there; it is first where the second number is no month."""
    (date,) = dates(text)
    assert (date.year, date.month, date.day) == parts


@pytest.mark.parametrize(
    "text",
    [
        "June", "in 2021", "it may 20 times fail", "version 1.2.2021.4", "2021-14-09", "32.06.2021",
        "June 45", "they march 3 miles", "10-20", "June 9.5 percent", "", "🎧 谁 5",
    ],
)  # fmt: skip
def test_other_numbers_and_words_are_no_dates(text: str) -> None:
    """A month or a year alone, verbs, versions, days that no month has."""
    assert [date for date in dates(text) if date.day] == []
    assert len(dates(text)) <= ("June 9.5" in text)


def test_dates_come_in_order_with_their_places() -> None:
    """Each its own words, and none overlaps another."""
    text = "Between 3 May and 7 June 2024, not 2023-01-02; 12 Mar 2020 14 Apr 2021."
    assert [text[date.start : date.end] for date in dates(text)] == [
        "3 May",
        "7 June 2024",
        "2023-01-02",
        "12 Mar 2020",
        "14 Apr 2021",
    ]


def test_dates_agree_if_no_part_differs() -> None:
    """What one does not say, the other may."""
    whole, month, other = (dates(text)[0] for text in ("9 June 2021", "June 2021", "8 June 2021"))
    assert agree(whole, month)
    assert not agree(whole, other)


@pytest.mark.parametrize(
    "text", ["APRİL 2024", "aprıl 2024", "İ ı ſ \u212a 2024", "OCTOBER\u0130 2024"]
)
def test_letters_that_only_look_like_those_of_a_month_are_no_error(text: str) -> None:
    """Some are the same for an expression that ignores case, and not when they are folded."""
    assert dates(text) == []


@pytest.mark.parametrize("text", ["AUGU\u017fT 2024", "o\u212atober 2024"])
def test_letters_that_are_folded_to_those_of_a_month_are_a_date(text: str) -> None:
    """The long s, and the sign of Kelvin."""
    assert [date.month for date in dates(text)] in ([8], [10])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Signed on 5 \nMay 2024.", "5 \nMay 2024"),
        ("Signed on 5\nMay 2024.", "5\nMay 2024"),
        ("Signed on May \n5, \n2024.", "May \n5, \n2024"),
        ("Signed on the 5th \nof \nMay.", "5th \nof \nMay"),
    ],
)
def test_a_date_may_be_wrapped(text: str, found: str) -> None:
    """Also where the line ends with a space."""
    (date,) = dates(text)
    assert (text[date.start : date.end], date.day) == (found, 5)
