"""Page numbers, leaders and rules are nothing that a document says."""

from __future__ import annotations

import pytest

from qa.text.furniture import are_contents, is_furniture, is_page_number


@pytest.mark.parametrize(
    "text",
    [
        "---",
        "|---|:-:|",
        "* * *",
        "```python",
        "Page 4 of 20",
        "Seite 7",
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


CONTENTS = [
    "Preface . . . . . . . xii",
    "1 Pumps ........ 1",
    "2 Valves ...... [14]",
    "3 Oil ____ 14",
]


@pytest.mark.parametrize("text", CONTENTS)
def test_leaders_to_pages_are_furniture(text: str) -> None:
    """Below such a heading, or where a section has several, in the order of their pages."""
    assert is_furniture(text, "Contents")
    assert is_furniture(text, "", among_contents=True)
    assert are_contents([*CONTENTS, "The pumps are old."])


@pytest.mark.parametrize(
    "text", ["Lamps ....... 2", "Deposit per boat .... 1350", "Total .... $12", "Rent .... civil"]
)
def test_other_leaders_lead_to_facts(text: str) -> None:
    """Amounts are in no order, and a few lines are no table of contents."""
    assert not is_furniture(text, "Stock")
    assert not are_contents([text, "Keys ..... 1", "Ropes ..... 900"])
    assert not are_contents([text, text])
    assert not is_furniture("The lamps were made in Delft.", "", among_contents=True)


@pytest.mark.parametrize("text", ["14", "- 14 -", "xiv", "[3]"])
def test_a_number_alone_may_be_that_of_a_page(text: str) -> None:
    """With signs around it or without."""
    assert is_page_number(text)


@pytest.mark.parametrize("text", ["", "14 pumps", "14.5", "123456", "pump"])
def test_other_words_are_no_page_number(text: str) -> None:
    """Nor are numbers that no book reaches."""
    assert not is_page_number(text)
