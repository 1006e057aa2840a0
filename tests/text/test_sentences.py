"""Paragraphs and sentences are exact spans."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given

from qa.records import Span
from qa.text.sentences import paragraph_spans, sentence_spans
from tests.support.nasty import nasty_texts


def paragraphs(text: str) -> list[str]:
    """Return the words of each paragraph."""
    return [text[span.start : span.end] for span in paragraph_spans(text)]


def sentences(text: str) -> list[str]:
    """Return the words of each sentence of one paragraph."""
    return [text[span.start : span.end] for span in sentence_spans(text)]


def test_spans_are_offsets_without_white_space_around() -> None:
    """A span begins and ends at a character that is not white space."""
    text = "  One.  Two.\n\n\tThree. "
    assert paragraph_spans(text) == [Span(2, 12), Span(15, 21)]
    assert sentence_spans(text, 2, 12) == [Span(2, 6), Span(8, 12)]


def test_a_part_of_a_text_has_offsets_of_the_whole() -> None:
    """Spans within ``text[start:end]`` address the whole text."""
    text = "No. One. Two. No."
    assert sentence_spans(text, 4, 13) == [Span(4, 8), Span(9, 13)]
    assert paragraph_spans(text, 4, 13) == [Span(4, 13)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dr. Smith paid J. Doe $3.50 on Jan. 5. He left.", 2),
        ("U.S. exports rose. The E.U. did not.", 2),
        ("See Fig. 3 and Sec. 2. Then stop.", 2),
        ("It cost 3.5 million. Version 2.0.1 is out.", 2),
        ("Is it? It is! Wait... what?!", 3),
        ("“Is it?” she asked. “Yes.”", 2),
        ("中文句子。第二句！", 2),
        ("Huawei, ZTE and others", 1),
    ],
)
def test_a_sentence_ends_where_a_reader_would_end_it(text: str, expected: int) -> None:
    """Abbreviations, initials, decimals and quotations end no sentence."""
    assert len(sentences(text)) == expected
    assert "".join(sentences(text)).replace(" ", "") == text.replace(" ", "")


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
    assert sentences(text) == ["The ministry urged\ncompanies to wait.", "They did."]


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


@given(nasty_texts)
def test_no_character_is_lost_or_doubled(text: str) -> None:
    """What is not white space lies in exactly one sentence of exactly one paragraph."""
    spans = [s for p in paragraph_spans(text) for s in sentence_spans(text, p.start, p.end)]
    for one, next_one in pairwise([Span(0, 0), *spans, Span(len(text), len(text))]):
        assert one.end <= next_one.start
        assert not text[one.end : next_one.start].strip()


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\u3000\u2028\x0c"])
def test_white_space_has_no_sentence(text: str) -> None:
    """A text without a visible character has no paragraph and no sentence."""
    assert paragraph_spans(text) == []
    assert sentence_spans(text) == []
