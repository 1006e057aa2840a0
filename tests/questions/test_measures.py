"""What is asked for by an adjective is called by a noun in a table."""

from __future__ import annotations

import pytest

from qa.questions.measures import asked_measure


@pytest.mark.parametrize(
    ("question", "noun"),
    [
        ("How heavy is the lathe?", "mass"),
        ("How loud is the pump?", "nois"),
        ("How wide may a bag be?", "width"),
    ],
)
def test_a_measure_has_a_name(question: str, noun: str) -> None:
    """Or several."""
    measure = asked_measure(question)
    assert measure is not None
    assert noun in measure.nouns


@pytest.mark.parametrize("question", ["How does it work?", "Is it heavy?", "How much is it?"])
def test_other_questions_measure_nothing(question: str) -> None:
    """They ask how, whether and how much."""
    assert asked_measure(question) is None
