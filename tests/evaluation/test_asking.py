"""A question set is asked, and outcomes say what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.evaluation.asking import ask_all
from qa.evaluation.overlap import Overlap
from qa.evaluation.question_sets import Gold, LabelledQuestion
from qa.progress import silent
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
    assert [o.origin for o in outcomes] == ["here", "far", "here", "near", "far"]
    assert (outcomes[0].passage_rank, outcomes[0].sentence_rank) == (1, 1)
    assert (outcomes[1].passage_rank, outcomes[1].sentence_rank) == (0, 0)
    assert all(o.exact == o.quotes > 0 for o in outcomes)
    assert steps == [1, 2, 3, 4]


def test_what_is_quoted_is_compared_with_the_gold(library: Library) -> None:
    """Only where the documents answer; what the set says of a question is passed on."""
    index = library.build(a="An apple is red. A bird sings.", b="A cloud is grey.")
    gold = (Gold("a.txt", Span(0, 16)),)
    questions = [
        LabelledQuestion("Is an apple red?", gold, "a.txt", None, section=False, kind="yesno"),
        LabelledQuestion(
            "Is a bird red?", (), "a.txt", None, section=False, unanswerable="plausible"
        ),
        LabelledQuestion("Is an apple red?", gold, None, "a.txt", section=True),
    ]
    here, far, near, section = ask_all(index, questions, None, silent)
    assert here.first_right is True
    assert (here.overlap == Overlap()) is (here.label == "not_found") is (not here.found)
    assert (far.first_right, far.overlap, far.kind) == (False, None, "yesno")
    assert (near.first_right, near.overlap, near.unanswerable) == (False, None, "plausible")
    assert (section.first_right, section.overlap) == (None, None)


def test_documents_without_a_sentence_are_asked_too(library: Library) -> None:
    """Where headings are all there is, nothing is quoted, and the score is 0."""
    library.write(a="An apple is red.")
    (library.corpus / "b.md").write_text("# Cloud\n")
    index = library.build_as_it_is().index
    question = LabelledQuestion(
        "Is an apple red?", (Gold("a.txt", Span(0, 16)),), None, None, section=False
    )
    _, far = ask_all(index, [question], None, silent)
    assert (far.first_right, far.quotes, far.score) == (False, 0, 0)
