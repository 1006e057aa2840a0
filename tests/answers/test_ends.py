"""The end of a time does not say when something was done."""

from __future__ import annotations

import pytest

from qa.answers.ends import only_ends


@pytest.mark.parametrize(
    ("question", "quote", "sign"),
    [
        ("When was the bid made?", "The bid is open until\nFriday, 3 May 2024.", "until"),
        ("When did Brill file the form?", "File it no later than 3 May 2024.", "no later than"),
        ("On which day was the claim sent?", "Claims are due on 3 May 2024.", "due"),
        ("When was the licence bought?", "The licence expires on 3 May 2024.", "expires"),
        ("When did she reply?", "Reply on 3 May 2024 at the latest.", "at the latest"),
        ("When was it signed?", "Sign it by 3 May 2024.", "by"),
    ],
)
def test_a_date_that_ends_something_is_named(question: str, quote: str, sign: str) -> None:
    """In whatever words it does."""
    assert only_ends(question, quote) == (sign,)


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("Until when is the bid open?", "The bid is open until 3 May 2024."),
        ("When does the licence expire?", "The licence expires on 3 May 2024."),
        ("When did the lease end?", "The lease was to run until 3 May 2024."),
        ("When was the bid made?", "Made on 2 April 2024, the bid is open until 3 May 2024."),
        ("When was the form filed?", "The form was filed by Brill on 3 May 2024."),
        ("When was the bid made?", "The bid was made in spring."),
        ("When must the form be filed?", "File it by 3 May 2024."),
    ],
)
def test_other_dates_and_questions_for_an_end_are_not(question: str, quote: str) -> None:
    """A deadline answers a question for a deadline."""
    assert only_ends(question, quote) == ()
