"""Lists are quoted whole where they are asked for, and some sentences never alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa import ask
from qa.answers.units import asked, leaning_start, section_of, whole_unit
from qa.records import Hit, Span
from tests.support.nasty import document

if TYPE_CHECKING:
    from tests.support.indexes import Library

TOOLS = "Bring these tools:\n\n- a saw\n- a file\n- glue"


def quoted(text: str, words: str, question: str = "") -> str | None:
    """Return what is quoted for some words of a text."""
    start = text.index(words)
    span = Span(start, start + len(words))
    section = Span(0, len(text))
    found = whole_unit(document(text), [span], span, lambda: section, asked(question))
    return text[found.start : found.end] if found else None


@pytest.mark.parametrize(
    ("question", "several", "how"),
    [
        ("Which tools do I need?", True, False),
        ("What do I need to bring?", True, False),
        ("What should we pack?", True, False),
        ("What is included?", True, False),
        ("List the steps", True, False),
        ("Was brauche ich?", True, False),
        ("Welche Unterlagen sind nötig?", True, False),
        ("How do I apply?", False, True),
        ("Who built the bridge?", False, False),
        ("What does a saw cost?", False, False),
    ],
)
def test_a_question_may_ask_for_a_list_or_a_procedure(
    question: str, *, several: bool, how: bool
) -> None:
    """By its words."""
    assert asked(question)[:2] == (several, how)


def test_what_introduces_a_list_is_quoted_with_the_list() -> None:
    """Whatever is asked; without a list, with the paragraph below; without one, not at all."""
    assert quoted(TOOLS, "Bring these tools:", "Who?") == TOOLS
    assert quoted("The rule is:\n\nNo nails.", "The rule is:") == "The rule is:\n\nNo nails."
    assert quoted("Text. The rule is:", "The rule is:") is None


def test_a_sentence_right_above_a_list_is_quoted_with_it_where_several_are_asked_for() -> None:
    """A colon is often left out."""
    text = "The shed has it all. You need the following.\n\n- a saw\n- a file\n\nThe shed is dry."
    listed = "You need the following.\n\n- a saw\n- a file"
    assert quoted(text, "You need the following.", "What do I need?") == listed
    assert quoted(text, "You need the following.", "Who?") == "You need the following."
    assert quoted(text, "The shed has it all.", "What do I need?") == "The shed has it all."


def test_an_item_is_quoted_alone_where_one_thing_is_asked_for() -> None:
    """And the whole list where several are, or a procedure that has numbers."""
    steps = "1. Saw it.\n2. File it.\n3. Glue it."
    assert quoted(TOOLS, "- a file", "What does a file cost?") == "- a file"
    assert quoted(TOOLS, "- a file", "What do I need?") == TOOLS
    assert quoted(steps, "2. File it.", "How do I mend it?") == steps
    assert quoted(TOOLS, "- a file", "How do I mend it?") == "- a file"


def test_a_question_is_quoted_with_its_reply() -> None:
    """Or not at all."""
    assert quoted("Why? Rust.", "Why?") == "Why? Rust."
    assert quoted("It is old. Why?", "Why?") is None
    assert quoted("It is old. Why?", "It is old.") == "It is old."


def test_a_question_beside_what_answers_is_left_out() -> None:
    """Though it is about the same, it is not what answers, and its reply may be long."""
    text = "It is old. Why? Rust."
    sections = [Span(0, 10), Span(11, 15)]
    found = whole_unit(document(text), sections, sections[0], lambda: Span(0, 21), asked(""))
    assert found == Span(0, 10)


def test_a_row_leans_on_its_header_and_an_item_on_its_list() -> None:
    """Other quotes lean on nothing in front of them here."""
    table = "| a | b |\n|---|---|\n| 1 | 2 |"
    row = Span(table.index("| 1"), len(table))
    assert leaning_start(table, row, lambda: Span(0, len(table))) == 0
    item = Span(TOOLS.index("- glue"), len(TOOLS))
    assert leaning_start(TOOLS, item, lambda: Span(0, len(TOOLS))) == 0
    assert leaning_start("One. Two.", Span(5, 9), lambda: Span(0, 9)) == 5


def test_a_section_has_the_passages_below_the_same_headings(library: Library) -> None:
    """Of the same document."""
    words = " ".join(["bird"] * 60) + "."
    index = library.build(a=f"{words}\n\n{words}\n\n{words}", b="An apple.")
    text = index.document("a.txt").text
    (first, *_) = index.passages([0])
    assert section_of(index, Hit(0, first, 1.0, 1.0, 1.0)) == Span(0, len(text))


def test_no_quote_repeats_words_of_another(library: Library) -> None:
    """Each item of a list that was quoted whole is part of that quote already."""
    birds = "\n".join(f"- bird {name}" for name in ("one", "two", "three", "four"))
    index = library.build(a=f"These birds sing:\n\n{birds}", b="A cloud.")
    answer = ask("Which birds sing?", index, min_confidence=0.0)
    spans = [(q.citation.doc_id, q.citation.start, q.citation.end) for q in answer.quotes]
    assert spans[0] == ("a.txt", 0, len(index.document("a.txt").text))
    assert len([span for span in spans if span[0] == "a.txt"]) == 1


def test_questions_alone_are_the_nearest_and_no_answer(library: Library) -> None:
    """A questionnaire says nothing but its questions."""
    index = library.build(a="Is the apple red?\n\nIs the apple sour?\n\nHow old is the bird?")
    answer = ask("Is the apple sour?", index, min_confidence=0.0)
    assert not answer.found
    assert answer.nearest[0].text.endswith("?")


def test_a_question_of_a_faq_is_cited_above_its_answer(library: Library) -> None:
    """And is quoted nowhere."""
    index = library.build(a="**Is the apple red?**\n\nOnly in autumn.\n\n**Is it sour?**\n\nNo.")
    answer = ask("Is the apple red?", index, min_confidence=0.0)
    assert answer.quotes[0].text == "Only in autumn."
    assert answer.quotes[0].citation.headings == ("Is the apple red?",)
    assert all("?" not in quote.text for quote in answer.quotes)


def test_one_item_is_quoted_where_the_question_names_it() -> None:
    """However the question asks."""
    text = "The store holds:\n" + "\n".join(f"- part {n} is made of brass" for n in range(40, 60))
    item = "- part 47 is made of brass"
    assert quoted(text, item, "What is in part 47?") == item
    assert quoted(text, item, "What is in the store?") == text


def test_items_of_a_list_too_long_to_quote_stand_alone() -> None:
    """A part of the list would begin and end anywhere."""
    items = "\n".join(f"- a part made of brass for the engine called {n}" for n in range(900))
    item = "- a part made of brass for the engine called 450"
    assert quoted(f"The store holds:\n{items}", item, "Which parts are made of brass?") == item
