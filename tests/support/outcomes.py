"""Outcomes of questions, for figures that can be computed by hand."""

from __future__ import annotations

from dataclasses import replace

from qa.evaluation.asking import Outcome


def outcome(kind: str, confidence: float, **changes: object) -> Outcome:
    """Return an outcome: its answer ranks first, and is quoted once and exactly."""
    found = confidence >= 0.5
    made = Outcome(kind, f"{kind} {confidence}", 1, 1, confidence, found, confidence, 1, 1)
    return replace(made, **changes)  # type: ignore[arg-type]
