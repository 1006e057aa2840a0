"""What speaks against a quote, and what does not."""

from __future__ import annotations

import pytest

from qa.answers.doubts import Read, doubts_about


def kinds(question: str, *texts: str, around: str = "", subject: str = "") -> list[str]:
    """Return the kinds of doubt about quotes with these words."""
    reads = [Read(text, around or text, subject) for text in texts]
    return [doubt.kind for doubt in doubts_about(question, reads)]


@pytest.mark.parametrize(
    ("question", "quote", "kind"),
    [
        ("What is the fee in Norway?", "Outside Norway the fee is 40 kroner.", "limit"),
        ("How long do fathers get half pay?", "Fathers get three weeks at full pay.", "limit"),
        ("Who may enter on Sundays?", "Except on Sundays, members may enter.", "limit"),
        ("What is insured?", "Jewellery is not insured.", "negation"),
        (
            "Which tools are allowed?",
            "Blades are prohibited, other tools allowed.",
            "negation",
        ),
        ("Who doesn't eat meat?", "Berta eats meat.", "negation"),
        ("What was the profit in 2021?", "In 2022 the profit was 4 million.", "year"),
        ("How can the tenant leave?", "The Lessor may leave in May.", "role"),
        ("What is the total of the fees?", "| Rowing | 300 |", "total"),
        ("Was the mill sold?", "Hecht was asked to sell the mill.", "intention"),
        ("When was the bid made?", "The bid is open until 3 May 2024.", "end"),
        ("Which lake is the deepest?", "Lake Orrin is 80 m deep.", "comparison"),
        ("Who has the most points?", "Berta has 40 points.", "comparison"),
        ("How many rooms are there?", "The rooms are on the first floor.", "count"),
        ("Who did Berta repay?", "| Berta | 400 | 310 |", "person"),
        ("Which town did Berta repay?", "| Berta | 400 | 310 |", "place"),
    ],
)
def test_a_quote_that_says_something_else_is_doubted(question: str, quote: str, kind: str) -> None:
    """The same words with another scope, year or polarity are not the answer."""
    assert kinds(question, quote) == [kind]


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("Is jewellery insured?", "Jewellery is not insured."),  # the answer is no
        ("Who sent order no. 7?", "Order no. 7 was sent by Berta."),
        ("Who sent order no. 7?", "Order 7 was sent by Berta."),
        ("What is not insured?", "Jewellery is not insured."),
        ("What is the fee outside Norway?", "Outside Norway the fee is 40 kroner."),
        ("What was the profit in 2021?", "Profits: 3 million in 2021, 4 million in 2022."),
        ("Which lake is the deepest?", "Lake Orrin is the deepest of the five."),
        ("What do I need at least?", "At least two witnesses are needed."),
        ("Who wrote the request?", "The request was written by Berta."),
        ("How many rooms are there?", "There are twelve rooms."),
        ("Who was the priest of the northwest parish?", "Berta was the priest there."),
        ("What was built in 2021?", "The mill was built 2019-2023."),
        ("Who is the landlord in 2023?", "Berta is the landlord; the rent is 1800 euros."),
        ("What does the policy not cover?", "The exclusions of the policy: glass and theft."),
        ("After how many days is a note needed?", "From the fourth day a note is needed."),
        ("When does the pool open?", "Guests without a key may wait until the pool opens at nine."),
    ],
)
def test_a_quote_that_answers_is_not_doubted(question: str, quote: str) -> None:
    """A negation may be the answer, and a superlative may be stated."""
    assert kinds(question, quote) == []


def test_a_year_around_the_quote_counts() -> None:
    """A row without a year belongs to the year of its section."""
    question = "What was the profit in 2021?"
    assert kinds(question, "Profit: 3 million.", subject="Report 2021") == []
    assert kinds(question, "Profit: 3 million.", subject="Report 2022") == ["year"]


def test_two_quotes_that_differ_in_a_number_disagree() -> None:
    """Both are shown, and neither is called likely."""
    one, other = "The deposit is 500 euros.", "The deposit is 750 euros."
    assert kinds("How high is the deposit?", one, other) == ["disagreement"]
    one, other = "The profit in 2021 was 14 million.", "The profit in 2021 was 15 million."
    assert kinds("How high was the profit in 2021?", one, other) == ["disagreement"]
    one, other = "The deposit is 500 euros.", "The deposit is 750 euros."
    assert "disagreement" in kinds("Is the deposit 500 euros?", one, other)


def test_two_quotes_about_different_things_do_not_disagree() -> None:
    """A list of alike statements is no contradiction."""
    one, other = "Berta joined in 2019.", "Anton joined in 2021."
    assert kinds("Who joined?", one, other) == []
    one, other = "The profit in 2021 was 14 million.", "The profit in 2022 was 15 million."
    assert kinds("How high was the profit in 2021 and 2022?", one, other) == []


@pytest.mark.parametrize(
    ("question", "lead_in", "doubted"),
    [
        ("Which losses are paid for?", "We do not pay for:", ["negation"]),
        ("What may be sent by post?", "The following are excluded:", ["negation"]),
        ("What is not insured?", "We do not pay for:", []),
        ("Are furs insured?", "We do not pay for:", []),
        ("Which losses are paid for?", "We pay for:", []),
        ("What may you charge?", "If you do not pay in time, we charge:", []),
        ("What does it cost?", "While we do not charge students, others pay:", []),
        ("What about furs?", "These are not paid for:", []),
        ("When are furs worn?", "In these places furs aren’t as rare:", []),
    ],
)
def test_what_is_said_above_an_item_counts(question: str, lead_in: str, doubted: list[str]) -> None:
    """An item says nothing of whether it is in or out; a question that can be denied may be."""
    read = Read("- losses of furs", "- losses of furs", "", lead_in=lead_in)
    assert [doubt.kind for doubt in doubts_about(question, [read])] == doubted
