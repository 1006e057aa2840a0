"""In a terminal, each question has its most certain quotes below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.grids.outputs.summary import counts_line, to_summary

if TYPE_CHECKING:
    from qa.grids.records import Grid


def test_a_summary_names_what_was_found_and_where(filled: Grid) -> None:
    """And in how many documents nothing was."""
    first, *_, last, counts = to_summary(filled).split("\n\n")
    assert first.startswith("1. How much is the rent?\n   ")
    assert "900 euros" in first
    assert last == "4. Who won the world cup in 1998?\n   not found in 3 documents"
    assert counts == counts_line(filled)
    assert counts.startswith("4 questions × 3 documents: ")


def test_a_summary_may_be_cut(filled: Grid) -> None:
    """It says how much is left out."""
    assert "… and 3 more questions" in to_summary(filled, most=1)
