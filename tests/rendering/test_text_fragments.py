"""A text fragment leads to the quote and nowhere else."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.rendering.text_fragments import _first_match, _folded, text_fragment
from tests.support.nasty import nasty_texts

_HEAD = "#:~:text="


def led_to(text: str, fragment: str) -> tuple[int, int] | None:
    """Return where a fragment leads, its parts read as the specification says."""
    parts = fragment.removeprefix(_HEAD).split(",")
    prefix = unquote(parts.pop(0)[:-1]) if parts[0].endswith("-") else ""
    suffix = unquote(parts.pop()[1:]) if parts[-1].startswith("-") else ""
    start, end = [*map(unquote, parts), ""][:2]
    return _first_match(*_folded(text), (prefix, start, end, suffix))


@pytest.mark.parametrize(
    ("text", "words", "fragment"),
    [
        ("One apple. Two birds fly.", "Two birds fly.", "Two%20birds%20fly."),
        ("Well-known, of course & more.", "Well-known, of course", "Well%2Dknown%2C%20of%20course"),
        ("Red. Go. Blue. Go.", "Blue. Go.", "Blue.%20Go."),
        ("首先。中文句子。最后。", "中文句子。", "%E4%B8%AD%E6%96%87%E5%8F%A5%E5%AD%90%E3%80%82"),
    ],
)
def test_a_short_quote_is_the_fragment(text: str, words: str, fragment: str) -> None:
    """Percent-encoded, and so are the signs that part a fragment."""
    start = text.index(words)
    assert text_fragment(text, start, start + len(words)) == _HEAD + fragment


def test_a_quote_that_stands_twice_takes_what_is_around_it() -> None:
    """Words before it, or after it too; case does not tell places apart."""
    text = "On Monday we rest. On Friday WE REST. We work."
    start = text.index("WE")
    fragment = text_fragment(text, start, start + 8)
    assert fragment == f"{_HEAD}On%20Friday-,WE%20REST."
    assert led_to(text, fragment) == (start, start + 8)


def test_a_long_quote_is_given_by_both_ends() -> None:
    """So is one of several paragraphs, for no part goes over the end of one."""
    text = "Before. First line of it goes on and on.\nThe second line is the last of them. After."
    start, end = text.index("First"), text.index(" After")
    fragment = text_fragment(text, start, end)
    assert fragment == (
        f"{_HEAD}First%20line%20of%20it%20goes,second%20line%20is%20the%20last%20of%20them."
    ) or led_to(text, fragment) == (start, end)
    assert "%0A" not in fragment


def test_right_to_left_words_are_kept_in_their_order() -> None:
    """Offsets are of characters as they are stored, whatever way they are shown."""
    text = "سلام. مرحبا بالعالم. نهاية."
    start = text.index("مرحبا")
    fragment = text_fragment(text, start, start + 14)
    assert unquote(fragment.removeprefix(_HEAD)) == text[start : start + 14]


def test_where_no_fragment_leads_there_is_none() -> None:
    """A page that says the same twice from beginning to end."""
    assert text_fragment("Go. " * 400, 800, 803) == ""


@given(text=nasty_texts, data=st.data())
def test_a_fragment_leads_to_the_quote(text: str, data: st.DataObject) -> None:
    """In any script, between any characters."""
    text = f"{text}x"
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    fragment = text_fragment(text, start, end)
    if fragment:
        assert led_to(text, fragment) == (start, end)
        assert fragment.isascii()
