"""Composed texts are equal, in a time in proportion to their length."""

from __future__ import annotations

import unicodedata

from hypothesis import given

from qa.text.normalization import MOST_ACCENTS, composed
from tests.support.nasty import nasty_texts


def test_a_letter_and_its_accent_become_one_character() -> None:
    """Where Unicode has one."""
    assert composed("cafe\u0301") == "café"
    assert composed("plain") == "plain"


def test_accents_beyond_the_bound_are_left_out() -> None:
    """No writing has as many on one letter; those below the bound stay."""
    many = "q" + "\u0301" * (MOST_ACCENTS + 100)
    assert composed(many) == "q" + "\u0301" * MOST_ACCENTS
    few = "q" + "\u0301" * MOST_ACCENTS
    assert composed(few) == few


@given(nasty_texts)
def test_it_is_the_normal_form_of_unicode(text: str) -> None:
    """NFC, for any text that people write."""
    assert composed(text) == unicodedata.normalize("NFC", text)
    assert composed(composed(text)) == composed(text)
