"""A transcript answers below a question that names by pronouns what was said before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa import ask
from qa.answers.ranking import collect_candidates
from qa.answers.transcript import answers_by_pronouns, has_pronoun
from qa.indexing.in_memory import index_text

if TYPE_CHECKING:
    from qa.embedders.protocol import Embedder
    from tests.support.indexes import Library

HEARING = (
    "# Hearing of Olga Brandner\n\nQ. What did you tell Mr. Hecht?\n"
    "A. I told Hecht in May to close the Orrin mill and to repair its wheel.\n\n"
    "Q. Did he close it?\nA. No. He went on until the wheel broke.\n\n"
    "Q. Did you meet Mr. Zander?\nA. Yes, once.\n"
)


@pytest.mark.parametrize(
    "question", ["Did Hecht close the mill?", "Did Hecht close the Orrin mill?"]
)
def test_the_reply_comes_before_the_request(real_embedder: Embedder, question: str) -> None:
    """It has no word of the question."""
    index = index_text(HEARING, "Hearing", real_embedder)  # type: ignore[arg-type]
    assert index is not None
    answer = ask(question, index)
    assert answer.found
    assert "No." in answer.quotes[0].text


@pytest.mark.parametrize(
    "question", ["Did Zander close the Orrin mill?", "Did Hecht not close the mill?", "Did he go?"]
)
def test_another_person_or_act_is_another_question(library: Library, question: str) -> None:
    """The pronoun stands for what was said before."""
    index = library.build(hearing=HEARING)
    candidates = collect_candidates(index, index.query(question))
    assert not answers_by_pronouns(index, question, candidates).any()


def test_what_leans_on_words_before_has_a_pronoun() -> None:
    """A whole question has none."""
    assert has_pronoun("Did she sell it?")
    assert not has_pronoun("Did Brill sell the mill?")
