"""Half of a surrogate pair is found wherever JSON can put it."""

from __future__ import annotations

import json
import unicodedata

import pytest

from qa.characters import HALF_PAIR, LIGATURES, half_pair


@pytest.mark.parametrize(
    ("value", "where"),
    [
        ("\ud800", "body"),
        ({"documents": ["a", "b", "\udfff"]}, "body.documents[2]"),
        ({"a": {"b": "x\udc00y"}}, "body.a.b"),
        ({"a\ud800": 1}, "a key of body"),
        ((1, None, True, 2.5, "whole 😀"), None),
    ],
)
def test_a_half_is_found_and_its_position_is_named(value: object, where: str | None) -> None:
    """In values, lists, tuples and keys; a whole pair is a character."""
    assert half_pair(value, "body") == where


def test_the_position_itself_can_be_logged() -> None:
    """Keys are shown in ASCII, and cut."""
    where = half_pair({"größe\n" + "x" * 500: "\ud800"}, "body")
    assert where is not None
    assert where.isascii()
    assert "\n" not in where
    assert len(where) == 200


def test_nesting_costs_no_stack() -> None:
    """A recursion could not go as deep."""
    value: object = "\ud800"
    for _ in range(100_000):
        value = [value]
    where = half_pair(value, "a")
    assert where is not None
    assert where.startswith("a[0][0]")


def test_json_can_spell_a_half() -> None:
    """Python reads it without an error; it reads a whole pair as one character."""
    assert HALF_PAIR.search(json.loads('"\\ud83d"'))
    assert not HALF_PAIR.search(json.loads('"\\ud83d\\ude00"'))


def test_a_ligature_has_the_letters_that_unicode_gives_it() -> None:
    """All seven of Latin."""
    assert {
        chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)
    } == LIGATURES
