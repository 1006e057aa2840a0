"""Tokens that follow one another are found, wherever they repeat."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qa.text.folding import Token, tokens
from qa.text.matching import longest_start, matches, occurrences

letters = st.text("ab", max_size=12)


def spelt(keys: str) -> list[Token]:
    """Return a token for each letter."""
    return [Token(key, at, at + 1) for at, key in enumerate(keys)]


@given(wanted=letters.filter(bool), text=letters)
def test_all_matches_are_found(wanted: str, text: str) -> None:
    """Also those that overlap: the same as by looking everywhere."""
    expected = [at for at in range(len(text)) if text.startswith(wanted, at)]
    assert list(matches(spelt(wanted), spelt(text))) == expected


@given(wanted=letters, text=letters)
def test_the_longest_start_is_found(wanted: str, text: str) -> None:
    """Of equal ones the first; nothing where the first token is nowhere."""
    length, at = longest_start(spelt(wanted), spelt(text))
    prefixes = [size for size in range(1, len(wanted) + 1) if wanted[:size] in text]
    assert length == max(prefixes, default=0)
    assert at == (text.index(wanted[:length]) if length else 0)


def test_occurrences_have_offsets_in_the_text() -> None:
    """Of the first character and after the last, typography included."""
    text = "He said: “An  apple.” An apple!"
    assert [text[a:b] for a, b in occurrences(tokens("an apple"), tokens(text))] == [
        "An  apple",
        "An apple",
    ]
