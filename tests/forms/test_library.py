"""The nearest earlier question is found by meaning and words, or none is."""

from __future__ import annotations

from dataclasses import dataclass

from qa.forms.form import Existing, Item
from qa.forms.library import Library
from tests.support.indexes import AxisEmbedder


@dataclass
class _Form:
    items: list[Item]
    notes: tuple[str, ...] = ()

    def filled(self, _: object) -> bytes:
        return b""


def item(question: str, *cells: tuple[str, str], marked: bool = False, sheet: str = "S") -> Item:
    existing = tuple(Existing(*cell) for cell in cells)
    return Item(question, 3, sheet, existing=existing, is_marked=marked)


def library(*items: Item) -> Library:
    return Library([("2023.xlsx", _Form(list(items)))], AxisEmbedder())


def test_the_most_similar_question_is_found() -> None:
    """Its answers come with their cells."""
    known = library(
        item("How is each apple washed?", ("C3", "Twice.")),
        item("How is each bird fed?", ("B4", "Yes"), ("C4", "With corn.")),
    )
    found = known.nearest("How is a bird fed?")
    assert found is not None
    assert [one.text for one in found.answers] == ["Yes", "With corn."]
    assert found.place == "2023.xlsx, sheet S, cells B4 and C4"
    assert not found.is_to("How is a bird fed?")
    assert found.is_to("how is  each bird fed?")


def test_a_question_about_something_else_has_no_earlier_answer() -> None:
    """A common word alone is no likeness."""
    assert library(item("How is each apple washed?", ("C3", "Twice."))).nearest("cloud?") is None
    assert library().nearest("How is each apple washed?") is None


def test_blank_and_unaccepted_answers_are_left_out() -> None:
    """Only what a person wrote or accepted is in a library."""
    known = library(
        item("How is each apple washed?"), item("How is a bird fed?", ("C4", "x"), marked=True)
    )
    assert len(known) == 0


def test_a_word_file_is_cited_by_its_question() -> None:
    """It has no cells."""
    found = library(item("How is each apple washed?", ("", "Twice."), sheet="")).nearest(
        "How is each apple washed?"
    )
    assert found is not None
    assert found.place == "2023.xlsx, question 3"
