"""Claimed words against those that stand there."""

from __future__ import annotations

import pytest

from qa.text.alignment import compare

TEXT = (
    "Rain fell. The minister did not sign the three treaties with Norway in 1994, as Ms Alvarez "
    "had asked. Snow fell."
)
TRUE = "The minister did not sign the three treaties with Norway in 1994, as Ms Alvarez had asked."


@pytest.mark.parametrize(
    ("old", "new", "changes"),
    [
        ("did not sign", "did sign", [("negation", "", "not")]),
        ("The minister", "The minister never", [("negation", "never", "")]),
        ("1994", "1949", [("number", "1949", "1994")]),
        ("three", "two", [("number", "two", "three")]),
        ("Norway", "Sweden", [("name", "Sweden", "Norway")]),
        ("treaties", "contracts", [("word", "contracts", "treaties")]),
        ("1994,", "1994", [("punctuation", "", ",")]),
        ("did not sign", "signed", [("negation", "signed", "did not sign")]),
        ("with Norway ", "", [("name", "", "with Norway")]),
    ],
)
def test_a_change_is_found_and_named(
    old: str, new: str, changes: list[tuple[str, str, str]]
) -> None:
    """By the first that applies: negation, number, name, word, punctuation."""
    found = compare(TRUE.replace(old, new), TEXT)
    assert found
    assert [(one.kind, one.claimed, one.actual) for one in found.changes] == changes
    assert all(TEXT[one.start : one.end] == one.actual for one in found.changes)
    assert TEXT[found.start : found.end] == TRUE


def test_two_changes_are_two() -> None:
    """Each with its own place."""
    found = compare(TRUE.replace("1994", "1995").replace("not ", ""), TEXT)
    assert found
    assert [one.kind for one in found.changes] == ["negation", "number"]


def test_the_same_words_have_no_changes() -> None:
    """Also where they stand twice, and in other typography."""
    found = compare("RAIN  FELL", TEXT + " Rain fell.")
    assert found
    assert (found.start, found.end, found.share, found.changes) == (0, 9, 1.0, ())


def test_other_words_are_nowhere() -> None:
    """A few common ones in common make no place."""
    assert compare("The ship with the whale in the storm, as they say.", TEXT) is None
    assert compare("", TEXT) is None
    assert compare(TRUE, "") is None


def test_a_claim_of_thousands_of_words_is_compared() -> None:
    """One number changed in the middle is found among them."""
    text = " ".join(f"word{i} stands here." for i in range(1_500))
    found = compare(text.replace("word700 ", "word007 "), f"Before. {text} After.")
    assert found
    assert [one.actual for one in found.changes] == ["word700"]


def test_words_that_are_scattered_are_no_place() -> None:
    """In the claim's order, but with another one between any two."""
    claim = "The warden shall repair the harbour wall before every winter storm"
    text = " other ".join(claim.split())
    assert compare(claim, text) is None
    assert compare(claim, claim.replace("shall", "may").replace("every", "each")) is not None
