"""Words are found in a text as they are spelt."""

from __future__ import annotations

import pytest

from qa.text.folding import tokens
from qa.text.scanning import MOST, follow_one_another, literals, offsets_of_rarest


def test_words_with_one_spelling_are_searched() -> None:
    """Numbers, dashes and ellipses have several; they count only where there is nothing else."""
    claim = "no – of 1,000 it …"
    assert literals(claim, tokens(claim)) == ["no", "of", "it"]
    assert literals("1,000", tokens("1,000")) == ["1,000"]
    many = " ".join(f"w{n}" for n in range(50))
    assert len(literals(many, tokens(many))) == MOST


@pytest.mark.parametrize(
    ("text", "follows"),
    [
        ("it is of no use", True),
        ("of it no", False),
        ("of  no", False),
        ("off of no", True),
        ("", False),
    ],
)
def test_words_follow_one_another_with_one_character_between(text: str, *, follows: bool) -> None:
    """As the words of a phrase do."""
    assert follow_one_another(text, ["of", "no"]) is follows


def test_the_rarest_word_is_found_with_its_neighbours() -> None:
    """In any case, at its offset in the original text."""
    text = "TO be, or not to be. İ to BE"
    assert [text[at:].split(maxsplit=1)[0] for at in offsets_of_rarest(text, ["not", "to"])] == [
        "not"
    ]
    assert list(offsets_of_rarest(text, ["absent"])) == []
    assert list(offsets_of_rarest("a İb c B", ["b"])) == [3, 7]
