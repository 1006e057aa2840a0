"""A question set is asked, and outcomes say what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.evaluation.asking import ask_all
from qa.evaluation.question_sets import Gold, LabelledQuestion
from qa.records import Span

if TYPE_CHECKING:
    from tests.support.indexes import Library


def test_every_kind_of_question_is_asked(library: Library) -> None:
    """A question from here also without the document that answers it, but not within a scope."""
    index = library.build(a="An apple is red. A bird sings.", b="A cloud is grey.")
    gold = (Gold("a.txt", Span(0, 16)),)
    questions = [
        LabelledQuestion("Is an apple red?", gold, None, None, section=False),
        LabelledQuestion("Is an apple red?", gold, None, "a.txt", section=False),
        LabelledQuestion("Is a bird red?", (), "a.txt", None, section=False),
        LabelledQuestion("Is a stone red?", (), None, None, section=False),
    ]
    steps: list[int] = []
    outcomes = ask_all(index, questions, None, lambda _, done, __: steps.append(done))
    assert [o.kind for o in outcomes] == ["here", "far", "here", "near", "far"]
    assert (outcomes[0].passage_rank, outcomes[0].sentence_rank) == (1, 1)
    assert (outcomes[1].passage_rank, outcomes[1].sentence_rank) == (0, 0)
    assert all(o.exact == o.quotes > 0 for o in outcomes)
    assert steps == [1, 2, 3, 4]
