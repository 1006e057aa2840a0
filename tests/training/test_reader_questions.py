"""Halves of the documents, and the questions that teachers score."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from training.reader_examples import OWN_WORDS, QuestionSet
from training.reader_fold import half_of
from training.reader_questions import of_half, pooled

if TYPE_CHECKING:
    from training.reader_examples import Example


def test_halves_have_no_document_in_common(asked: list[tuple[Example, ...]]) -> None:
    """All passages of a document are in one half, below whatever headings; each half has some."""
    groups = [
        (replace(asked[0][0], context=f"Mill {number} › {heading}"),)
        for number in range(50)
        for heading in ("Gate", "Port › Office")
    ]
    halves = [{g[0].context.split(" › ")[0] for g in of_half(groups, half)} for half in (0, 1)]
    assert halves[0] & halves[1] == set()
    assert all(halves)
    assert len(of_half(groups, 0)) + len(of_half(groups, 1)) == len(of_half(groups, None)) == 100


def test_a_passage_without_a_title_has_a_half_of_its_own() -> None:
    """Its text decides."""
    assert {half_of("", f"Gate {number} is open.") for number in range(20)} == {0, 1}


def test_a_question_is_scored_with_the_passages_that_rank_high(
    asked: list[tuple[Example, ...]],
) -> None:
    """Near misses of a question are scored together; a set has no more questions than it may."""
    (right, wrong), (near,) = asked
    passages = [("", f"Port {number}") for number in range(9)]
    unanswerable = [near, wrong, replace(near, text="Gate.")]
    one = QuestionSet(OWN_WORDS, passages, [right], unanswerable, [[4, 2, 7, 1, 3, 5, 6]])
    first, *others = pooled({"own_words_law": one})
    assert [e.text for e in first[1:]] == [f"Port {n}" for n in (4, 2, 7, 1, 3, 5)]
    assert not any(example.answers for example in first[1:])
    assert [len(group) for group in others] == [2, 1]
    assert all(len({example.question for example in group}) == 1 for group in others)
    many = replace(one, examples=[right] * 3000, hard=[[1, 2, 3]] * 3000, unanswerable=[])
    assert [len(group) for group in pooled({"fairytaleqa": many})] == [4] * 2500
    assert pooled({"removed_positive": many}) == []
