"""A file changes only if it is the one that the client has seen (RFC 9110, section 13)."""

from __future__ import annotations

import pytest

from qa.web.documents.conditions import Conditions, tag_of
from qa.web.errors import ConditionError

ONE, OTHER = "a" * 64, "b" * 64


@pytest.mark.parametrize(
    ("match", "none_match", "current", "allowed"),
    [
        (None, None, ONE, True),
        (None, None, None, True),
        ("*", None, ONE, True),
        ("*", None, None, False),
        (f'"{ONE}"', None, ONE, True),
        (f'"{OTHER}", "{ONE}"', None, ONE, True),
        (f'"{OTHER}"', None, ONE, False),
        (f'W/"{ONE}"', None, ONE, False),  # If-Match compares strongly
        (ONE, None, ONE, False),  # a tag has quotes
        ("", None, ONE, False),
        (None, "*", None, True),
        (None, "*", ONE, False),
        (None, f'"{ONE}"', ONE, False),
        (None, f'W/"{ONE}"', ONE, False),  # If-None-Match compares weakly
        (None, f'"{OTHER}"', ONE, True),
        ("*", f'"{ONE}"', ONE, False),
    ],
)
def test_conditions_allow_what_the_standard_allows(
    match: str | None, none_match: str | None, current: str | None, *, allowed: bool
) -> None:
    """One that fails carries the hash of the current file."""
    conditions = Conditions(match, none_match)
    if allowed:
        conditions.check("a.txt", current)
        return
    with pytest.raises(ConditionError, match=r"a\.txt") as failed:
        conditions.check("a.txt", current)
    assert (failed.value.sha256, failed.value.failed) == (current, True)


def test_an_existing_file_is_replaced_only_with_if_match() -> None:
    """If-None-Match says only when not to; without a condition, one is asked for."""
    Conditions("*").check_replacing("a.txt", ONE)
    Conditions().check_replacing("a.txt", None)
    for conditions in (Conditions(), Conditions(None, f'"{OTHER}"')):
        with pytest.raises(ConditionError, match="If-Match") as needed:
            conditions.check_replacing("a.txt", ONE)
        assert needed.value.failed is False


def test_a_tag_is_the_quoted_hash() -> None:
    """A strong one: it names the bytes."""
    assert tag_of(ONE) == f'"{ONE}"'
