"""Findings are plain records, which JSON has under their field names."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, asdict, fields

import pytest

from qa.text.alignment import Change
from qa.verification.findings import ALTERED, Finding, Place

PLACE = Place("a.txt", "A", None, 4, 8, "lamp")


def test_a_finding_becomes_plain_data() -> None:
    """With its places and changes."""
    finding = Finding("lump", ALTERED, (PLACE,), (Change("word", "lump", "lamp", 4, 8),))
    assert asdict(finding) == {
        "claim": "lump",
        "verdict": "altered",
        "places": (
            {"doc_id": "a.txt", "title": "A", "page": None, "start": 4, "end": 8, "text": "lamp"},
        ),
        "changes": ({"kind": "word", "claimed": "lump", "actual": "lamp", "start": 4, "end": 8},),
        "typography": (),
    }


@pytest.mark.parametrize("kind", [Finding, Place])
def test_every_field_is_explained(kind: type[Finding]) -> None:
    """The docstring names each field."""
    for field in fields(kind):
        assert f"        {field.name}: " in (kind.__doc__ or ""), field.name


@pytest.mark.parametrize("name", ["start", "text"])
def test_a_place_cannot_be_changed(name: str) -> None:
    """It is a fact about a document."""
    with pytest.raises(FrozenInstanceError):
        setattr(PLACE, name, 0)
