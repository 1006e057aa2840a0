"""What a question begins with is found up to the noun that it asks for."""

from __future__ import annotations

import pytest

from qa.questions.beginnings import BEGINNINGS


@pytest.mark.parametrize(
    ("kind", "question"),
    [
        ("number", "under what total weight is it free"),
        ("number", "what is the agreed monthly rate"),
        ("time", "per which month do i pay"),
        ("place", "which small island is it"),
    ],
)
def test_modifiers_may_stand_before_the_noun(kind: str, question: str) -> None:
    """After "the" also participles."""
    assert BEGINNINGS[kind].match(question)


@pytest.mark.parametrize(
    ("kind", "question"),
    [
        ("number", "which islands have a limit"),
        ("number", "which guest raised the rate"),
        ("time", "what happened last week"),
        ("place", "what does the city own"),
    ],
)
def test_a_verb_may_not(kind: str, question: str) -> None:
    """What follows it is not what is asked for."""
    assert not BEGINNINGS[kind].match(question)
