"""Paragraphs are exact spans: what was wrapped is joined, what stands alone is not."""

from __future__ import annotations

import pytest

from qa.records import Span
from qa.text.paragraphs import paragraph_spans
from qa.text.sentences import sentence_spans


def paragraphs(text: str) -> list[str]:
    """Return the words of each paragraph."""
    return [text[span.start : span.end] for span in paragraph_spans(text)]


def test_spans_address_the_whole_text() -> None:
    """Also those of a part of it; they begin and end at a character that is not white space."""
    assert paragraph_spans("  One.  Two.\n\n\tThree. ") == [Span(2, 12), Span(15, 21)]
    assert paragraph_spans("No. One. Two. No.", 4, 13) == [Span(4, 13)]


def test_a_blank_line_ends_a_paragraph() -> None:
    """Also where the sentence has no full stop."""
    assert paragraphs("one two\n\nthree\n \nfour") == ["one two", "three", "four"]


def test_a_line_is_a_paragraph_where_lines_are_long() -> None:
    """Nobody wraps after 121 characters: such lines are whole paragraphs."""
    long = "Long " * 30 + "end."
    assert paragraphs(f"{long}\n{long}\nShort.") == [long, long, "Short."]


def test_a_wrapped_line_goes_on_in_lower_case() -> None:
    """A sentence that a mail program has wrapped stays whole."""
    text = "The ministry urged\ncompanies to wait. They did."
    assert paragraphs(text) == [text]
    assert [text[s.start : s.end] for s in sentence_spans(text)] == [
        "The ministry urged\ncompanies to wait.",
        "They did.",
    ]


def test_a_wrapped_line_goes_on_where_the_next_word_would_not_have_fitted() -> None:
    """The width of a wrapped text tells where a line had to end."""
    full = "In October the ministry warned all companies that\nBYD and others should wait."
    assert paragraphs(full) == [full]
    assert paragraphs("A poem\nHas short lines\nThat each stand alone") == [
        "A poem",
        "Has short lines",
        "That each stand alone",
    ]


@pytest.mark.parametrize(
    "line", ["- item", "* item", "• item", "2) item", "(3) item", "| a | b |", "> said", "\tx = 1"]
)
def test_an_item_is_a_paragraph_of_its_own(line: str) -> None:
    """A list item, a table row, a quotation and code stand by themselves."""
    assert paragraphs(f"Some words before\n{line}\n{line}") == [
        "Some words before",
        line.strip(),
        line.strip(),
    ]


def test_code_between_fences_is_split_at_every_line() -> None:
    """Nothing goes on into a fence, within it or from it."""
    assert paragraphs("Before\n```\na b\nc d\n```\nand after.") == [
        "Before",
        "```",
        "a b",
        "c d",
        "```",
        "and after.",
    ]


def test_a_quotation_may_be_wrapped_too() -> None:
    """Its lines are joined like others, but not with those around it."""
    text = "> The pump was moved because of the\n> noise. It is loud.\nShe said so."
    assert paragraphs(text) == text.rsplit("\n", 1)


def test_what_is_indented_below_an_item_belongs_to_it() -> None:
    """Wherever it was wrapped, and whatever the case of its first letter."""
    text = "- a passport of\n  Norland or\n  Sudria\n- two photographs\n10. a form\n    In ink"
    assert paragraphs(text) == [
        "- a passport of\n  Norland or\n  Sudria",
        "- two photographs",
        "10. a form\n    In ink",
    ]


def test_a_date_at_the_beginning_of_a_line_is_no_numbered_item() -> None:
    """Where the line above is open, or a month follows."""
    text = "Der Antrag ist spätestens bis zum\n30. Juni bei der Verwaltung einzureichen."
    assert paragraphs(text) == [text]
    assert len(paragraphs("Einzureichen sind\n1. der Antrag\n2. ein Lichtbild")) == 3


@pytest.mark.parametrize(
    "label", ["FEES.", "6.4 FEES.", "NOTE – New fees.", "7.", "(b)", "§ 3.", "Step 2:", "A:", "•"]
)
def test_a_label_alone_on_a_line_belongs_to_what_follows(label: str) -> None:
    """Also across a blank line; at the end of a text nothing follows."""
    assert paragraphs(f"{label}\nThe fee is due.") == [f"{label}\nThe fee is due."]
    assert paragraphs(f"{label}\n\nThe fee is due.") == [f"{label}\n\nThe fee is due."]
    assert paragraphs(f"The fee is due.\n\n{label}") == ["The fee is due.", label]


@pytest.mark.parametrize("rule", ["-----", "==== ", " --- "])
def test_a_rule_below_a_label_is_no_part_of_it(rule: str) -> None:
    """Nor of what follows, wherever in the text it stands."""
    text = f"TERM.\n{rule}\nThe rent is due.\n\nIt is low."
    assert paragraphs(text) == ["TERM.", rule.strip(), "The rent is due.", "It is low."]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\u3000\u2028\x0c"])
def test_white_space_has_no_paragraph(text: str) -> None:
    """A text without a visible character has none."""
    assert paragraph_spans(text) == []


def test_numbered_items_go_on_in_the_line_below() -> None:
    """Even if all second lines end a sentence, as in minutes that were printed without indents."""
    items = [
        "1. Ada moved that the fee for visitors be raised and the\nmotion was carried.",
        "2. Bo reported that the roof of the barn was mended at a\ncost of 300 pounds.",
        "3. Cy asked for a new boat. The board will look\nbefore the spring. It may be used.",
        "4. The meeting was closed by the chair at half past\nnine.",
    ]
    assert paragraphs("\n".join(items)) == items


def test_lines_of_facts_below_items_stay_apart() -> None:
    """They begin with a capital, and the item above says all it has to say."""
    lines = ["1. Ada has the keys.", "Bo has the boat.", "2. Cy has the map.", "Di has the oars."]
    assert paragraphs("\n".join(lines)) == lines


@pytest.mark.parametrize(
    "sentence",
    [
        "The fee is repaid if\n(a) the term has ended, (b) no sum is due and (c) keys are back.",
        "The member shall (i) report,\n(ii) keep books and (iii) attend.",
        "Nobody may (a) light fires, (b) leave the gates open at night\n(c) or let dogs run.",
    ],
)
def test_a_letter_within_a_sentence_begins_no_item_where_the_line_was_wrapped(
    sentence: str,
) -> None:
    """The letter before it, or behind it, stands within a line."""
    assert paragraphs(f"{sentence}\n") == [sentence]


def test_letters_that_each_begin_a_line_begin_items() -> None:
    """Also where nothing ends with a semicolon."""
    lines = ["You must bring", "(a) a passport", "(b) a photograph", "(c) the fee"]
    assert paragraphs("\n".join(lines)) == lines
    clauses = ["Anyone may resign, if:", "(a) a year has passed, and", "(b) all books are back."]
    assert paragraphs("\n".join(clauses)) == clauses
