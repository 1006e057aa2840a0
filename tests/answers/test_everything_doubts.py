"""A list of everything says what it leaves to its reader."""

from __future__ import annotations

import pytest

from qa.answers.everything_doubts import doubts_about_all
from qa.records import Citation, Doubt, Quote, Span, Why

ROWS = ("INV-1, 1200 EUR", "INV-2, 4800 EUR")
LARGEST = (Doubt("comparison", ("largest",)),)


def _quote(text: str) -> Quote:
    citation = Citation("a.txt", "A", (), None, 0, len(text), "", "")
    return Quote(text, citation, 0.5, Span(0, len(text)), Why(0.5, 0.5, 0.5, 0.5, ()))


@pytest.mark.parametrize(
    ("question", "texts", "doubts"),
    [
        ("Which is the largest invoice?", ROWS, LARGEST),
        ("Which is the largest invoice?", ("\n".join(ROWS),), LARGEST),
        ("Which is the largest invoice?", ROWS[:1], ()),  # nothing to compare it with
        ("Which is the largest invoice?", (), ()),
        ("Which is the largest invoice?", (*ROWS, "The largest invoice is INV-2."), ()),
        ("What do the invoices come to in total?", ROWS, (Doubt("total", ("total",)),)),
        ("What do the invoices come to in total?", (*ROWS, "Total: 6000 EUR"), ()),
        ("Which invoices are open?", ROWS, ()),
    ],
)
def test_what_is_listed_must_be_compared_or_added_up(
    question: str, texts: tuple[str, ...], doubts: tuple[Doubt, ...]
) -> None:
    """Where one of the quotes states what is asked for, nothing is left to do."""
    assert doubts_about_all(question, [*map(_quote, texts)]) == doubts
