"""Bytes become text by strict rules, and headings are found without mark-up."""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from qa.errors import DocumentError
from qa.loaders.text import decode, extract
from tests.support.nasty import nasty_texts

if TYPE_CHECKING:
    from qa.loaders.extraction import Extract

PATH = Path("a.txt")
WORDS = "China’s 原聲 🎧 e\u0301"
LONG = "A paragraph is a line that is much longer than any heading would ever be, " * 2


def read(data: bytes, path: Path) -> Extract:
    """Return the one document of a file."""
    (found,) = extract(data, path)
    return found


def titles(text: str) -> list[tuple[int, str]]:
    """Return level and title of each heading found."""
    return [(heading.level, heading.title) for heading in read(text.encode(), PATH).headings]


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_byte_order_mark_tells_the_encoding(mark: bytes, encoding: str) -> None:
    """Without one it is UTF-8; the mark is not part of the text."""
    assert decode(mark + WORDS.encode(encoding), PATH)[0] == WORDS


def test_text_that_is_not_utf8_is_guessed_with_a_note() -> None:
    """Every format of text passes the note on."""
    note = "decoded as cp1252 by guess"
    words = "Le café est “so” – très"
    assert decode(words.encode("cp1252"), PATH) == (words, (note,))
    assert read(words.encode("cp1252"), PATH).notes == (note,)


def test_utf8_is_read_without_a_note() -> None:
    """Nothing is wrong with it."""
    assert decode(WORDS.encode(), PATH) == (WORDS, ())


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\xff\xfea", "is not text (UTF-16-LE fails at byte 2)"),
        (b"\xff\xfe\x00\xd8", "is not text (UTF-16-LE fails at byte 2)"),
        (b"\xff\xfe\x00\x00\x00\xd8\x00\x00", "is not text (UTF-32-LE fails at byte 4)"),
        (b"caf\xe9 \x81\x8d\x8f", "is not text (UTF-8 fails at byte 3)"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "is not text (UTF-8 fails at byte 0)"),
        (b"a\x00b", "is not text (it has control characters)"),
        ("ab".encode("utf-16-le"), "is not text (it has control characters)"),
        (b"%\x01\x02\x03\x04", "is not text (it has control characters)"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, reason: str) -> None:
    """Nothing is replaced or left out to make it one."""
    with pytest.raises(DocumentError) as caught:
        decode(data, PATH)
    assert caught.value.reason == f"{reason}; save it as text in UTF-8"


def test_a_stray_control_character_does_no_harm() -> None:
    """One in a hundred is allowed, as are form feeds and the escapes of terminals."""
    text = "\x02" + "a" * 99 + "\x0c\x1b"
    assert decode(text.encode(), PATH)[0] == text


def test_line_breaks_become_line_feeds() -> None:
    """CR LF and a lone CR are one line break; nothing else is changed."""
    assert decode(b"a\r\nb\rc\nd\r\n\r\ne", PATH)[0] == "a\nb\nc\nd\n\ne"
    assert decode("a\x0bb\x85c\u2028d \t".encode(), PATH)[0] == "a\x0bb\x85c\u2028d \t"


@given(nasty_texts)
def test_decoding_changes_line_breaks_read(text: str) -> None:
    """Whatever the text, and in every encoding with a mark."""
    expected = text.replace("\r\n", "\n").replace("\r", "\n")
    assert decode(codecs.BOM_UTF8 + text.encode(), PATH)[0] == expected
    assert decode(codecs.BOM_UTF16_BE + text.encode("utf-16-be"), PATH)[0] == expected


def test_a_short_line_above_a_paragraph_is_a_heading() -> None:
    """Where each paragraph is one long line."""
    assert titles(f"First Part\n{LONG}\nSecond Part\n{LONG}") == [
        (1, "First Part"),
        (1, "Second Part"),
    ]


