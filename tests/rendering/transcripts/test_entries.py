"""What a transcript says of each question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.records import NOT_FOUND
from qa.rendering.text import LIKELY, UNCERTAIN
from qa.rendering.transcripts.entries import TITLE, entries, heading
from tests.rendering.transcripts.conftest import WORDS

if TYPE_CHECKING:
    from qa.records import Answer


def test_each_question_has_an_entry_with_its_verdict(conversation: list[Answer]) -> None:
    """Several questions asked in one have one each; what Quoth itself says is the verdict."""
    assert [(entry.question, entry.verdict) for entry in entries(conversation)] == [
        ("What do birds do?", f"{LIKELY}."),
        ("Do they swim?", f"{UNCERTAIN}."),
        ("Who?", NOT_FOUND),
        ("And <i>bats</i>?", f"{LIKELY}."),
        ("Eels?", NOT_FOUND),
        ("hello", "Hello. Ask a question."),
    ]


def test_quotes_are_the_documents_words_with_file_page_offsets_and_probability(
    conversation: list[Answer],
) -> None:
    """The closest passages are apart from what answers."""
    first, _, not_found, *_ = entries(conversation)
    assert [quoted.text for quoted in first.quotes] == [WORDS]
    assert first.quotes[0].citation == (
        f"Birds › Air, page 3 (a/birds.txt, characters 5–{5 + len(WORDS)}; "
        "probability that this quote answers: 80%)"
    )
    assert "probability" not in not_found.nearest[0].citation
    assert (not_found.quotes, [quoted.text for quoted in not_found.nearest]) == ((), [WORDS])


def test_what_speaks_against_a_quote_is_a_remark(conversation: list[Answer]) -> None:
    """Unknown names, doubts, and other words that were searched for."""
    plain, doubted, _, follow_up, *_ = entries(conversation)
    assert plain.remarks == ()
    assert doubted.remarks[0] == "Not in the quoted document: swim"
    assert "not" in doubted.remarks[1]
    assert follow_up.remarks == ("Searched for: bats fly",)


def test_one_answer_without_a_name_is_no_conversation(conversation: list[Answer]) -> None:
    """Its heading is that of an answer, from Python as from the page; a name of its own stays."""
    assert heading(TITLE, conversation[:1]) == "Answer"
    assert heading(TITLE, conversation) == "Conversation"
    assert heading("Birds of the fen", conversation[:1]) == "Birds of the fen"
