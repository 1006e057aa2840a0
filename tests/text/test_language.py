"""The commonest words of a text show its language."""

from __future__ import annotations

import pytest

from qa.text.language import FUNCTION_WORDS, detected, word_set


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The bridge was built by the town.", "en"),
        ("Die Brücke wurde von der Stadt gebaut.", "de"),
        ("Le pont est dans la ville et les rues sont belles.", "fr"),
        ("El puente es de la ciudad y los vecinos lo usan.", "es"),
        ("Il ponte della città è nel parco.", "it"),
        ("De brug werd door het dorp en de stad gebouwd.", "nl"),
        ("A ponte não foi uma obra dos vizinhos do bairro.", "pt"),
    ],
)
def test_a_sentence_shows_its_language(text: str, language: str) -> None:
    """Two words that only this language has are enough."""
    assert detected(text) == language


@pytest.mark.parametrize("text", ["", "12 + 3", "Anna Berg 555-0101", "中文句子。", "the die"])
def test_a_text_without_such_words_shows_none(text: str) -> None:
    """Nor does one that speaks for two languages alike."""
    assert detected(text) == ""


def test_function_words_are_in_lower_case() -> None:
    """They are compared with words in lower case."""
    assert all(word == word.lower() for word in FUNCTION_WORDS)


def test_a_set_of_words_is_written_as_a_text() -> None:
    """On one line or several."""
    assert word_set(" a b\n b ") == {"a", "b"}
