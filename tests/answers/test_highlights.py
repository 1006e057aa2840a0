"""The answering words are pointed at within the quote, which stays whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa.answers.highlights import pinpoint
from qa.answers.reader import load_reader
from qa.pipeline import ask
from tests.support.tables import PRICES, TABLE, of_type, quoted

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


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("How much is a pot of Oolong for two?", "10.80"),
        ("What is the price of Oolong for one?", "6.00"),
        ("Which tea costs 6.00 for one?", "Oolong"),  # 6.00 is what the question says itself
        ("Which tea costs 10.80?", "Oolong"),
        ("How strong is Oolong?", None),
        ("Which pot is Oolong for?", None),
    ],
)
def test_in_a_row_the_cell_below_the_name_that_is_asked_for_is_pointed_at(
    question: str, words: str | None
) -> None:
    """Nothing where that is not clear: another number would be wrong."""
    text = "| Tea | Pot for one | Pot for two |\n|---|---|---|\n| Oolong | 6.00 | 10.80 |\n"
    quote = quoted(text, "| Oolong | 6.00 | 10.80 |")
    found = pinpoint(load_reader("default"), question, quote, of_type(text, "text/markdown"))
    assert (found and quote.text[found.start : found.end]) == words


def test_in_several_rows_nothing_is_pointed_at() -> None:
    """All of them are the answer."""
    quote = quoted(PRICES, TABLE)
    owner = of_type(PRICES, "text/markdown")
    assert pinpoint(load_reader("default"), "Which teas are there?", quote, owner) is None
