"""Typography makes no other word, and a token keeps its place."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.text.folding import tokens
from qa.text.typography import differences
from tests.support.nasty import nasty_texts


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
def test_typography_is_told_and_changes_no_token(
    one: str, other: str, kinds: tuple[str, ...]
) -> None:
    """The keys are equal, and what differs has a name."""
    assert keys(one) == keys(other)
    assert differences(one, other) == differences(other, one)
    assert set(kinds) <= set(differences(one, other))
    assert bool(kinds) is bool(differences(one, other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("10² apples", "102 apples"),
        ("1½ apples", "11/2 apples"),
        ("20,000", "20.000"),
        ("café", "cafe"),
        ("not able", "notable"),
        ("eat, Anna", "eat Anna"),
        ("-5", "5"),
        ("👩‍👩‍👧", "👩👩👧"),
        ("नहीं", "नही"),
    ],
)
def test_what_is_more_than_typography_stays_apart(one: str, other: str) -> None:
    """Numbers, accents, signs, joined emoji and vowel signs are other words."""
    assert keys(one) != keys(other)


def test_scripts_without_spaces_have_a_token_a_character() -> None:
    """So that a quotation may begin between any two."""
    assert keys("中文句子。") == ["中", "文", "句", "子", "。"]


@given(text=nasty_texts)
def test_a_token_keeps_its_place(text: str) -> None:
    """Tokens follow each other, and each is folded from the characters it points to."""
    at = 0
    for token in tokens(text):
        assert at <= token.start < token.end <= len(text)
        at = token.start
        assert token.key in [inner.key for inner in tokens(text[token.start : token.end])]


@given(text=nasty_texts, form=st.sampled_from(["NFC", "NFD"]))
def test_normal_forms_have_the_same_tokens(text: str, form: str) -> None:
    """Composed or decomposed, whatever the script."""
    other = unicodedata.normalize(form, text)  # type: ignore[arg-type]
    assert keys(other) == keys(text)
