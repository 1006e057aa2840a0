"""Variants of a word have one key, and other words have another."""

from __future__ import annotations

import pytest

from qa.text.keys import is_one_word, numeral_key, sign_key, word_key


@pytest.mark.parametrize(
    ("words", "key"),
    [
        (("Straße", "STRAẞE", "Stra\u00adße"), "straße"),
        (("oﬃce", "ＯＦＦＩＣＥ", "Office"), "office"),
        (("don’t", "don't", "DON＇T"), "don't"),
        (("H₂O", "h₂o"), "h_2;o"),
        (("x²",), "x^2"),
        (("№", "no", "NO"), "no"),
    ],
)
def test_variants_have_one_key(words: tuple[str, ...], key: str) -> None:
    """Case, width, ligatures and soft hyphens are typography."""
    assert {word_key(word) for word in words} == {key}


def test_what_is_raised_is_no_digit() -> None:
    """Nor what is lowered or circled; each has a key of its own."""
    assert len({word_key(word) for word in ("x2", "x²", "x₂", "x②")}) == 4
    assert word_key("10²x") != word_key("10²ˣ")


@pytest.mark.parametrize(
    ("sign", "key"), [("㎡", "m²"), ("™", "^TM"), ("％", "%"), ("µ", "μ"), ("§", "§")]
)
def test_a_compatibility_sign_is_what_it_stands_for(sign: str, key: str) -> None:
    """As Unicode decomposes it; any other sign is itself."""
    assert sign_key(sign) == key


def test_a_key_may_stand_for_several_words() -> None:
    """It is then split again."""
    assert is_one_word("don't")
    assert is_one_word("x^2")
    assert not is_one_word("5 kg")


@pytest.mark.parametrize(
    ("number", "key"),
    [("１０²", "10^2"), ("10^6", "10^6"), ("٣", "3"), ("1½", "1+1/2"), ("²⁄₃", "2/3")],
)
def test_a_number_has_the_key_of_its_value(number: str, key: str) -> None:
    """In the digits of any script; a power stays one."""
    assert numeral_key(number) == key
