"""The things that a question is about are found without a tagger."""

from __future__ import annotations

import pytest

from qa.questions.phrases import article_of, phrases


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("When is the red lamp replaced?", "the red lamp"),
        ("When is the tax due?", "the tax"),
        ("How many grams does goat cheese contain?", "grams|goat cheese"),
        ("What is the length of a summer course?", "the length|a summer course"),
        ("Who repairs bicycles?", "bicycles"),
        ("How do I clean the filter?", "the filter"),
        ("How to clean the filter", "the filter"),
        ("How long does shipping to Malta take?", "shipping|Malta"),
        ("Are guests allowed in the library?", "guests|the library"),
        ("What is machine learning", "machine learning"),
        ("What is the pump used for?", "the pump"),
        ("Which cheeses come from Jura?", "cheeses|Jura"),
        ("Who is responsible for cleaning?", "cleaning"),
        ("What price do I pay for a ticket?", "price|a ticket"),
        ("How many boats were built in the US?", "boats|the US"),
        ("HOW MANY BOATS WERE BUILT IN US?", "BOATS"),
        ("Who repairs IT equipment?", "IT equipment"),
        ("What is NOT covered?", "covered"),
        ("why?", ""),
        ("", ""),
        ("谁?", "谁"),
    ],
)
def test_a_phrase_ends_before_the_verb_of_the_question(question: str, found: str) -> None:
    """The auxiliary or the question word announces that verb."""
    assert "|".join(question[p.start : p.end] for p in phrases(question)) == found


def test_a_phrase_knows_its_article_and_preposition() -> None:
    """With what it hangs on, it can be replaced whole."""
    text = "What is the fee for a large boat?"
    fee, boat = phrases(text)
    assert (fee.article, fee.preposition, fee.lead) == ("the", "", fee.start)
    assert (boat.article, boat.preposition) == ("a", "for")
    assert text[boat.lead : boat.end] == "for a large boat"
    assert [text[slice(*word)] for word in boat.words] == ["large", "boat"]


def test_a_word_of_a_phrase_is_found_by_its_term() -> None:
    """In whatever form it is; the last one counts."""
    text = "What do large boats cost?"
    (phrase,) = phrases(text)
    assert phrase.word_of(text, "boat") == 1
    assert phrase.word_of(text, "ship") is None


@pytest.mark.parametrize(
    ("phrase", "article"), [("the boat", "the"), ("My boat", "the"), ("an oar", "a"), ("oars", "")]
)
def test_possessives_and_quantifiers_count_as_articles(phrase: str, article: str) -> None:
    """They say as much about which thing is meant."""
    assert article_of(phrase) == article
