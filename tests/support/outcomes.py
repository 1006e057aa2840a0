"""Outcomes of questions, for figures that can be computed by hand."""

from __future__ import annotations

from dataclasses import replace

from qa.evaluation.asking import Outcome
from qa.evaluation.overlap import Overlap


def outcome(origin: str, confidence: float, **changes: object) -> Outcome:
    """Return an outcome: from here, its answer ranks first, and is quoted once and exactly."""
    found = confidence >= 0.5
    here = origin == "here"
    made = Outcome(
        origin=origin,
        cluster=f"{origin} {confidence}",
        passage_rank=1,
        sentence_rank=1,
        confidence=confidence,
        found=found,
        score=confidence,
        quotes=1,
        exact=1,
        label="likely" if confidence >= 0.75 else "uncertain" if found else "not_found",
        first_right=here,
        overlap=Overlap(1, 1, 1, 1) if here and found else Overlap() if here else None,
    )
    return replace(made, **changes)  # type: ignore[arg-type]
