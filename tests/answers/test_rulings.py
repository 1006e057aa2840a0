"""A rule on all that a yes/no question names answers it."""

from __future__ import annotations

import pytest

from qa.answers.rulings import is_ruled_on
from tests.answers.test_doubts import kinds


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Can I bring a sledge?", "Sledges are permitted on the north slope."),
        ("Does the policy cover hail?", "Frost and hail are excluded."),
        ("Am I allowed to take drones?", "No drones may be flown here."),
    ],
)
def test_a_rule_answers(question: str, sentence: str) -> None:
    """Whichever way it decides, it is no other case."""
    assert is_ruled_on(question, sentence)
    assert kinds(question, sentence) == []


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Can I bring a sledge?", "Skis are permitted on the north slope."),
        ("Can I bring a sledge in June?", "Sledges are permitted on the north slope."),
        ("Can I bring a sledge?", "The shop sells sledges."),
        ("Which sledges are allowed?", "Sledges are allowed."),
        ("Can I?", "Sledges are allowed."),
    ],
)
def test_another_case_or_no_rule_does_not(question: str, sentence: str) -> None:
    """Each name of the question must be there, and the question be one for yes or no."""
    assert not is_ruled_on(question, sentence)
