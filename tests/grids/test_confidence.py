"""The confidence of an answer from one document, as that of a cell."""

from __future__ import annotations

import itertools

import pytest

from qa.grids.confidence import MOST_ODDS, bounded_odds, cell_model


@pytest.mark.parametrize("with_reader", [True, False])
def test_a_cell_is_the_surer_the_surer_its_answer_is(*, with_reader: bool) -> None:
    """The shipped line rises, and what has a quote is not surer than what is likely."""
    model = cell_model(with_reader=with_reader)
    stated = [model.probability(one / 100) for one in range(101)]
    unread = [model.unread(one / 100) for one in range(101)]
    for values in (stated, unread):
        assert all(one <= other for one, other in itertools.pairwise(values))
        assert all(0 < one < 1 for one in values)
    assert model.read_from < model.found_from <= model.likely_from
    assert unread[0] <= model.unread(model.read_from) < stated[-1]


def test_certainty_has_a_bound() -> None:
    """A confidence of one says no more than one of .9999."""
    assert bounded_odds(1.0) == bounded_odds(0.9999) == MOST_ODDS
    assert bounded_odds(0.0) == -MOST_ODDS
