"""Questions to a text that is handed in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from qa import quote
from qa.errors import DocumentError, QuestionError

if TYPE_CHECKING:
    from pathlib import Path

    from qa.embedders.protocol import Embedder

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
    """To the character, beside emoji and carriage returns."""
    answer = quote(question, TEXT, embedder=real_embedder)
    assert answer.found
    first = answer.quotes[0]
    assert words in first.text
    assert TEXT[first.citation.start : first.citation.end] == first.text
    assert (first.citation.doc_id, answer.index) == ("text", "")


def test_what_the_text_does_not_say_is_not_found(
    real_embedder: Embedder,
) -> None:
    """What came nearest is told."""
    answer = quote("What is the capital of Mongolia?", TEXT, embedder=real_embedder)
    assert not answer.found
    assert answer.nearest


@pytest.mark.parametrize("text", ["", " \n\n\t"])
def test_a_text_without_a_sentence_answers_nothing(text: str, embedder: Any) -> None:
    """A caller that asks many texts need not look first."""
    answer = quote("What is it about?", text, embedder=embedder)
    assert not answer.found
    assert answer.quotes == ()


def test_a_second_question_embeds_nothing_again(embedder: Any) -> None:
    """The last texts stay prepared."""
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


def test_nothing_is_left_on_the_disk(
    embedder: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The folder of a text goes when the text is forgotten."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    for number in range(12):
        quote("Where is the apple?", f"An apple lies here, number {number}.", embedder=embedder)
    assert len(list(tmp_path.iterdir())) <= 9
