"""What a follow-up is in contrast to gives way to it, whole."""

from __future__ import annotations

import pytest

from qa.questions.substitution import substituted

FOOTPRINT = "What is the footprint of red lentil flour?"


@pytest.mark.parametrize(
    ("rest", "before", "text"),
    [
        # the same noun
        ("brown lentil flour", FOOTPRINT, "What is the footprint of brown lentil flour?"),
        ("brown lentil", FOOTPRINT, "What is the footprint of brown lentil flour?"),
        ("the water footprint", FOOTPRINT, "What is the water footprint of red lentil flour?"),
        ("a long course", "Is a short course free?", "Is a long course free?"),
        ("long courses", "How much is the short course?", "How much is the long courses?"),
        ("goat cheese", "Does sheep cheese contain salt?", "Does goat cheese contain salt?"),
        ("the weight of the M7", "What is the weight of the M5?", "What is the weight of the M7?"),
        # "one" is the noun before
        ("the red one",
         "When is the white lamp changed?", "When is the red lamp changed?"),
        ("large ones", "Where do small parcels go?", "Where do large parcels go?"),
        # the same preposition
        ("of Malta", "What is the size of Cyprus?", "What is the size of Malta?"),
        ("for guests", "What are the rules for members?", "What are the rules for guests?"),
        ("for cleaning", "Who pays for repairs of the roof?", "Who pays for cleaning?"),
        # the same article
        ("the fee", "When is the tax due?", "When is the fee due?"),
        ("rice", FOOTPRINT, "What is the footprint of rice?"),
        ("the length", "What is the width of the K2 beam?", "What is the length of the K2 beam?"),
        ("gliders", "Who flies balloons?", "Who flies gliders?"),
        # none of these
        ("boats", "Can I bring a kayak?", "Can I bring boats?"),
        ("at night", "What does parking cost?", "What does parking cost at night?"),
        ("in 2019", "How many people live in Oslo?", "How many people live in Oslo in 2019?"),
        ("on Sundays", "When does the pool open?", "When does the pool open on Sundays?"),
        ("in Rome", "What did Athens decide?", "What did Rome decide?"),
        ("to guests", "What do members pay?", "What do guests pay?"),
        # an amount
        ("for 3", "What does a tow cost?", "What does a tow cost for 3?"),
        ("for 3", "What is a berth for 2 nights?", "What is a berth for 3 nights?"),
        ("for five nights", "What is a berth for 2 nights?", "What is a berth for five nights?"),
        ("80 euros", "Is the bail 75 euros?", "Is the bail 80 euros?"),
        ("80", "Is the bail 75 euros?", "Is the bail 80 euros?"),
        ("9", "What does rule 8 say?", "What does rule 9 say?"),
        ("for skis", "Is the ticket for the lift valid for 7 days?",
         "Is the ticket for skis valid for 7 days?"),
        ("for children", "What does a tow cost?", "What does a tow cost for children?"),
        ("Bo", "Did Ann repay Cleo?", "Did Bo repay Cleo?"),
    ],
)  # fmt: skip
def test_the_phrase_in_contrast_is_replaced(rest: str, before: str, text: str) -> None:
    """The noun, the preposition, or the article shows which it is."""
    change = substituted(rest, before)
    assert change is not None
    assert change.text == text


def test_what_is_left_has_nothing_of_what_was_replaced() -> None:
    """Neither its noun nor what describes it."""
    change = substituted("brown lentil flour", FOOTPRINT)
    assert change is not None
    assert change.replaced == "red lentil flour"
    assert "lentil" not in change.left
    assert "red" not in change.left


def test_without_a_phrase_there_is_nothing_to_replace() -> None:
    """The caller searches with all words then."""
    assert substituted("rice", "Why?") is None


@pytest.mark.parametrize(
    ("rest", "before", "replaced"),
    [
        ("9", "What does rule 8 say?", "8"),
        ("80 euros", "Is the bail 75 euros?", ""),
        ("for 3", "What is a berth for 2 nights?", ""),
    ],
)
def test_only_a_number_that_names_is_in_contrast(rest: str, before: str, replaced: str) -> None:
    """What is said of 75 euros may answer a question for 80, but rule 8 is another rule."""
    change = substituted(rest, before)
    assert change is not None
    assert change.replaced == replaced
