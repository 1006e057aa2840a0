"""Names of files and titles are compared in pieces."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.questions.name_pieces import folded_pieces, pieces_of


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("okoye_2021.pdf", ["okoye", "2021", "pdf"]),
        ("Okoye2021", ["okoye", "2021"]),
        ("annualReport", ["annual", "report"]),
        ("Müller-Straße", ["muller", "strasse"]),
        ("", []),
        ("--", []),
    ],
)
def test_a_name_is_split_at_signs_digits_and_capitals(text: str, pieces: list[str]) -> None:
    """Case and accents do not count."""
    assert [piece.folded for piece in pieces_of(text)] == pieces


def test_a_piece_says_where_it_is_and_whether_it_begins_with_a_capital() -> None:
    """So that a question can be asked without it."""
    text = "In Okoye2021"
    found = [(text[piece.start : piece.end], piece.is_capital) for piece in pieces_of(text)]
    assert found == [("In", True), ("Okoye", True), ("2021", False)]


@given(st.text(st.sampled_from("aBcD1_-. éß"), max_size=12))
def test_the_pieces_alone_are_the_same(text: str) -> None:
    """Of ASCII, which has a faster way, and of any other text."""
    assert folded_pieces(text) == tuple(piece.folded for piece in pieces_of(text))
