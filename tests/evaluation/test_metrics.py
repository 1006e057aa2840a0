"""Measures, each against one computed by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from qa.errors import QAError
from qa.evaluation.metrics import (
    Outcome,
    ask_all,
    calibrate,
    calibration_error,
    calibration_error_balanced,
    evaluate,
)
from qa.evaluation.question_sets import Gold, LabelledQuestion
from qa.records import Span

if TYPE_CHECKING:
    from tests.support.library import Library


def outcome(kind: str, confidence: float, **changes: object) -> Outcome:
    """Return what came of a question: found first, quoted once and exactly."""
    found = confidence >= 0.5
    made = Outcome(kind, f"{kind} {confidence}", 1, 1, confidence, found, confidence, 1, 1)
    return replace(made, **changes)  # type: ignore[arg-type]


def test_ranks_become_recall_and_reciprocal_ranks() -> None:
    """Ranks 1, 2, 6, 11 and not found."""
    here = [
        outcome("here", 0.9, passage_rank=rank, sentence_rank=rank) for rank in (1, 2, 6, 11, 0)
    ]
    measures = evaluate("five", here, 0.5).measures
    assert measures["recall_at_1"].value == 0.2
    assert measures["recall_at_5"].value == 0.4
    assert measures["mrr_at_10"].value == pytest.approx((1 + 1 / 2 + 1 / 6) / 5, abs=1e-4)
    assert measures["sentence_at_1"].value == 0.2
    assert measures["sentence_at_3"].value == 0.4
    assert "auroc_far" not in measures


def test_sections_count_for_passages_only() -> None:
    """A sentence of a section need not answer."""
    here = [outcome("here", 0.9), outcome("here", 0.8, sentence_rank=None, passage_rank=0)]
    measures = evaluate("two", here, 0.5).measures
    assert measures["sentence_at_1"].value == 1
    assert measures["recall_at_1"].value == 0.5


def test_auroc_is_the_share_of_pairs_in_order() -> None:
    """Of (.9, .4) against (.6, .1) three of four pairs are in order."""
    asked = [outcome("here", c) for c in (0.9, 0.4)] + [outcome("far", c) for c in (0.6, 0.1)]
    evaluated = evaluate("four", asked, 0.5)
    assert evaluated.measures["auroc_far"].value == 0.75
    assert evaluated.measures["answered_here"].value == 0.5
    assert evaluated.measures["answered_far"].value == 0.5
    assert evaluated.questions == {"here": 2, "near": 0, "far": 2}
    assert "auroc_near" not in evaluated.measures


def test_calibration_error_by_hand() -> None:
    """Bin .9 says .9 and is 1, bin .2 says .2 and is .5: (.1 + 2 × .3) / 3."""
    error = calibration_error(
        np.array([0.9, 0.2, 0.2]), np.array([1.0, 0.0, 1.0]), np.array([1.0, 1.0, 1.0])
    )
    assert error == pytest.approx((0.1 + 0.6) / 3)
    asked = [outcome("here", 1.0), outcome("far", 0.0), outcome("far", 0.0), outcome("near", 0.4)]
    error = calibration_error_balanced(asked, [o.confidence for o in asked])
    assert error == pytest.approx(0.4 / 6)


def test_risk_and_coverage_by_hand() -> None:
    """Wrong is the second of five by score; at 80 % coverage three of four are right."""
    here = [
        outcome("here", score, sentence_rank=rank, score=score)
        for score, rank in ((0.5, 1), (0.9, 1), (0.8, 2), (0.7, 1), (0.6, 1))
    ]
    evaluated = evaluate("five", here, 0.5)
    assert [risk for _, risk in evaluated.risk_coverage] == pytest.approx(
        [0, 1 / 2, 1 / 3, 1 / 4, 1 / 5], abs=1e-4
    )
    assert evaluated.risk_coverage[-1][0] == 1
    assert evaluated.measures["accuracy_at_80_coverage"].value == 0.75


def test_exactness_counts_quotes() -> None:
    """One of four that were shown is not what stands there."""
    asked = [outcome("here", 0.9, quotes=3, exact=2), outcome("far", 0.1)]
    assert evaluate("two", asked, 0.5).measures["quote_exactness"].value == 0.75


def test_intervals_are_drawn_by_document() -> None:
    """A hundred questions to six documents are six, not a hundred; to two they are a hundred."""

    def width(documents: int) -> float:
        here = [
            outcome("here", 0.9, sentence_rank=i % 2, cluster=str(i % documents))
            for i in range(100)
        ]
        measure = evaluate("x", here, 0.5).measures["sentence_at_1"]
        assert measure.low <= measure.value == 0.5 <= measure.high
        return measure.high - measure.low

    assert width(6) > 0.6
    assert width(100) < 0.25
    assert width(2) < 0.25


def test_every_kind_of_question_is_asked(library: Library) -> None:
    """A question from here is asked again without what answers it; within a scope it is not."""
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


def test_calibration_learns_what_a_confidence_means() -> None:
    """Confidences that are all too low by two in log odds are set right."""
    random = np.random.default_rng(1)
    asked = []
    for i in range(600):
        odds = random.normal(0, 2)
        here = random.random() < 1 / (1 + np.exp(-odds))
        said = 1 / (1 + np.exp(-odds + 2))
        asked.append(outcome("here" if here else "far", said, cluster=str(i % 30)))
    fitted, crossed = calibrate(asked, "default")
    assert fitted.evidence_model == "default"
    assert fitted.slope == pytest.approx(1, abs=0.2)
    assert fitted.bias == pytest.approx(2, abs=0.4)
    before = calibration_error_balanced(asked, [o.confidence for o in asked])
    assert calibration_error_balanced(asked, crossed.tolist()) < before / 2
    answered = np.mean([c >= fitted.found_from for c, o in zip(crossed, asked, strict=True)
                        if o.kind == "far"])  # fmt: skip
    assert answered <= 0.06


def test_too_few_questions_are_refused() -> None:
    """A line through three points says nothing."""
    with pytest.raises(QAError, match="at least 20 questions to the documents that they do not"):
        calibrate([outcome("here", 0.9)] * 30 + [outcome("far", 0.1)] * 3, "default")
