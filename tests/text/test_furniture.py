"""Page numbers, leaders and rules are nothing that a document says."""

from __future__ import annotations

import pytest

from qa.text.furniture import is_furniture, is_page_number


@pytest.mark.parametrize(
    "text",
    [
        "---",
        "|---|:-:|",
        "* * *",
        "```python",
        "Page 4 of 20",
        "Seite 7",
        "2 Pumps and valves ........ 14",
        "Annex . . . . . . . xii",
        "= ( ) +",
    ],
)
def test_furniture_is_known_by_its_signs(text: str) -> None:
    """Wherever it stands."""
    assert is_furniture(text, "")


@pytest.mark.parametrize(
    "text", ["Pumps 14", "14", "E = mc²", "Wait ...", "| a | b |", "Pages 4 and 20 are missing."]
)
def test_other_lines_say_something(text: str) -> None:
    """Also short ones, numbers and formulas."""
    assert not is_furniture(text, "Stock")


@pytest.mark.parametrize("heading", ["Contents", "Table of contents", "INDEX", "Inhalt:"])
def test_entries_with_a_page_are_furniture_below_such_a_heading(heading: str) -> None:
    """Sentences there are not."""
    assert is_furniture("Pumps, 14", heading)
    assert not is_furniture("The pumps were made in Delft.", heading)


@pytest.mark.parametrize("text", ["14", "- 14 -", "xiv", "[3]"])
def test_a_number_alone_may_be_that_of_a_page(text: str) -> None:
    """With signs around it or without."""
    assert is_page_number(text)


@pytest.mark.parametrize("text", ["", "14 pumps", "14.5", "123456", "pump"])
def test_other_words_are_no_page_number(text: str) -> None:
    """Nor are numbers that no book reaches."""
    assert not is_page_number(text)
