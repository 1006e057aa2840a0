"""A misspelt word is read as the documents have it, and no other word is touched."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa.text.spelling import corrected

if TYPE_CHECKING:
    from collections.abc import Collection

WORDS = {
    "delivery": 3,
    "deliveries": 5,
    "october": 2,
    "apple": 4,
    "ample": 1,
    "applet": 1,
    "tariffs": 4,
}


def read(text: str, *known: str) -> str:
    """Correct with the documents' words above."""

    def beginning_with(letter: str) -> list[tuple[str, int]]:
        return [(word, n) for word, n in WORDS.items() if word.startswith(letter)]

    def known_of(words: Collection[str]) -> set[str]:
        return {word for word in words if word.lower() in {*WORDS, *known}}

    return corrected(text, known_of, beginning_with)


@pytest.mark.parametrize(
    ("typed", "taken"),
    [
        ("xiaomi deliverys octobre", "xiaomi delivery october"),
        ("Aplpe?", "apple?"),
        ("appel, please", "apple, please"),
        ("Ocotber 2024", "october 2024"),
        ("tarrifs", "tariffs"),
    ],
)
def test_slips_are_mended(typed: str, taken: str) -> None:
    """One slip in a short word, two in a long one; of equals the commonest word is taken."""
    assert read(typed, "xiaomi", "please") == taken


@pytest.mark.parametrize("text", ["Tesla", "the appl", "zebra", "bapple", "apxxe", "ev 2O24", ""])
def test_what_is_known_far_off_or_short_stays(text: str) -> None:
    """Another first letter, too many slips, three letters, no word at all."""
    assert read(text, "tesla", "appl", "the") == text
