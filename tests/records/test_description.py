"""An answer in Python's prompt: three lines; true if found; and a collection of quotes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qa.records import Answer, Citation, Quote, Why
from qa.records.documents import Span
from tests.support.tables import PRICES, answering, quoted, wide_row

CITATION = Citation("a/b.pdf", "B", ("Outer",), 3, 10, 14, "before ", " after")
QUOTE = Quote("Some words.", CITATION, 0.9, Span(3, 40), Why(0.5, 2.0, 0.75, 1.0, ()))
FOUND = Answer("What?", (QUOTE, QUOTE), found=True, confidence=0.9, nearest=(), index="0")
NOT_FOUND = replace(FOUND, quotes=(), found=False, nearest=(QUOTE,))


@pytest.mark.parametrize(
    ("answer", "lines"),
    [
        (
            FOUND,
            [
                "<Answer (uncertain, 2 quotes): What?>",
                "  “Some words.”",
                "  a/b.pdf, page 3, 10–14, 90%",
            ],
        ),
        (
            replace(FOUND, quotes=(QUOTE,), likely=True),
            [
                "<Answer (likely, 1 quote): What?>",
                "  “Some words.”",
                "  a/b.pdf, page 3, 10–14, 90%",
            ],
        ),
        (
            NOT_FOUND,
            [
                "<Answer (not found): What?>",
                "  closest: “Some words.”",
                "  a/b.pdf, page 3, 10–14, 90%",
            ],
        ),
        (
            replace(NOT_FOUND, nearest=()),
            ["<Answer (not found): What?>", "  no quote", "  no source"],
        ),
        (
            replace(NOT_FOUND, nearest=(), note="There are 2:\n- one\n- two"),
            ["<Answer (a note): What?>", "  There are 2: - one - two", "  no source"],
        ),
    ],
)
def test_an_answer_is_described_in_three_lines(answer: Answer, lines: list[str]) -> None:
    """The verdict and the question, the words, and where they are."""
    assert repr(answer).split("\n") == lines


def test_long_and_hostile_words_are_three_short_lines() -> None:
    """Nothing in them breaks a line or commands a terminal."""
    long = replace(QUOTE, text="Many\n\x1b[2J words " * 5_000)
    shown = repr(replace(FOUND, question="What?\r\n" * 5_000, quotes=(long,)))
    assert shown.count("\n") == 2
    assert max(map(len, shown.split("\n"))) <= 90
    assert "\x1b" not in shown


def test_an_answer_is_true_if_found() -> None:
    """Whatever the number of its quotes."""
    assert FOUND
    assert not NOT_FOUND
    assert replace(FOUND, quotes=())


def test_an_answer_is_a_collection_of_its_quotes() -> None:
    """The closest passages are not among them."""
    assert list(FOUND) == [QUOTE, QUOTE]
    assert (len(FOUND), len(NOT_FOUND)) == (2, 0)
    assert list(NOT_FOUND) == []


def test_cells_of_a_table_stand_after_the_names_of_their_columns() -> None:
    """Names are context, outside of the quotation marks; rows without names are cells."""
    line = repr(answering(quoted(PRICES, "| Assam | 4.20 | |"))).split("\n")[1]
    assert line == "  Tea: “Assam” · Pot: “4.20”"
    line = repr(answering(quoted("| Saw | 20 |\n| Axe | 35 |", "| Saw | 20 |\n| Axe | 35 |")))
    assert line.split("\n")[1] == "  “Saw” · “20” / “Axe” · “35”"
    assert len(repr(answering(wide_row())).split("\n")) == 3
