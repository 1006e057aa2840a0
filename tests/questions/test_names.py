"""Documents are found by the names that people use for them."""

from __future__ import annotations

import pytest

from qa.questions import names
from qa.questions.names import DocumentNames, Named

NAMES = DocumentNames(
    [
        ("Varga2018.pdf", "Moss on north walls"),
        ("papers/lindén_2020.pdf", "Moss on south walls"),
        ("staff.md", "The people of the house"),
        ("opening-hours.md", "Opening hours"),
        ("2024.csv", "2024"),
        ("may-2024.txt", "Spring"),
        ("german-2020.txt", "Courses"),
        ("oslo_bridges_2021.pdf", "Bridges"),
        ("x/notes.md", "Notes"),
        ("y/notes.md", "Notes"),
    ]
)


@pytest.mark.parametrize(
    ("question", "doc_id", "left"),
    [
        ("What are the results reported in Varga2018?", "Varga2018.pdf",
         "What are the results reported?"),
        ("what did varga 2018 measure?", "Varga2018.pdf", "what did this measure?"),
        ("What does Varga et al. (2018) say?", "Varga2018.pdf", "What does this say?"),
        ("How many walls did Varga et al. see?", "Varga2018.pdf", "How many walls did they see?"),
        ("What does Varga’s paper leave out?", "Varga2018.pdf", "What does the paper leave out?"),
        ("What does the Varga report say?", "Varga2018.pdf", "What does this say?"),
        ("Which walls are in the study by Varga?", "Varga2018.pdf",
         "Which walls are in the study?"),
        ("How tall is the arch in Oslo (2021)?", "oslo_bridges_2021.pdf", "How tall is the arch?"),
        ("Linden (2020): how many walls?", "papers/lindén_2020.pdf", "how many walls?"),
        ("how many walls are in papers/lindén_2020.pdf?", "papers/lindén_2020.pdf",
         "how many walls are?"),
        ("According to staff.md, who cooks?", "staff.md", "who cooks?"),
        ("Who cooks according to the staff document?", "staff.md", "Who cooks?"),
        ("What does the file “staff” say?", "staff.md", "What does this say?"),
        ("Who cooks, according to the staff?", "staff.md", "Who cooks?"),
        ("What is in the “staff” file?", "staff.md", "What is?"),
        ("What is in the file named staff?", "staff.md", "What is?"),
        ("When are the opening hours on Friday?", "opening-hours.md",
         "When are the opening hours on Friday?"),
        ("who are the people of the house", "staff.md", "who are the people of the house"),
        ("What is in 2024.csv?", "2024.csv", "What is?"),
    ],
)  # fmt: skip
def test_a_document_is_found_by_its_name(question: str, doc_id: str, left: str) -> None:
    """By file, author or title; a name of its own is not searched for in it."""
    assert NAMES.named(question) == Named(doc_id, left)


@pytest.mark.parametrize(
    "question",
    [
        "How many staff are there?",
        "Which staff file taxes?",
        "What staff report hearing noise?",
        "How do the staff study for the exam?",
        "How should the staff report noise?",
        "Who can file staff complaints?",
        "Which is the book staff like?",
        "What do they mean by “staff”?",
        "According to staff, who cooks?",
        "Is a cook called staff?",
        "How many walls did Varga see?",
        "What are Varga’s limits?",
        "What did the Varga (2019) report say?",
        "What did Anna see in Oslo?",
        "What happened on May 5?",
        "What does the May report say?",
        "Which German words are there?",
        "What happened in 2024?",
        "What did Varga 2016 measure?",
        "Compare Varga2018 and lindén_2020",
        "What do the notes.md say?",
        "Moss on walls",
        "varga",
        "",
        "谁?",
        "🎧 \ud83d",
    ],
)
def test_other_words_name_no_document(question: str) -> None:
    """An ordinary word, another year, several documents, a name that two share."""
    assert NAMES.named(question) is None


def test_a_long_question_is_searched_for_names_too() -> None:
    """Whatever it is made of."""
    for question in ("in " * 3_333, "aB" * 5_000, "(" * 10_000, "Varga 2018 " * 900, "a/" * 5_000):
        NAMES.named(question)


def test_a_name_said_over_and_over_is_taken_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """To take out each would take the square of the length."""
    taken: list[str] = []
    without = names._without

    def noted(text: str, start: int, end: int, kind: str) -> str:
        taken.append(text)
        return without(text, start, end, kind)

    monkeypatch.setattr(names, "_without", noted)
    assert NAMES.named("staff.md " * 1_000) is not None
    assert len(taken) == 1


@pytest.mark.parametrize(
    ("question", "doc_id"),
    [
        ("Summarise the tide email", "post/tide.eml"),
        ("What does the presentation say about nets?", "nets.pptx"),
        ("According to the spreadsheet, who pays?", "catch.xlsx"),
    ],
)
def test_a_document_may_be_called_by_its_format(question: str, doc_id: str) -> None:
    """Alone, or with a word of its name."""
    documents = [("post/tide.eml", "Tide"), ("nets.pptx", "Nets"), ("catch.xlsx", "Catch")]
    named = DocumentNames(documents).named(question)
    assert named is not None
    assert named.doc_id == doc_id
