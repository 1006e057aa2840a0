"""What "it" stands for in a question after another."""

from __future__ import annotations

import pytest

from qa.questions.followups import resolve
from qa.questions.referents import asks_amount_alone, thing_meant


@pytest.mark.parametrize(
    ("before", "rest", "thing"),
    [
        ("Does the club ask for a pledge?", "how much is it", "a pledge"),
        ("Is boat hire included in the fee?", "how much is it", "boat hire"),
        ("Does Orrin Mill pay Ms. Hecht a pension?", "how high is it", "a pension"),
        ("Does Hecht have to pay for the ferry?", "how much was it", "the ferry"),
        (
            "Who runs the boat service at Brill Hall?",
            "what does it cost",
            "the boat service at Brill Hall",
        ),
        ("What is the pledge for Brill Hall?", "when is it returned", "the pledge for Brill Hall"),
        ("Who runs the port of Orrin?", "when was it opened", ""),
        ("Who founded Orrin?", "where is it", ""),
        ("What are the fees?", "how much is it", ""),
        ("Does the club ask for a pledge?", "can it be returned", ""),
    ],
)
def test_an_amount_is_of_a_thing_and_not_of_a_name(before: str, rest: str, thing: str) -> None:
    """Of two things, of the one that was brought up last."""
    assert thing_meant(rest, "it", before) == thing


def test_a_person_is_no_thing() -> None:
    """The pronoun says so."""
    assert thing_meant("how old is she", "she", "Does the club have a captain?") == ""


def test_the_thing_is_put_in_place_of_the_pronoun() -> None:
    """So that it is searched for."""
    found = resolve("and how much is it?", "Does Orrin Mill pay Ms. Hecht a pension?")
    assert found is not None
    assert found.text == "how much is a pension?"
    assert found.carried == ("a pension",)
    assert not found.alone
    whole = resolve("what is it for members?", "Does the club have a captain?")
    assert whole is None or whole.alone


def test_an_amount_of_nothing_named_is_no_question_alone() -> None:
    """Any amount would answer it."""
    assert asks_amount_alone("how much is it")
    assert not asks_amount_alone("how much is the deposit of the club")
    assert not asks_amount_alone("where is it")
    found = resolve("how much is it?", "Does Hecht pay Brill?")
    assert found is not None
    assert not found.alone