def test_a_short_line_between_blank_lines_is_a_heading() -> None:
    """Also above short lines."""
    assert titles("First Part\n\nwords here.\n\nSecond Part\n\nmore words.") == [
        (1, "First Part"),
        (1, "Second Part"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "It ends like a sentence.",
        "A question?",
        "lower case",
        "- an item",
        "> a quotation",
        "# mark-up",
        "2024",
        "Many " * 15,
        "A" * 101,
        "@xpeng#ASMR",
        "Lamps ....... 2",
    ],
)
def test_a_line_that_reads_otherwise_is_no_heading(line: str) -> None:
    """It has a full stop, no capital, no letter, too many words, or a sign in front."""
    assert titles(f"{LONG}\n\n{line}\n\n{LONG}") == []


def test_a_row_of_a_table_is_no_heading() -> None:
    """Its cells stand in columns; a number before a title, or capitals, may too."""
    table = "Meal      Price\nBreakfast      9 euros\nDinner      22 euros\n"
    assert titles(f"We serve.\n\n{table}") == []
    for title in ("3.    Meals on board", "PART ONE     MEALS"):
        assert titles(f"We serve.\n\n{title}\n\nAll of it.") == [(1, title)]


def test_a_line_below_a_question_is_no_heading() -> None:
    """It answers, though it is short and has no full stop."""
    text = "May I fish?\n\nOnly in May\n\n**Is it deep?**\n\nTen metres\n\nThe lake is closed."
    assert titles(text) == []


def test_a_list_or_a_poem_has_no_headings() -> None:
    """More than three short lines in a row are neither headings nor above one."""
    assert titles(f"Apples\nBirds\nClouds\nDoves\n{LONG}") == []


def test_a_line_in_capitals_heads_a_list() -> None:
    """Where a blank line is above it, and the list is not in capitals."""
    facts = "Sort code: 00-17-55\nAccount: 4471\nBank: Lakeside\nDue: Monday\nFee: 12"
    text = f"{LONG}\n\nANNEX D - ACCOUNTS\n{facts}\n\nANNEX E - BOATS\n{facts}"
    assert titles(text) == [(1, "ANNEX D - ACCOUNTS"), (1, "ANNEX E - BOATS")]
    assert titles(f"{facts}\nBBC\n{facts}") == []
    assert titles("APPLES\nBIRDS\nCLOUDS\nDOVES\nEELS") == []


@pytest.mark.parametrize(
    "wrapped",
    [
        """4.1 SALE. The Owner may sell the boat at any time, but not before
3 March 2031, by writing to all members of the club and offering a
Share of the price to them.""",
        """The Owner may sell the boat at any time if the other members of
Lakeside Club agree.""",
        """4.1 SALE. The Owner may sell the boat
12 weeks from now""",
        """The price is due from those members who are
12 years old and from no one else""",
    ],
)
def test_a_wrapped_line_is_no_heading(wrapped: str) -> None:
    """A sentence ends inside, or the last word is one that others follow."""
    assert titles(f"{LONG}\n\n{wrapped}\n\n{LONG}") == []


@pytest.mark.parametrize(
    "line",
    ["Who we are", "2.1 What it is for", "Moving in", "Notes by Prof. Lind", "Vol. II"],
)
def test_a_heading_may_end_with_a_short_word_or_have_a_full_stop(line: str) -> None:
    """Where nothing was wrapped, and where the full stop ends no sentence."""
    assert titles(f"{line}\n{LONG}") == [(1, line)]


def test_the_last_line_is_no_heading() -> None:
    """There is nothing below it."""
    assert titles(f"{LONG}\n\nThe End") == []


def test_a_heading_below_another_is_nested() -> None:
    """Those that follow lie in the same group until the next group opens."""
    text = f"Part\nOne\n{LONG}\nTwo\n{LONG}\nOther Part\nThree\n{LONG}\nLast\n{LONG}"
    assert titles(text) == [
        (1, "Part"),
        (2, "One"),
        (2, "Two"),
        (1, "Other Part"),
        (2, "Three"),
        (1, "Last"),
    ]


def test_a_heading_covers_its_line() -> None:
    """Its span is the line without the line break, its title the words of it."""
    found = read(f"\n  First Part \n\n{LONG}".encode(), PATH)
    (heading,) = found.headings
    assert found.text[heading.start : heading.end] == "  First Part "
    assert heading.title == "First Part"
    assert found.title is None
