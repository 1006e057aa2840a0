"""A misspelt word is read as the documents have it, and no other word is touched."""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING

import pytest
from rapidfuzz.distance import OSA

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
def test_slips_are_corrected(typed: str, taken: str) -> None:
    """One slip in a short word, two in a long one; of equals the most common word is taken."""
    assert read(typed, "xiaomi", "please") == taken


@pytest.mark.parametrize("text", ["Tesla", "the appl", "zebra", "bapple", "apxxe", "ev 2O24", ""])
def test_a_word_that_is_known_short_or_like_no_other_stays(text: str) -> None:
    """Another first letter, too many slips, three letters, no word at all."""
    assert read(text, "tesla", "appl", "the") == text


def test_every_word_with_the_same_first_letter_is_compared() -> None:
    """The result is what a loop over all words finds: fewest slips, most common, alphabet."""
    chance = random.Random(4)
    words = ["a" + "".join(chance.choices("abn", k=chance.randint(3, 9))) for _ in range(300)]
    passages = {word: chance.randint(1, 3) for word in words}

    def slips(word: str, other: str, most: int) -> int:
        """Count slips; a wrong letter doubled is one where the words differ by more."""
        distance = OSA.distance(word, other)
        if distance <= most:
            return distance
        return 1 + OSA.distance(*(re.sub(r"(.)\1", r"\1", each) for each in (word, other)))

    changed = 0
    for _ in range(200):
        typed = "a" + "".join(chance.choices("abnx", k=chance.randint(3, 9)))
        most = 1 if len(typed) < 8 else 2
        ranked = sorted((slips(typed, word, most), -n, word) for word, n in passages.items())
        expected = ranked[0][2] if ranked[0][0] <= most else typed
        assert corrected(typed, lambda _: (), lambda _: passages.items()) == expected
        changed += expected != typed
    assert 50 < changed < 200
