"""A key is found where it stands, or not at all."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qa.files.content_keys import ContentKeys
from qa.files.hashing import content_key


@given(st.lists(st.text(max_size=3), unique=True), st.lists(st.text(max_size=3)))
def test_a_key_is_found_in_its_row(held: list[str], wanted: list[str]) -> None:
    """And -1 stands for what is not there."""
    keys = ContentKeys(b"".join(map(content_key, held)))
    rows = keys.rows(b"".join(map(content_key, wanted))).tolist()
    assert rows == [held.index(text) if text in held else -1 for text in wanted]
