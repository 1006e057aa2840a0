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

PAGE = Page("It rains.", (Span(0, 9),), "Weather")


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
    """What is not read has no log odds, and the next question is read again."""
    steady = Steady(HOPELESS - 1)
    reader = Patient(steady)
    odds = [reader.read("Why?", [PAGE])[0][0] for _ in range(PASSAGES + 2)]
    assert steady.pages == PASSAGES
    assert np.isnan(odds).tolist() == [False] * PASSAGES + [True, True]
    assert reader.read("Who?", [PAGE])[0][0] == HOPELESS - 1
    assert reader.name == "steady"


def test_a_document_with_hope_is_read() -> None:
    """One sentence that may answer is enough."""
    steady = Steady(HOPELESS)
    reader = Patient(steady)
    for _ in range(PASSAGES + 2):
        reader.read("Why?", [PAGE])
    assert steady.pages == PASSAGES + 2
