"""Starting points make sense out of their page, or are left out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qa.records import Heading
from qa.web.service.starting_points import clean_headings, questions, starting_points
from tests.support.webs import document

PROSE = "Everyone who works here may take part, whatever their hours are. Ask at the desk.\n"


def headed(*titles: str, below: str = PROSE) -> tuple[str, tuple[Heading, ...]]:
    """Return a text with these headings, each above some prose, and the headings."""
    text = ""
    headings = []
    for title in titles:
        headings.append(Heading(len(text), len(text) + len(title), 1, title))
        text += f"{title}\n{below}"
    return text, tuple(headings)


@pytest.mark.parametrize(
    ("line", "question"),
    [
        ("Can I take my dog along?", "Can I take my dog along?"),
        ("### 3.2 Can I take my dog along?", "Can I take my dog along?"),
        ("**Q: Who pays for a lost key?**", "Who pays for a lost key?"),
        ("- Who pays for a lost key?", "Who pays for a lost key?"),
    ],
)
def test_a_question_on_a_line_of_its_own_is_one(line: str, question: str) -> None:
    """Without its number, mark-up or label."""
    assert list(questions(f"Some words.\n{line}\nMore words.\n")) == [question]


@pytest.mark.parametrize(
    "line",
    [
        "Why?",
        "He asked: who pays? Nobody knew.",
        "if (a ? b : c) return x?",
        "https://example.org/find?",
        "Is it so? Or is it not?",
        "Who " + "really " * 30 + "pays?",
        "Q. Did he stop them?",
        "Q. Where did you work in July 2024?",
        "Who is their landlord?",
    ],
)
def test_what_only_has_a_question_mark_is_none(line: str) -> None:
    """Half sentences, code, addresses and what is too long for a button."""
    assert list(questions(line)) == []


def test_a_heading_says_what_its_section_is_about() -> None:
    """Its number goes; the words are those of the document."""
    text, headings = headed("4.2 Per diems", "SECTION 3 - Lost luggage", "B. Parking at the site:")
    found = list(clean_headings(document(text, headings)))
    assert found == ["Per diems", "Lost luggage", "Parking at the site"]


@pytest.mark.parametrize(
    "title",
    [
        "Introduction",
        "References",
        "12",
        "Page 7",
        "Annual report 2023 17",
        "x = a_1 + b",
        "open(path)",
        "name · role · phone",
        "getName",
        "Per diems ........ 7",
        "1 2 3 4 5 (6) 7 a",
        "long " * 20,
    ],
)
def test_a_heading_that_says_nothing_out_of_its_page_is_left_out(title: str) -> None:
    """Common ones, page numbers, code, formulas, lines of contents."""
    text, headings = headed(title)
    assert list(clean_headings(document(text, headings))) == []


def test_running_heads_and_empty_sections_are_left_out() -> None:
    """What stands over several sections is of the page, and a bare list has nothing to quote."""
    text, headings = headed("Acme travel policy", "Per diems", "Acme travel policy")
    assert list(clean_headings(document(text, headings))) == ["Per diems"]
    text, headings = headed("Per diems", "Hotels", below="7\n")
    assert list(clean_headings(document(text, headings))) == []


def test_questions_to_a_witness_are_none_to_a_collection() -> None:
    """A list of questions and answers for anybody has no answers in the first person."""
    asked = "Q. Did anybody else see the pipe?\n"
    assert list(starting_points(document(f"{asked}A. I think that Mr. Petrov did.\n"))) == []
    numbered = f" 8   {asked} 9   A.  I do not know.\n"
    assert list(starting_points(document(numbered))) == []
    assert len(list(starting_points(document(f"{asked}A. Yes, as the report says.\n")))) == 1


def test_the_title_again_is_no_starting_point() -> None:
    """Whatever a first page adds to it, in upper case too."""
    text, headings = headed("City of Arl: BYLAWS", "Per diems")
    owner = replace(document(text, headings), title="Bylaws")
    assert list(clean_headings(owner)) == ["Per diems"]


def test_questions_come_before_headings_which_have_their_title() -> None:
    """A question is understood without it."""
    text, headings = headed("Per diems")
    found = starting_points(document(text + "Who pays for a taxi?\n", headings))
    assert [(point.question, bool(point.title)) for point in found] == [
        ("Who pays for a taxi?", False),
        ("Per diems", True),
    ]
