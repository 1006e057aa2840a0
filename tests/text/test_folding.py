"""Typography makes no other word, and a token points to its characters."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.text.folding import tokens
from tests.support.nasty import nasty_texts


def keys(text: str) -> list[str]:
    """Return the keys of the tokens of a text."""
    return [token.key for token in tokens(text)]


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


@pytest.mark.parametrize(
    "claim", ["“Upgraded\nto 4.2”", '"In 5 rooms\n\nin 2019"', "“" + "a " * 400 + "1”"]
)
def test_the_mark_that_ends_a_claim_closes_the_one_that_begins_it(claim: str) -> None:
    """A number before it does not make it a sign for inches, however many lines are between."""
    assert [token.key for token in tokens(claim)] == [token.key for token in tokens(claim[1:-1])]


def test_a_mark_that_no_mark_begins_means_inches() -> None:
    """In the last word of a text too."""
    assert [token.key for token in tokens("The pipe\nis 6”")][-2:] == ["6", "″"]
    assert keys("5'' by 5″ by 5′′") == ["5", "″", "by", "5", "″", "by", "5", "″"]
