"""A prepared document has all that its text decides."""

from __future__ import annotations

from qa.indexing.splitting.contexts import new_passages
from qa.indexing.splitting.prepared import prepared, words_of
from qa.records import Heading
from tests.support.indexes import AxisEmbedder
from tests.support.nasty import document


def test_terms_of_words_and_of_context_are_apart() -> None:
    """BM25 weighs them differently; words are those of both."""
    text = document("Birds\nApples fall.", headings=(Heading(0, 5, 1, "Birds"),))
    ready = prepared(text, new_passages(text, AxisEmbedder()))
    (counted,) = ready.passages
    assert ready.document is text
    assert counted.terms == ["appl", "fall"]
    assert counted.context_terms == ["nasti", "bird"]
    assert counted.words == {"apples", "fall", "nasty", "birds"}


def test_words_are_folded_and_counted_once() -> None:
    """So that a misspelt question is compared with few of them."""
    assert words_of("Über", "uber ÜBER apple") == words_of("uber", "apple")
