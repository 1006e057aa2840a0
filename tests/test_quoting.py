"""Which sentences are quoted, and when nothing is."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest

from qa import ask, quoting
from qa.rendering import to_json

if TYPE_CHECKING:
    from library import Library

    from qa.index import Index

XIAOMI = "How many EVs did Xiaomi deliver in October 2024?"


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        (XIAOMI, "China’s EV sector also received a boost from Xiaomi"),
        ("Which EU members opposed the tariffs?", "This directive followed a vote by EU members"),
        ("When was the AI Development Plan introduced?", "Artificial intelligence is integral"),
        ("What share of GDP goes to R&D?", "As of 2023, the nation’s combined government"),
        ("When will the SU7 Ultra be released?", "Xiaomi has ambitious plans, already taking"),
    ],
)
def test_the_first_quote_answers(article_index: Index, question: str, begins: str) -> None:
    """The sentence that answers stands first, with its section in the citation."""
    answer = ask(question, article_index)
    assert answer.found
    assert answer.quotes[0].text.startswith(begins)
    assert answer.quotes[0].citation.headings
    assert answer.nearest == ()


@pytest.mark.parametrize(
    "question",
    [
        "What is the capital of France?",
        "hello",
        "what is it",
        "中国的人工智能",
        "<script>alert(1)</script>",
        "How do I bake bread?",
    ],
)
def test_what_the_article_does_not_say_is_not_found(article_index: Index, question: str) -> None:
    """There are no quotes then, but what came nearest."""
    answer = ask(question, article_index)
    assert not answer.found
    assert answer.quotes == ()
    assert len(answer.nearest) == quoting.NEAREST
    assert answer.confidence < quoting.model().found_from


def test_the_same_question_gives_the_same_bytes(article_index: Index) -> None:
    """Nothing in an answer depends on when it is given."""
    assert to_json(ask(XIAOMI, article_index)) == to_json(ask(XIAOMI, article_index))


def test_scores_fall_and_k_is_the_most(article_index: Index) -> None:
    """Quotes come best first, and the first k are the same whatever k is."""
    question = "Which companies lead AI in China?"
    five = ask(question, article_index, k=5).quotes
    assert len(five) > 2
    assert [quote.score for quote in five] == sorted((q.score for q in five), reverse=True)
    assert ask(question, article_index, k=2).quotes == five[:2]


def test_a_heading_is_never_quoted(article_index: Index) -> None:
    """Asked for word by word, a heading leads to its section and is not itself an answer."""
    (document,) = article_index.documents()
    titles = {heading.title for heading in document.headings}
    for title in titles:
        answer = ask(title, article_index)
        assert not titles & {quote.text for quote in answer.quotes + answer.nearest}


def test_the_same_words_are_quoted_once(library: Library) -> None:
    """Two documents that say the same give one quote, from the first of them."""
    words = "The apple fell on the bird."
    answer = ask("What fell on the bird, an apple?", library.build(a=words, b=words, c="A cloud."))
    quotes = answer.quotes or answer.nearest
    assert [quote.citation.doc_id for quote in quotes if quote.text == words] == ["a.txt"]


def test_a_quote_that_leans_on_the_sentence_before_brings_it_along(library: Library) -> None:
    """The context reaches into the passage before where the quote opens with "This"."""
    first = "An apple hangs high. " * 30 + "The bird wants the apple."
    second = "This is why the cloud watches the bird. " + "It does not rain. " * 30
    index = library.build(story=f"{first}\n\n{second}")
    answer = ask("Why does the cloud watch the bird?", index)
    quotes = answer.quotes or answer.nearest
    (leaning,) = [quote for quote in quotes if quote.text.startswith("This is why")]
    text = index.document("story.txt").text
    context = text[leaning.context.start : leaning.context.end]
    assert context.startswith("The bird wants the apple.")


def test_probability_is_the_logistic_function() -> None:
    """Weights and bias add up to log odds."""
    weights = {"bias": -1.0, "a": 2.0, "b": 0.5}
    assert quoting.probability(weights, {"a": 0.5, "b": 0.0}) == 0.5
    assert quoting.probability(weights, {"a": 1.0, "b": 2.0}) == pytest.approx(
        math.exp(2) / (1 + math.exp(2))
    )
    assert quoting.probability(weights, {"a": -1e9, "b": 0.0}) == pytest.approx(0.0)


def test_the_fitted_model_names_every_feature(article_index: Index) -> None:
    """The coefficients in the file are those of the features, no more and no fewer."""
    query = article_index.query(XIAOMI)
    ranked = quoting.rank(article_index, query)
    fitted = quoting.model()
    assert set(fitted.sentence) == {"bias", *ranked[0][0].features}
    assert set(fitted.answer) == {"bias", *quoting.answer_features(query, ranked)}
    assert 0 < fitted.found_from < 1
    assert 0 < fitted.quoted_from < 1


def test_why_tells_the_scores(article_index: Index) -> None:
    """Matched terms stand in the question's order; similarities are cosines."""
    why = ask(XIAOMI, article_index).quotes[0].why
    assert why.terms == ("ev", "xiaomi", "deliv", "octob", "2024")
    assert 0.5 < why.evidence < 1
    assert 0.5 < why.dense < 1
    assert why.lexical > 0
    assert 0.5 < why.coverage <= 1
