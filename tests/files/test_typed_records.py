"""Plain data becomes a record, or an error that names what is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

import pytest

from qa.errors import ReceiptError
from qa.files.typed_records import Bound, in_brief, record_from

Page = Annotated[int, Bound(lambda page: page >= 1, "a page from 1 on")]


@dataclass(frozen=True)
class Inner:
    """A record within another."""

    page: Page | None
    share: float


@dataclass(frozen=True)
class Outer:
    """A record of every type."""

    name: str
    found: bool
    parts: tuple[Inner, ...]


WHOLE: dict[str, Any] = {"name": "a", "found": True, "parts": [{"page": 2, "share": 1}]}


def test_data_becomes_a_record() -> None:
    """Lists become tuples, objects records; null is allowed where the annotation says so."""
    assert record_from(Outer, WHOLE, "r.json") == Outer(name="a", found=True, parts=(Inner(2, 1),))
    none = WHOLE | {"parts": [{"page": None, "share": 0.5}]}
    assert record_from(Outer, none, "r.json").parts == (Inner(None, 0.5),)


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"name": 1}, "name is 1; expected text without half surrogate pairs"),
        ({"name": "\ud800"}, "name is"),
        ({"found": 1}, "found is 1; expected true or false"),
        ({"parts": {}}, "parts is an object; expected a list"),
        (
            {"parts": [{"page": 0, "share": 1}]},
            "page is 0; expected a page from 1 on or null",
        ),
        ({"parts": [{"page": True, "share": 1}]}, "parts[0].page is true; expected a whole number"),
        (
            {"parts": [{"page": 1, "share": float("nan")}]},
            "parts[0].share is NaN; expected a number",
        ),
        ({"parts": [{"page": 1}]}, "parts[0].share is missing"),
        ({"more": 1}, "more is not a field of a receipt"),
    ],
)
def test_what_is_wrong_is_named(wrong: dict[str, Any], reason: str) -> None:
    """By its path in the data, with the value and what it should be."""
    with pytest.raises(ReceiptError) as caught:
        record_from(Outer, WHOLE | wrong, "r.json")
    assert reason in str(caught.value)
    assert "r.json" in str(caught.value)


@pytest.mark.parametrize(
    ("value", "brief"),
    [
        ([1, 2], "a list"),
        ({}, "an object"),
        (1 << 64, "a number of more than 64 bits"),
        ("é" * 100, '"' + "\\u00e9" * 56 + '" …'),
        (None, "null"),
    ],
)
def test_a_wrong_value_is_shown_in_brief(value: object, brief: str) -> None:
    """In ASCII and short, whatever it is."""
    assert in_brief(value) == brief
