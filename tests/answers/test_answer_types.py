"""What kind of answer a question asks for, recognised by a few English words."""

from __future__ import annotations

import math

import pytest

from qa.answers.answer_types import ExpectedAnswer, names_by_term


@pytest.mark.parametrize(
    ("question", "sentence", "feature"),
    [
        ("How many apples fell?", "Then 40 of them fell.", "number_asked"),
        ("When did the apple fall?", "It fell in 1666.", "time_asked"),
        ("When did the apple fall?", "It fell in 1666.", "number_for_time"),
        ("Who saw the apple?", "There stood Isaac Newton.", "person_asked"),
        ("Where did the apple fall?", "It fell in Woolsthorpe.", "place_asked"),
        ("Why did the apple fall?", "It fell because of gravity.", "reason_asked"),
        ("Which firm sells apples?", "They are sold by Orchards.", "name_asked"),
        ("What does PPI mean?", "PPI: pounds of pears inspected", "definition_asked"),
        ("What is a windfall?", "A windfall is an apple that fell by itself.", "definition_asked"),
        ("What is a core?", "Most throw the middle part (core) away.", "definition_asked"),
        ("May I pick apples?", "No apples may be picked.", "rule_asked"),
        ("Which tools do I need?", "- a basket", "items_asked"),
        ("What are the steps?", "Do this in order:", "items_asked"),
    ],
)
def test_a_sentence_with_the_kind_of_thing_that_is_asked_for_has_the_feature(
    question: str, sentence: str, feature: str
) -> None:
    """A sentence without it has not, and a question that asks for nothing of the kind neither."""
    expected = ExpectedAnswer.of(question)
    assert expected.features(sentence)[feature] > 0
    assert not any(expected.features("The pear looks green and round.").values())
    assert ExpectedAnswer.of("Does it taste sweet?").features("It tastes sweet.")[feature] == 0


def test_each_further_number_or_name_counts_less() -> None:
    """Logarithms: two of them are not twice as good as one."""
    numbers = ExpectedAnswer.of("How many?").features("He bought 40 of 50.")
    assert numbers["number_asked"] == pytest.approx(math.log(3))
    names = ExpectedAnswer.of("Who?").features("There came Isaac Newton.")
    assert names["person_asked"] == pytest.approx(math.log(3))


@pytest.mark.parametrize(
    ("question", "sentence", "feature", "value"),
    [
        ("When in 1666 did it fall?", "It fell in 1666.", "time_asked", 0.0),
        ("When in 1666 did it fall?", "It fell in May 1667.", "time_asked", 1.0),
        ("How many of the 50 fell?", "All 50 fell.", "number_asked", 0.0),
        ("Who saw Newton?", "There stood Newton.", "person_asked", 0.0),
    ],
)
def test_words_of_the_question_do_not_answer_it(
    question: str, sentence: str, feature: str, value: float
) -> None:
    """A year in the question is not an answer to "when"."""
    assert ExpectedAnswer.of(question).features(sentence)[feature] == value


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("How many EVs did Xiaomi deliver in October 2024?", {"ev", "xiaomi", "octob", "2024"}),
        ("Describe the U.S. tariffs of 20,000 dollars.", {"us", "20000"}),
        ("NIO or iPhone?", {"nio"}),
        ("what about tesla?", set()),
        ("WHAT ABOUT TESLA?", set()),
    ],
)
def test_names_and_numbers_of_a_question(question: str, found: set[str]) -> None:
    """Capitals mark them, but not those of the first word or of a question all in capitals."""
    assert set(names_by_term(question)) == found


def test_a_name_is_returned_as_typed() -> None:
    """With its term, which is how the index spells it."""
    assert names_by_term("When did NIO sell 20,000 cars?") == {"nio": "NIO", "20000": "20,000"}
