"""What must be compared is found: the rows of a table, or the items of a list, with values."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa.answers.ranking import rank
from qa.answers.rivals import rivals

if TYPE_CHECKING:
    from tests.support.indexes import Library

CLUBS = "| Club | Fee |\n|---|---|\n| Chess | 12 |\n| Rowing | 90 |\n| Choir | none |\n"
LIST = "Fees of the clubs:\n\n- Chess club: 12 euros\n- Rowing club: 90 euros\n- Choir: none\n"
OTHER = "\nThe clubs meet on 4 days of the week.\n"


def compared(library: Library, text: str, question: str) -> list[str]:
    """Return the words of what a question compares."""
    index = library.build(clubs=text + OTHER)
    ranking = rank(index, index.query(question))
    document = index.document("clubs.txt")
    return [
        document.text[span.start : span.end]
        for at in rivals(index, question, ranking)
        for span in (ranking.evidence[at].span,)
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (CLUBS, ["| Chess | 12 |", "| Rowing | 90 |"]),
        (LIST, ["- Chess club: 12 euros", "- Rowing club: 90 euros"]),
    ],
)
def test_what_has_a_value_is_compared_in_the_order_of_the_document(
    library: Library, text: str, found: list[str]
) -> None:
    """Not what has none, nor what is outside of the list."""
    assert compared(library, text, "Which club has the highest fee, rowing or chess?") == found


@pytest.mark.parametrize(
    ("text", "question"),
    [
        (CLUBS, "How much is the fee of the rowing club?"),
        ("The rowing club has the highest fee of all clubs.\n", "Which club has the highest fee?"),
        ("- Rowing club: 90 euros\n- Chess club: none\n", "Which club has the highest fee?"),
    ],
)
def test_nothing_is_compared_where_there_is_no_need(
    library: Library, text: str, question: str
) -> None:
    """No superlative in the question, one in the answer, or a single value."""
    assert compared(library, text, question) == []
