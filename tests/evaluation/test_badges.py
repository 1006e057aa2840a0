"""The table of badges says how often the word above an answer is true."""

from __future__ import annotations

from qa.evaluation.badges import Badge, badge_table
from tests.support.outcomes import outcome


def test_each_label_counts_what_it_was_put_on() -> None:
    """A wrong first quote and a near question make "likely" untrue, an answerable one silence."""
    asked = [
        *[outcome("here", 0.9) for _ in range(3)],
        outcome("here", 0.9, first_right=False),
        outcome("near", 0.9),
        outcome("far", 0.9),
        outcome("here", 0.1),
        outcome("near", 0.1),
        *[outcome("far", 0.1) for _ in range(5)],
    ]
    assert badge_table(asked) == {
        "likely": Badge(here=4, first_right=3, near=1, far=1, true=0.6),
        "uncertain": Badge(here=0, first_right=0, near=0, far=0, true=None),
        "not_found": Badge(here=1, first_right=1, near=1, far=5, true=0.5),
    }


def test_sections_are_left_out() -> None:
    """A quote from the right section need not answer."""
    table = badge_table([outcome("here", 0.9, first_right=None)])
    assert table["likely"].here == 0
