"""In a terminal, each question has its most certain quotes below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.grids.asking import grid
from qa.grids.outputs.entries import no_link
from qa.grids.outputs.lines import to_csv
from qa.grids.outputs.summary import counts_line, to_summary
from qa.indexing.build import build_with_report

if TYPE_CHECKING:
    from pathlib import Path

    from qa.embedders.protocol import Embedder
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


def test_sources_that_disagree_are_named(tmp_path: Path, real_embedder: Embedder) -> None:
    """In a grid of one column for all documents, which has one quote; so in CSV, as sentences."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for name, days in (("old", 30), ("new", 90)):
        (corpus / f"{name}.txt").write_text(f"All logs are kept for {days} days.", encoding="utf-8")
    index = build_with_report([corpus], into=tmp_path / "index", embedder=real_embedder).index
    asked = grid(["How long are logs kept?"], index)
    assert "Sources disagree on a number: “" in to_summary(asked)
    written = to_csv(asked, no_link).decode()
    assert "new.txt: “All logs are kept for 90 days.”" in written
    assert "old.txt: “All logs are kept for 30 days.”" in written
    assert "days.” ›" not in written
