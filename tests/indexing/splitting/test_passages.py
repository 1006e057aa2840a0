"""Passages follow paragraphs, sections and pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa.indexing.splitting.passages import (
    LONGEST_GAP,
    LONGEST_RUN,
    LONGEST_SENTENCE,
    TARGET,
    passages,
)
from qa.records import Heading, Span
from qa.text.question_lines import questions_of
from tests.support.nasty import document

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.records import Document


def words_of(texts: Sequence[str]) -> list[int]:
    """Count a word as one piece."""
    return [len(text.split()) for text in texts]


def split(document: Document, room: int = 200) -> list[str]:
    """Return the words of each passage."""
    return [
        document.text[passage.start : passage.end]
        for passage in passages(document, lambda _: room, words_of)
    ]


def paragraph(words: int) -> str:
    """Return a paragraph of one sentence with so many words."""
    return "Word " + "and " * (words - 2) + "end."


def test_short_paragraphs_are_packed_up_to_the_target() -> None:
    """Two of 70 words are 140; another word would be too much."""
    assert TARGET == 140
    both = f"{paragraph(70)}\n\n{paragraph(70)}"
    assert split(document(both)) == [both]
    assert split(document(f"{paragraph(70)}\n\n{paragraph(71)}")) == [
        paragraph(70),
        paragraph(71),
    ]


def test_a_paragraph_above_the_target_stays_whole_where_there_is_room() -> None:
    """It is not packed with others."""
    text = f"{paragraph(10)}\n\n{paragraph(190)}\n\n{paragraph(10)}"
    assert split(document(text)) == text.split("\n\n")


def test_a_paragraph_that_does_not_fit_is_split_evenly_between_sentences() -> None:
    """Ten sentences of 30 words need two passages of five, not one of six and one of four."""
    sentence = paragraph(30)
    text = " ".join([sentence] * 10)
    assert split(document(text)) == [" ".join([sentence] * 5)] * 2


def test_a_sentence_that_does_not_fit_is_cut_between_words() -> None:
    """Each piece is as long as there is room."""
    text = paragraph(25)
    assert split(document(text), room=10) == [
        "Word " + " ".join(["and"] * 9),
        " ".join(["and"] * 10),
        "and and and and end.",
    ]


def test_a_run_without_a_full_stop_is_cut_after_2000_characters() -> None:
    """So that no quote fills a screen; one without a space is cut at a multiple of 100."""
    assert LONGEST_SENTENCE == 2000
    text = "x" * 4300
    (passage,) = passages(document(text), lambda _: 200, words_of)
    assert passage.sentences == (Span(0, 2000), Span(2000, 4000), Span(4000, 4300))


def test_what_has_no_space_for_10000_characters_is_data_and_lies_in_no_passage() -> None:
    """The words around it do, and so does Chinese, which is written without spaces."""
    assert LONGEST_RUN == 10_000
    data = "x" * 10_001
    assert split(document(f"Before. {data} After it.")) == ["Before.", "After it."]
    assert len("".join(split(document(f"Before. {data[1:]} After.")))) > 10_000
    assert "".join(split(document("一" * 10_001))) == "一" * 10_001


def test_a_gap_of_2000_characters_ends_a_passage() -> None:
    """Whoever reads passages would read a gap of ten megabytes whole."""
    assert LONGEST_GAP == 2000
    gap = " " * 2000
    assert split(document(f"Before.{gap}After.")) == [f"Before.{gap}After."]
    assert split(document(f"Before. {gap}After.")) == ["Before.", "After."]


def test_a_passage_lies_below_its_headings() -> None:
    """The path is outermost first; a heading ends those of its own level and below."""
    text = "Intro.\nA\nOne.\nB\nTwo.\nC\nThree.\nD\nFour."
    headings = tuple(
        Heading(text.index(title), text.index(title) + 1, level, title)
        for title, level in (("A", 1), ("B", 2), ("C", 3), ("D", 2))
    )
    found = list(passages(document(text, headings=headings), lambda _: 200, words_of))
    assert [(text[p.start : p.end], p.headings) for p in found] == [
        ("Intro.", ()),
        ("One.", ("A",)),
        ("Two.", ("A", "B")),
        ("Three.", ("A", "B", "C")),
        ("Four.", ("A", "D")),
    ]


def test_a_page_ends_a_passage_and_a_sentence() -> None:
    """Even in the midst of it: what is cited with a page stands on that page."""
    text = "One goes on\nover the page. Two."
    assert split(document(text, pages=(0, 12))) == ["One goes on", "over the page. Two."]


def test_room_may_depend_on_the_headings() -> None:
    """Where they are long, fewer words of the text fit."""
    text = f"A\n{paragraph(20)}"
    found = passages(
        document(text, headings=(Heading(0, 1, 1, "A"),)),
        lambda headings: 12 if headings == ("A",) else 200,
        words_of,
    )
    assert [len(text[p.start : p.end].split()) for p in found] == [12, 8]


def test_a_document_of_headings_has_no_passages() -> None:
    """There is nothing to quote in it."""
    assert split(document("A", headings=(Heading(0, 1, 1, "A"),))) == []
    assert split(document("")) == []


def test_a_list_that_fits_is_in_one_passage_with_what_introduces_it() -> None:
    """Of a longer one, the first item is."""
    items = [f"- {paragraph(20)}" for _ in range(6)]
    text = f"{paragraph(100)}\n\nThese are due:\n\n" + "\n".join(items)
    assert split(document(text)) == text.split("\n\n", 1)
    longer = "These are due:\n\n" + "\n".join(items * 3)
    first, *others = split(document(longer))
    assert first.startswith(f"These are due:\n\n{items[0]}")
    assert all(words.startswith("- ") for words in others)


def test_an_answer_lies_below_its_question() -> None:
    """As below a heading, and the question is in no passage."""
    text = "Rules\nAll stay.\n\n**May I leave?**\n\nAt noon.\n\n**Why?**\n\nThe bell says so."
    made = document(text, headings=(Heading(0, 5, 1, "Rules"),))
    found = list(passages(made, lambda _: 200, words_of))
    assert [(text[p.start : p.end], p.headings) for p in found] == [
        ("All stay.", ("Rules",)),
        ("At noon.", ("Rules", "May I leave?")),
        ("The bell says so.", ("Rules", "Why?")),
    ]


def test_furniture_is_no_unit() -> None:
    """It may lie within a passage, not at its ends; numbers count at the edges of pages only."""
    text = "4\n\nOne.\n\n* * *\n\n7\n\nTwo.\n\nPage 5"
    (passage,) = passages(document(text, pages=(0,)), lambda _: 200, words_of)
    assert [text[s.start : s.end] for s in passage.sentences] == ["One.", "7", "Two."]
    (passage,) = passages(document("4\n\nOne."), lambda _: 200, words_of)
    assert len(passage.sentences) == 2


def test_a_leader_is_a_fact_where_it_leads_to_no_page() -> None:
    """Contents are several lines with numbers that grow."""
    prices = "Lamps ....... 2\nDeposit ....... 1350\nRopes ....... 14"
    (passage,) = passages(document(f"These are due.\n\n{prices}"), lambda _: 200, words_of)
    assert len(passage.sentences) == 4
    contents = "Lamps ....... 2\nDeposit ....... 13\nRopes ....... 14"
    (passage,) = passages(document(f"These are due.\n\n{contents}"), lambda _: 200, words_of)
    assert len(passage.sentences) == 1


def test_furniture_that_is_cut_is_no_unit() -> None:
    """A line of signs may be longer than a passage."""
    made = document("One.\n\n" + "* " * 60 + "\n\nTwo.")
    found = [p.sentences for p in passages(made, lambda _: 20, words_of)]
    assert [made.text[s.start : s.end] for units in found for s in units] == ["One.", "Two."]


@pytest.mark.parametrize(
    "text",
    [
        "Parts:\n\n" + "\n".join(f"- part {i}" for i in range(5_000)),
        "\n\n".join(f"Is it {i}?" for i in range(2_000)),
        "\n\n".join(f"**Is it {i}?**\n\nYes, es ist die {i}." for i in range(1_000)),
        "word " * 400_000,
        "| " + " | ".join(f"cell {i}" for i in range(2_000)) + " |",
    ],
    ids=["items", "questions", "answers", "one line", "one row"],
)
def test_any_text_is_split(text: str) -> None:
    """Each word is in one passage, but for those of questions that head answers."""
    found = list(passages(document(text), lambda _: 200, words_of))
    words = sum(len(text[p.start : p.end].split()) for p in found)
    asked = sum(len(q.title.split()) for q in questions_of(document(text)))
    assert words == len(text.split()) - asked
