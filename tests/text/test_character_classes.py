"""Classes of characters are those of Unicode."""

from __future__ import annotations

import re
import unicodedata

from qa.text.character_classes import (
    DASH_CLASS,
    DASHES,
    INVISIBLE,
    JOINERS,
    QUOTATION_MARKS,
    WITHOUT_SPACES,
    is_mark,
    marks,
    raised_and_lowered,
    visible,
)

EVERYTHING = "".join(map(chr, (*range(0xD800), *range(0xE000, 0x110000))))


def members(inside: str) -> set[str]:
    """Return the characters of a class."""
    return set(re.findall(f"[{inside}]", EVERYTHING))


def test_marks_are_those_of_unicode() -> None:
    """Below the planes of pictures, and the variation selectors."""
    expected = {char for char in EVERYTHING if is_mark(char)}
    assert {char for char in expected if ord(char) < 0x1F000} <= members(marks())
    assert members(marks()) <= expected


def test_raised_and_lowered_characters_do_not_overlap() -> None:
    """A trademark is a sign, no raised word."""
    raised, lowered = map(members, raised_and_lowered())
    assert {"²", "ⁿ", "ª"} <= raised
    assert {"₂", "ₙ"} <= lowered
    assert not raised & lowered
    assert "™" not in raised


def test_dashes_are_dashes_and_the_sign_of_minus() -> None:
    """The class has the same characters as the list."""
    assert members(DASH_CLASS) == set(DASHES)
    assert {unicodedata.category(char) for char in DASHES} == {"Pd", "Sm"}


def test_what_cannot_be_seen_is_left_out() -> None:
    """Joiners make emoji and letters what they are, so they stay."""
    assert visible("exam\u00adple\u200b") == "example"
    assert visible("👩\u200d👧") == "👩\u200d👧"
    assert not members(INVISIBLE) & members(JOINERS)
    assert all(unicodedata.category(char) in {"Cf", "Cn"} for char in members(INVISIBLE))


def test_classes_of_one_kind_do_not_overlap() -> None:
    """A character belongs to one of them."""
    kinds = [members(QUOTATION_MARKS), members(DASH_CLASS), members(INVISIBLE)]
    assert sum(map(len, kinds)) == len(set.union(*kinds))
    assert {"中", "の", "ไ"} <= members(WITHOUT_SPACES)
    assert "한" not in members(WITHOUT_SPACES)
