"""Differences of typography have names, and change no token."""

from __future__ import annotations

import unicodedata

import pytest

from qa.text.folding import tokens
from qa.text.typography import differences


def keys(text: str) -> list[str]:
    """Return the keys of the tokens of a text."""
    return [token.key for token in tokens(text)]


@pytest.mark.parametrize(
    ("one", "other", "kinds"),
    [
        ("“He said ‘no’,” she said.", "\"He said 'no',\" she said.", ("quotation marks",)),
        ("don’t", "don't", ("quotation marks",)),
        ("1990–2000 — a time", "1990-2000 -- a time", ("dashes",)),
        ("so … on", "so ... on", ("ellipsis",)),
        ("a\u00a0b\n c", "a b c", ("white space",)),
        ("exam\u00adple", "example", ("soft hyphens and invisible characters",)),
        ("ﬁnd the oﬃce", "find the office", ("ligatures and compatibility characters",)),
        ("Straße", "STRAẞE", ("case",)),
        ("a *bold* word", "a bold word", ("mark-up",)),
        ("cafe\u0301", "caf\u00e9", ("composed and decomposed characters",)),
        ("한국어", unicodedata.normalize("NFD", "한국어"), ("composed and decomposed characters",)),
        ("same", "same", ()),
    ],
)
def test_typography_has_a_name_and_changes_no_token(
    one: str, other: str, kinds: tuple[str, ...]
) -> None:
    """The keys are equal, and what differs has a name."""
    assert keys(one) == keys(other)
    assert differences(one, other) == differences(other, one)
    assert set(kinds) <= set(differences(one, other))
    assert bool(kinds) is bool(differences(one, other))


def test_several_kinds_are_all_named() -> None:
    """In one order, whatever comes first in the text."""
    assert differences("“Ten – 1,000”", "'TEN - 1000'") == (
        "quotation marks",
        "dashes",
        "case",
        "spelling of numbers",
    )
