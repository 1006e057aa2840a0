"""Questions about the collection are answered with facts and the openings of documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa import ask
from qa.rendering.citation_formats import to_html
from qa.rendering.text import to_markdown, to_text
from qa.verification.contradictions import contradictions
from qa.verification.replaying import replay
from qa.web.page.conversation.answers import answer_html

if TYPE_CHECKING:
    from qa.index.search import Index
    from tests.support.indexes import Library

BOATS = "The boats\n\nThe club has nine boats. Two leak. All are blue. None is fast.\n"
OARS = "OARS AND MORE\n\n3 May\n\nEvery boat has four oars. They are kept dry.\n"


@pytest.fixture
def club(library: Library) -> Index:
    """Two documents."""
    return library.build(boats=BOATS, oars=OARS)


@pytest.mark.parametrize("question", ["Hi", "What can you do?", "Which documents are there?"])
def test_what_quoth_says_is_a_note(club: Index, question: str) -> None:
    """It is no quote, nothing is nearest, and everywhere it stands alone."""
    answer = ask(question, club)
    assert "2 documents" in answer.note
    assert (answer.found, answer.quotes, answer.nearest, answer.question) == (
        False, (), (), question,
    )  # fmt: skip
    assert to_text(answer) == answer.note
    for shown in (to_markdown(answer), to_html(answer), answer._repr_html_()):
        assert "2 documents" in shown
        assert "Not found" not in shown
    page = answer_html(answer, club.document)
    assert answer.note.split("\n")[0] in page
    assert "not-found" not in page


def test_the_documents_are_listed(club: Index) -> None:
    """With title and file; only those that the question is narrowed to."""
    note = ask("Which documents do you have?", club).note
    assert note == "There are 2 documents:\n- Boats (boats.txt)\n- Oars (oars.txt)"
    narrowed = ask("Which documents do you have?", club, documents=["o*"]).note
    assert narrowed == "There is 1 document:\n- Oars (oars.txt)"


def test_only_some_of_many_documents_are_listed(library: Library) -> None:
    """The others are counted."""
    index = library.build(**{f"{n:02}": f"Text {n}." for n in range(23)})
    note = ask("Which documents do you have?", index).note
    assert note.count("\n- ") == 20
    assert note.endswith("and 3 more.")


def test_what_it_is_about_is_quoted_from_the_openings(club: Index) -> None:
    """The first whole sentences of each document, at most three, cited and unrated."""
    answer = ask("What is this about?", club)
    assert answer.found
    assert [quote.text for quote in answer.quotes] == [
        "The club has nine boats. Two leak. All are blue.",
        "Every boat has four oars. They are kept dry.",
    ]
    for quote in answer.quotes:
        citation = quote.citation
        assert club.document(citation.doc_id).text[citation.start : citation.end] == quote.text
    assert "probability" not in to_text(answer)
    page = answer_html(answer, club.document)
    assert page.count("<blockquote") == 2
    assert 'class="why"' not in page
    assert len(ask("What is this about?", club, k=1).quotes) == 1


@pytest.mark.parametrize(
    "question", ["What are the main points of oars.txt?", "What is oars.txt about?"]
)
def test_a_document_that_is_named_is_summed_up_by_its_opening(club: Index, question: str) -> None:
    """Its own alone."""
    answer = ask(question, club)
    assert [quote.citation.doc_id for quote in answer.quotes] == ["oars.txt"]
    assert "“Oars” (oars.txt)" in answer.note


@pytest.mark.parametrize("question", ["Hi", "Summarise this", "What is oars.txt about?"])
def test_an_answer_about_the_collection_can_be_replayed(club: Index, question: str) -> None:
    """Its receipt is like any other."""
    receipt = ask(question, club, min_confidence=0.0).receipt()
    assert list(contradictions(receipt)) == []
    assert replay(receipt, club).holds


def test_nothing_leans_on_a_greeting(club: Index) -> None:
    """What comes after it stands alone."""
    answer = ask("and how many boats leak?", club, after=ask("Hello", club))
    assert answer.carried == ()
    assert answer.asked.after is None


def test_a_greeting_may_be_part_of_a_message(club: Index) -> None:
    """Each part has its own answer."""
    answer = ask("What can you do? How many oars has a boat?", club)
    assert [bool(part.note) for part in answer.parts] == [True, False]
    assert answer.note == answer.parts[0].note
