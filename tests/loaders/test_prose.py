"""Which paragraphs with the style of a heading are prose."""

from __future__ import annotations

import pytest

from qa.loaders.prose import is_prose


@pytest.mark.parametrize(
    "text",
    [
        "The tenant shall return all keys on the last day of the term.",
        "Keys are returned. They are counted again.",
        "word " * 50,
        "租户应当在租期的最后一天将全部钥匙归还给房东，并由双方共同清点数量后签字确认方可离开房屋。",
    ],
)
def test_sentences_are_prose(text: str) -> None:
    """One of more than a few words, several, or very many words."""
    assert is_prose(text)


@pytest.mark.parametrize(
    "text", ["Definitions.", "Return of keys", "Who may use the garden and when?", "钥匙。", ""]
)
def test_titles_are_headings(text: str) -> None:
    """A full stop alone makes no prose."""
    assert not is_prose(text)
