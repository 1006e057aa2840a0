"""Wrapped prose goes on from line to line; lines that are facts stand alone."""

from __future__ import annotations

from itertools import pairwise

import pytest

from qa.text.line_shapes import interrupts, shape_of


def joins(text: str) -> list[bool]:
    """Return for each line but the first whether it goes on from the one before."""
    lines = text.split("\n")
    shape = shape_of(lines, max(map(len, lines)))
    return [shape.goes_on(a, b) for a, b in pairwise(lines)]


@pytest.mark.parametrize(
    "text",
    [
        "Ada Stone 40-11\nBen Frost 40-12\nCem Aydin 40-13",
        "door code: 4411\nheating: off in may\ngas meter: behind the stairs",
        "09:10 pump started\n09:40 valve of tank b open\n11:05 pump stopped",
        "crate 12 holds ropes\ncrate 13 holds nets\ncrate 14 holds buoys",
        "Bolts   40   red\nScrews   9   blue",
        "red paint\nblue paint\nwhite lime",
        "keys,\nlamps,\nropes and nets",
        "2 eggs\na pinch of salt\nbutter for the tin",
        "These are old:\nsaw\nfile",
        "The pump is old.\nThe valve is new.\nThe tank leaks.",
        "Host: Welcome back.\nMs Ito: Thank you for having me.\nHost: How are you?",
    ],
)
def test_lines_of_one_shape_stand_alone(text: str) -> None:
    """Keys with values, dates, columns, the same first word, no sentence in any of them."""
    assert not any(joins(text))


@pytest.mark.parametrize(
    "text",
    [
        """The pump was moved to the cellar in spring because of the
noise that it made at night. The Ortega family had complained
about it.""",
        """The council of the town has met the owners of the mill, the
Verhoeven family, and its neighbours, who live near the weir.""",
        "Rules for the use\nof the laundry",
        "The member must pay a deposit of at least\n750 crowns and must show the key to the guard.",
        """4.1 SALE. The Owner may sell the boat at any time, but not before
3 March 2031, by writing to all members of the club and offering a
share of the price to them.""",
        "The member must pay a deposit of at least\n€750 and must show the key to the guard.",
        "The pump is licensed under the\nMill Act\nand the laws of the town. It is old.",
        "The colours of the doors are red, yellow,\n“white” and green.",
        "A fee is due for each day of a boat here,\nwhich is low for members and is\nwaived.",
    ],
)
def test_wrapped_prose_goes_on(text: str) -> None:
    """It has sentences, or phrases that are cut apart where the line ends."""
    assert all(joins(text))


@pytest.mark.parametrize(
    "text",
    [
        "Opening hours of the pool\n9 to 17 on weekdays\n10 to 16 on Sundays.",
        "The pool is open.\n24 lockers are free.",
        "Seats in the large hall of the town and in its cellar\n120 upstairs\n40 below, all free.",
    ],
)
def test_lines_that_begin_with_numbers_stand_alone(text: str) -> None:
    """Where many do, or a sentence ends above."""
    assert not any(joins(text))


def test_a_speaker_begins_anew_within_wrapped_prose() -> None:
    """Where two lines begin with a name and a colon."""
    text = (
        "Host: How long have you lived here in the\nhouse by the lake?\n"
        "Ms Ito: For most of my life, except for the\nyears that I spent at sea."
    )
    assert joins(text) == [True, False, True]


def test_a_number_after_an_open_line_interrupts_nothing() -> None:
    """The date was wrapped; after a colon, a full stop or nothing, an item begins."""
    assert not interrupts("Zahlbar bis zum", "30. Juni ohne Abzug")
    assert interrupts("Zahlbar sind:", "1. Juni und Juli")
    assert interrupts("", "3. Juni")
    assert interrupts("Zahlbar", "2. sofort")


def test_a_line_that_cannot_end_there_goes_on_with_a_capital() -> None:
    """In columns too narrow to tell wrapped lines by their length."""
    shape = shape_of(["They are placed in the docket of this", "Mark each one of them as"], 44)
    assert shape.goes_on("They are placed in the docket of this", "HARBOUR. More follows")
    assert shape.goes_on("Mark each one of them as", "OPEN. The rest")
    assert not shape.goes_on("They are placed in the docket", "HARBOUR. More follows")
