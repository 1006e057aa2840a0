"""An index in memory answers as one on disk does, and leaves nothing behind."""

from __future__ import annotations

import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings

from qa import quote
from qa.answers.asker import new_asker
from qa.errors import DocumentError, ModelError, QuestionError
from qa.indexing.build import index_documents
from qa.indexing.in_memory import index_in_memory, index_text, text_document
from qa.progress import silent
from qa.stores.folder import building
from tests.support.indexes import AxisEmbedder
from tests.support.nasty import nasty_texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qa.embedders.protocol import Embedder, Vectors
    from qa.index.search import Index
    from qa.records import Document

AXES = AxisEmbedder()

_opened: list[list[str]] = []


def _note(event: str, arguments: tuple[object, ...]) -> None:
    if event in {"open", "os.mkdir", "sqlite3.connect"}:
        for opened in _opened:
            opened.append(str(arguments[0]))


sys.addaudithook(_note)


@contextmanager
def opened_files() -> Iterator[list[str]]:
    """Yield a list of what Python opens or makes until the block ends."""
    opened: list[str] = []
    _opened.append(opened)
    try:
        yield opened
    finally:
        _opened.remove(opened)


TEXT = (
    "Minutes of the board\n\nThe meeting began at nine. Ms Alvarez chaired it.\r\n"
    "The board approved the budget of 4.2 million euros 🎉 by five votes to two. "
    "Mr Okafor asked for a second reading.\n\nThe next meeting is on 3 March in Lisbon.\n"
)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("How large is the budget?", "4.2 million euros"),
        ("Where is the next meeting?", "Lisbon"),
        ("Who chaired the meeting?", "Ms Alvarez"),
    ],
)
def test_quotes_carry_offsets_into_the_text(
    real_embedder: Embedder, question: str, words: str
) -> None:
    """To the character, also next to emoji and carriage returns."""
    answer = quote(question, TEXT, embedder=real_embedder)
    assert answer.found
    first = answer.quotes[0]
    assert words in first.text
    assert TEXT[first.citation.start : first.citation.end] == first.text
    assert (first.citation.doc_id, answer.index) == ("text", "")


def test_what_the_text_does_not_say_is_not_found(
    real_embedder: Embedder,
) -> None:
    """The answer has the nearest passages."""
    answer = quote("What is the capital of Mongolia?", TEXT, embedder=real_embedder)
    assert not answer.found
    assert answer.nearest


@pytest.mark.parametrize("text", ["", " \n\n\t"])
def test_a_text_without_a_sentence_answers_nothing(text: str, embedder: Any) -> None:
    """A caller that asks many texts need not check them first."""
    answer = quote("What is it about?", text, embedder=embedder)
    assert not answer.found
    assert answer.quotes == ()


def test_a_second_question_embeds_nothing_again(embedder: Any) -> None:
    """The last texts stay indexed."""
    quote("Where is the apple?", TEXT, embedder=embedder)
    embedded = len(embedder.embedded)
    quote("Where is the bird?", TEXT, embedder=embedder)
    assert len(embedder.embedded) == embedded > 0


def test_bad_input_is_named(embedder: Any) -> None:
    """No text, half a character, no question."""
    with pytest.raises(TypeError, match="not bytes"):
        quote("Who?", b"x", embedder=embedder)  # type: ignore[arg-type]
    with pytest.raises(DocumentError, match="character 2 is half of a surrogate"):
        quote("Who?", "ab\ud800", embedder=embedder)
    with pytest.raises(QuestionError, match="empty"):
        quote(" ", "", embedder=embedder)
    with pytest.raises(ValueError, match="at least 1"):
        quote("Who?", TEXT, 0, embedder=embedder)


def test_a_question_to_a_text_opens_no_file(embedder: AxisEmbedder, tmp_path: Path) -> None:
    """Neither a temporary one nor a lock."""
    quote("Where is the apple?", "An apple is here.", embedder=embedder)  # imports what it needs
    with opened_files() as opened:
        for number in range(12):
            quote("Where is it?", f"An apple is here, number {number}.", embedder=embedder)
    assert opened == []


def on_disk(document: Document, root: Path, embedder: Embedder) -> Index:
    """Return the index over a document that a build writes."""
    with building(root):
        return index_documents([document], root, embedder, silent)[0]


QUESTIONS = (
    "How large is the budget?",
    "Where is the next meeting, and who chaired it?",
    "Who chared the meting?",
    "What is the capital of Mongolia?",
    "Mr Okafor",
)


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("evidence_model", ["none", "default"])
def test_answers_are_those_of_an_index_on_disk(
    real_embedder: Embedder, article: Path, tmp_path: Path, question: str, evidence_model: str
) -> None:
    """Quotes, scores, confidence and all, to the last digit, whatever the text."""
    for number, text in enumerate((TEXT, article.read_text(encoding="utf-8"), TEXT * 40)):
        document = text_document(text, "Minutes")
        disk = on_disk(document, tmp_path / str(number), real_embedder)
        memory = index_in_memory([document], real_embedder)
        assert memory is not None
        assert memory.fingerprint == disk.fingerprint
        askers = (new_asker(index, evidence_model=evidence_model) for index in (disk, memory))
        first, second = (asker.ask(question) for asker in askers)
        assert first == second
        disk.generation.close()


@given(nasty_texts, nasty_texts)
@settings(max_examples=25)
def test_any_text_is_answered_as_from_an_index_on_disk(text: str, more: str) -> None:
    """Also one of odd characters, of headings only, or of no words."""
    document = text_document(f"{text}\n\nAn apple. {more} A bird.", "Odd")
    memory = index_in_memory([document], AXES)
    assert memory is not None
    with tempfile.TemporaryDirectory() as folder:
        disk = on_disk(document, Path(folder), AXES)
        for question in ("Which apple is a bird?", "apple", "One sentence of Dr. Smith?", "中文"):
            first, second = (
                new_asker(index, evidence_model="none").ask(question) for index in (disk, memory)
            )
            assert first == second
        disk.generation.close()


def test_what_makes_the_embedder_fail_is_reported(embedder: AxisEmbedder) -> None:
    """As for a file of a build."""

    def fail(_: object) -> Vectors:
        raise ValueError

    embedder.embed_passages = fail  # type: ignore[method-assign, assignment]
    with pytest.raises(ModelError, match="axes"):
        index_in_memory([text_document("An apple.", "")], embedder)


def test_one_text_has_no_name_that_a_question_can_call_it_by() -> None:
    """The ``doc_id`` of every text is the same, and "according to the text" is no name."""
    alone = index_text("An apple.", "Apples of the north", AXES)
    among = index_in_memory([text_document("An apple.", "")], AXES)
    assert alone is not None
    assert among is not None
    question = "According to the text, what is an apple?"
    assert alone.names.named(question) is None
    assert alone.names.named("Who wrote Apples of the north?") is None
    assert among.names.named(question) is not None
