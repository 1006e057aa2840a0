"""A list is found around its items."""

from __future__ import annotations

import pytest

from qa.records import Span
from qa.text.lists import is_numbered, list_around
from qa.text.nearby import LONGEST


def around(text: str, words: str) -> str | None:
    """Return the words of the list around some words of a text."""
    start = text.index(words)
    found = list_around(text, Span(start, start + len(words)), Span(0, len(text)))
    return text[found.start : found.end] if found else None


TOOLS = "Bring these tools:\n\n- a saw\n- a file with\n  a handle\n- glue"


@pytest.mark.parametrize("words", ["Bring these tools:", "- a saw", "- glue"])
def test_a_list_is_found_from_its_items_and_from_what_introduces_it(words: str) -> None:
    """Not what stands around it."""
    assert around(f"The door is here. {TOOLS}\n\nThe door is open.", words) == TOOLS
    assert around(f"{TOOLS}\n\nThe door is open.", "The door is open.") is None
    assert around(f"The door is open. {TOOLS}", "The door is open.") is None


@pytest.mark.parametrize(
    "text",
    [
        "1. Saw the board.\n2. File it.\n3. Glue it.",
        "* a saw\n\n* a file\n\n* glue",
        "(a) a saw\n(b) a file\n(c) glue",
        "Tools:\na saw\na file\nglue",
        "To begin: 1. Saw the board. 2. File it. 3. Glue it.",
    ],
)
def test_a_list_may_have_numbers_letters_or_lines(text: str) -> None:
    """With blank lines between its items or without, or in one line."""
    last = text.rstrip(".").rpartition(" ")[2].rpartition("\n")[2]
    start = text.rindex(last)
    found = list_around(text, Span(start, len(text)), Span(0, len(text)))
    assert found == Span(0, len(text))


@pytest.mark.parametrize(
    "text",
    ["- a saw", "A saw.\n\nA file.", "Glue is dear.\n\n1. " + "Saw it. " * 30 + "\n\n2. File"],
)
def test_other_paragraphs_are_no_list(text: str) -> None:
    """One item alone, prose, and clauses that nothing introduces."""
    assert around(text, text.split("\n", maxsplit=1)[0]) is None
    assert around(text, text.rpartition("\n")[2]) is None


def test_nothing_outside_the_section_is_part_of_it() -> None:
    """Though the lines go on."""
    text = "- a saw\n- a file\n- glue\n- nails"
    found = list_around(text, Span(8, 16), Span(8, 23))
    assert found == Span(8, 23)


def test_a_long_list_is_cut_between_items() -> None:
    """It begins with what introduces it, or some items above the one that is asked for."""
    text = "Parts:\n\n" + "\n".join(f"- part number {i:04}" for i in range(5_000))
    first = around(text, "- part number 0003")
    assert first is not None
    assert first.startswith("Parts:")
    assert LONGEST - 20 < len(first) <= LONGEST
    late = around(text, "- part number 4000")
    assert late is not None
    assert late.startswith("- part number 39")
    assert "- part number 4000\n" in late
    assert len(late) <= LONGEST


def test_a_numbered_item_has_a_number() -> None:
    """Not a bullet."""
    assert is_numbered("2) File it.")
    assert not is_numbered("- File it.")
    assert not is_numbered("2024 was dry.")
