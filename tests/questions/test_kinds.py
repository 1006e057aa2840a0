"""What a question begins with shows what it asks for."""

from __future__ import annotations

import pytest

from qa.questions.kinds import asks_several, question_kind


@pytest.mark.parametrize(
    ("kind", "questions"),
    [
        ("yes_no", (
            "Can I keep a parrot?|Is the sauna heated?|Does the ticket cover the return trip?|"
            "My parrot talks. Am I liable?|If I cancel late, do I get money back?|"
            "Darf ich rauchen?|Peut-on fumer ici ?|¿Se puede fumar?"
        )),
        ("definition", (
            "What is a stokehold?|what's compound interest|What is the RPO?|"
            "What does RPO stand for?|What do they mean by “fair wear”?|define escrow|"
            "What are annuities?|What are easements according to the deed?|"
            "What are common areas under this lease?|What is a chattel in our contract?|"
            "meaning of lien|Was bedeutet Kaution?|¿Qué significa fianza?"
        )),
        ("list", (
            "Which factors determine the rent?|What factors affect the cost of a ferry?|"
            "Which ports have a speed limit?|Which guests paid the fee?|"
            "Which rules limit the amount?|What comes in the crate?|What is in the crate?|"
            "What comes with it?|What are guests allowed under this lease?|"
            "Which towns have a harbour?|What documents must I hand in?|Who speaks Danish?|"
            "What do I need for the permit?|What are the duties of a guardian?|"
            "List the exits|Who all came?|reasons for refusal|Which of these are vegan?|"
            "Welche Fristen gibt es?|What should I bring?"
        )),
        ("how_to", (
            "How do I reset the meter?|how to bleed a radiator|What should I do after a fall?|"
            "What should I do if my boat leaks?|My boat leaks, what should I do?|"
            "What do I do when the siren sounds?|Wie kündige ich?|¿Cómo pago?"
        )),
        ("why", (
            "Why was it closed?|How come nobody paid?|What is the reason for the delay?|Pourquoi ?"
        )),
        ("number", (
            "How many seats are there?|What is the late fee?|How long does it take?|"
            "After how many trips must I pay?|Up to what age is it free?|What annual fee is due?|"
            "What is the estimated yearly cost?|What maximum weight may I bring?|"
            "At what temperature does it melt?|Wie viele Zimmer?|¿Cuánto cuesta?"
        )),
        ("time", "When does it open?|In which year was it built?|What is the deadline?|Wann?"),
        ("person", "Who signed it?|Whose signature is needed?|To whom do I write?|Wer zahlt?"),
        ("place", "Where is the spare key?|In which city is it?|Which city hosts it?|¿Dónde está?"),
        ("keyword", "notice period tenant|asbestos|parking fee weekend|"),
        ("other", (
            "What did the court decide?|Which roof is leaking?|What does the city charge?|"
            "What happened last year?|Which guest paid the fee?|What is driving the price?|"
            "What costs ten euros?|What is new in this contract?"
        )),
    ],
)  # fmt: skip
def test_a_question_has_a_kind(kind: str, questions: str) -> None:
    """Also in the middle of a message, in five languages, with or without a question mark."""
    for question in questions.split("|"):
        assert question_kind(question) == kind, question


@pytest.mark.parametrize(
    "question",
    [
        "Which towns have a harbour?",
        "Which old towns of the coast have a harbour?",
        "which companies sell kayaks",
        "What do I need for the permit?",
        "Who speaks Danish?",
        "Who are the trustees?",
        "Name all trustees",
        "What must be in the letter?",
        "which people may enter",
        "What kinds of fees are there?",
    ],
)
def test_several_things_are_asked_for(question: str) -> None:
    """A plural noun after "which", a list that is wanted, needs, or who does something."""
    assert asks_several(question)


@pytest.mark.parametrize(
    "question",
    [
        "Which town has the largest harbour?",
        "Which crew brings the tents?",
        "What happens if it rains?",
        "What is the address?",
        "Who is the trustee?",
        "Who pays the fee?",
        "Which class is it?",
        "Do the towns have harbours?",
        "How many towns are there?",
        "Why are towns growing?",
        "What does RPO stand for?",
        "what are you",
        "",
    ],
)
def test_one_thing_is_asked_for(question: str) -> None:
    """A singular, a number, a reason, a yes or no."""
    assert not asks_several(question)


@pytest.mark.parametrize(
    "text", ["", " ", "🎧", "\ud83d", "谁？", "?", "what " * 2_000, "is it, " * 1_500, "الأسعار؟"]
)
def test_any_text_has_a_kind(text: str) -> None:
    """Nothing raises."""
    assert question_kind(text)
    assert asks_several(text) in {True, False}
