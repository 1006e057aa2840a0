"""A reader gives up a document in which nothing answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from qa.answers.page import Page
from qa.grids.patience import HOPELESS, PASSAGES, Patient
from qa.records import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

PAGES = [Page(f"It rains {day}.", (Span(0, 9),), "Weather") for day in range(5)]


class Steady:
    """A reader that gives every sentence the same log odds, and counts what it reads."""

    name = "steady"

    def __init__(self, odds: float) -> None:
        self.odds = odds
        self.pages = 0

    def read(self, _question: str, pages: Sequence[Page]) -> list[NDArray[np.float64]]:
        """Return the odds."""
        self.pages += len(pages)
        return [np.full(len(page.sentences), self.odds) for page in pages]


def test_a_hopeless_document_is_given_up() -> None:
    """What is not read has no log odds."""
    steady = Steady(HOPELESS - 1)
    odds = [one[0] for one in Patient(steady).read("Why?", PAGES)]
    assert steady.pages == PASSAGES
    assert np.isnan(odds).tolist() == [False] * PASSAGES + [True] * (len(PAGES) - PASSAGES)


def test_what_is_asked_once_more_is_read_once_more() -> None:
    """Another question, and the same one of the same passages."""
    reader = Patient(Steady(HOPELESS - 1))
    for question in ("Why?", "Who?", "Who?"):
        assert not np.isnan(reader.read(question, PAGES)[0][0])
    assert reader.name == "steady"


def test_a_document_with_hope_is_read() -> None:
    """One sentence that may answer is enough."""
    steady = Steady(HOPELESS)
    Patient(steady).read("Why?", PAGES)
    assert steady.pages == len(PAGES)
