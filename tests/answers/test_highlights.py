"""The answering words are pointed at within the quote, which stays whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa.answers.highlights import pinpoint
from qa.answers.reader import load_reader
from qa.pipeline import ask

if TYPE_CHECKING:
    from qa.index.search import Index


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("How many EVs did Xiaomi deliver in October 2024?", "20,000"),
        ("When was China's AI Development Plan introduced?", "2017"),
        ("By which year does China want to lead the world in AI?", "2030"),
        ("Which companies are pioneers in EV technology?", "BYD, NIO, and Xpeng"),
        ("Which member states voted against the tariffs?", "Germany and Hungary"),
    ],
)
def test_the_answering_words_are_pointed_at(
    article_index: Index, question: str, words: str
) -> None:
    """They begin and end with whole words, and a list of names is taken whole."""
    quote = ask(question, article_index).quotes[0]
    document = article_index.document(quote.citation.doc_id)
    found = pinpoint(load_reader("default"), question, quote, document)
    assert found is not None
    assert quote.text[found.start : found.end] == words


def test_without_a_reader_nothing_is_pointed_at(article_index: Index) -> None:
    """Nor by one that does not tell words."""
    quote = ask("How many EVs did Xiaomi deliver in October 2024?", article_index).quotes[0]
    document = article_index.document(quote.citation.doc_id)
    assert pinpoint(None, "How many?", quote, document) is None
