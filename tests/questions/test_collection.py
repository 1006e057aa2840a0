"""Questions about the collection are told from those about what it says."""

from __future__ import annotations

import pytest

from qa.questions.collection import asked_of_collection, asks_for_opening


@pytest.mark.parametrize(
    ("kind", "questions"),
    [
        ("greeting", ("hi|Hello!|Hey there|good morning|How are you?|thanks a lot|Guten Abend|"
         "Bonjour !|¡Hola!|Grüß Gott|Danke schön")),
        ("abilities", ("What can you do?|who are you|What can I ask?|How does this work?|help|"
         "Are you a bot?|Was kannst du?|Que peux-tu faire ?|¿Quién eres?")),
        ("documents", ("Which documents do you have?|what files are there|How many papers do you "
         "have access to?|list the documents|What’s in the collection?|Welche Dateien gibt es?|"
         "Quels documents avez-vous ?|¿Qué documentos tienes?")),
        ("opening", ("What is this about?|what's this document about|Summarize these files, please|"
         "Give me a short summary of the report|tl;dr|What are the main points?|"
         "tell me about this paper|Worum geht es hier?|De quoi parle ce texte ?")),
    ],
)  # fmt: skip
def test_a_question_about_the_collection_is_recognised(kind: str, questions: str) -> None:
    """In the usual words of four languages, with or without courtesy and signs."""
    for question in questions.split("|"):
        assert asked_of_collection(question) == kind, question


@pytest.mark.parametrize(
    "question",
    [
        "Which documents do I need?",
        "Hello world program",
        "What is this clause about?",
        "How many files does the archive hold?",
        "What can you do about rust?",
        "Overview",
        "Summary of results",
        "Who are the members?",
        "What are the key findings?",
        "summarise the section on fees",
        "",
        "谁?",
        "🎧",
        "\ud83d",
        "hi " * 3_000,
    ],
)
def test_a_question_about_the_content_is_none(question: str) -> None:
    """Also where it begins alike, and whatever it is made of."""
    assert asked_of_collection(question) is None


@pytest.mark.parametrize(
    "question", ["What are the main points?", "What did they find?", "What is?", "Who says so?"]
)
def test_a_question_may_ask_for_nothing_particular(question: str) -> None:
    """Then the opening of a document is the best that it has."""
    assert asks_for_opening(question)
    assert not asks_for_opening(f"{question} How many boats are there?")


@pytest.mark.parametrize(
    "question", ["What does it say about the US?", "What is the message of IT?", "The WHO report?"]
)
def test_a_name_in_capitals_is_something_particular(question: str) -> None:
    """Although "us" and "it" are nothing, and so is a question all in capitals."""
    assert not asks_for_opening(question)
    assert asks_for_opening(question.upper())
