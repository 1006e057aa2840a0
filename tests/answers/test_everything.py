"""Everything that answers: in every document, each in its own words, counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa.answers.everything import find_all
from qa.answers.reader import load_reader
from qa.errors import QuestionError
from qa.indexing.build import build_with_report
from qa.pipeline import ask_all
from qa.rendering.all_answers import document_text, summary_text

if TYPE_CHECKING:
    from qa.embedders.protocol import Embedder
    from qa.index.search import Index
    from qa.records import AllAnswers, DocumentAnswers

QUESTION = "Which offices allow dogs?"
ALLOW = {
    "aldford.txt": "Dogs are welcome in the Aldford office.",
    "ilminster.txt": "The Ilminster office permits dogs on the ground floor.",
    "penrith.txt": "There is room for dogs in the Penrith office, and nobody minds them.",
    "tenby.txt": "Puppies and grown dogs alike may enter the Tenby office.",
}
OTHERS = {
    "brimley.txt": "Lockers are on the first floor. The lift is inspected once a year.",
    "corsham.txt": "Parking is free for bicycles. The windows face the river.",
    "dunmore.txt": "Coffee is free, tea is not. Fire drills take place in spring and autumn.",
    "elsted.txt": "The archive is in the basement. The roof was repaired in 2021.",
    "fenwick.txt": "The printers are serviced every quarter. The heating is off in May.",
    "garston.txt": "A gardener cares for the plants. Letters are collected at four.",
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory, real_embedder: Embedder) -> Index:
    """Ten short documents, of which four answer."""
    folder = tmp_path_factory.mktemp("offices")
    (folder / "docs").mkdir()
    for name, text in (ALLOW | OTHERS).items():
        words = f"Visitors sign in at the front desk.\n\n{text}\n\nLunch is at noon.\n"
        (folder / "docs" / name).write_text(words, encoding="utf-8")
    return build_with_report([folder / "docs"], into=folder / "index", embedder=real_embedder).index


@pytest.fixture(scope="module")
def found(index: Index) -> AllAnswers:
    return find_all(index, QUESTION, reader=load_reader("default"))


def test_each_document_that_answers_is_there(found: AllAnswers) -> None:
    """With its own words, cut from its text, however they are put."""
    assert {one.doc_id: [quote.text for quote in one.quotes] for one in found.documents} == {
        doc_id: [words] for doc_id, words in ALLOW.items()
    }
    assert len(found) == len(list(found)) == 4


def test_what_is_missed_is_estimated_from_what_was_not_quoted(
    index: Index, found: AllAnswers
) -> None:
    """A higher threshold leaves more out, and the estimate grows by what it leaves out."""
    strict = find_all(index, QUESTION, reader=load_reader("default"), min_score=1.0)
    assert len(strict) == 0
    assert 0 < found.missed < 1
    left_out = sum(quote.score for quote in found)
    assert strict.missed == pytest.approx(found.missed + left_out, abs=0.5)


def test_documents_come_one_by_one(index: Index) -> None:
    """As soon as each is found, in the order of the result."""
    came: list[DocumentAnswers] = []
    answers = ask_all(QUESTION, index, on_found=came.append)
    assert tuple(came) == answers.documents


def test_no_more_is_read_than_allowed(index: Index) -> None:
    """What may answer and was not read is counted, and still expected to answer."""
    answers = ask_all(QUESTION, index, most_read=2)
    assert answers.read == 2
    assert answers.unread > 0
    assert len(answers.documents) <= 2
    assert "not read." in summary_text(answers)


def test_the_words_that_ask_for_a_list_are_not_searched_for(index: Index) -> None:
    """No sentence lists anything."""
    for question in ("List all offices that allow dogs", "please name the offices that allow dogs"):
        assert ask_all(question, index, most_read=1).searched == "offices that allow dogs"
    assert ask_all("Who all brings dogs?", index, most_read=1).searched == "Who brings dogs?"


def test_some_documents_only(index: Index) -> None:
    """By name or pattern, as in other questions."""
    answers = ask_all(QUESTION, index, documents=["aldford.txt", "b*"])
    assert [one.doc_id for one in answers.documents] == ["aldford.txt"]
    with pytest.raises(QuestionError, match="nowhere"):
        ask_all(QUESTION, index, documents="nowhere.txt")


def test_without_a_reader_it_goes_by_words_and_meaning(index: Index) -> None:
    """It finds less, and says what it expects to have missed."""
    answers = ask_all(QUESTION, index, evidence_model="none")
    assert {one.doc_id for one in answers.documents} <= ALLOW.keys()
    assert len(answers) + answers.missed > 0


def test_wrong_bounds_are_refused(index: Index) -> None:
    """With the value."""
    with pytest.raises(ValueError, match="at least 1, not 0"):
        ask_all(QUESTION, index, most_read=0)
    with pytest.raises(ValueError, match="0 to 1, not 2"):
        ask_all(QUESTION, index, min_score=2)
    with pytest.raises(QuestionError):
        ask_all("  ", index)


def test_nothing_to_search_for_finds_nothing(index: Index) -> None:
    """A question without a word that anything could answer."""
    answers = ask_all("What is it?", index)
    assert len(answers) == 0
    assert summary_text(answers).startswith("Nothing was found that answers.")


def test_the_text_counts_and_numbers(found: AllAnswers) -> None:
    """Document by document, the quotes numbered through, then the summary."""
    first = found.documents[0]
    lines = document_text(first, 7).split("\n")
    assert lines[0] == f"{first.doc_id} (1)"
    assert lines[1] == f"7. “{ALLOW[first.doc_id]}”"
    assert "probability " in lines[2]
    assert summary_text(found).startswith(
        "4 answers in 4 documents. Probably few or none were missed. Read "
    )


def test_it_becomes_an_answer_for_export(found: AllAnswers) -> None:
    """With all quotes, and verifiable by its receipt."""
    answer = found.to_answer()
    assert answer.found
    assert answer.quotes == tuple(found)
    assert len(answer.receipt().quotes) == 4
