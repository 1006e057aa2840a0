"""Answers and their quotes are frozen, comparable and plain."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import pytest

from qa.records import Answer, Citation, Quote, Why
from qa.records.documents import Span

WHY = Why(dense=0.5, lexical=2.0, evidence=0.75, coverage=1.0, terms=("ev", "deliv"))
CITATION = Citation(
    doc_id="a/b.txt",
    title="B",
    headings=("Outer", "Inner"),
    page=3,
    start=10,
    end=14,
    prefix="before ",
    suffix=" after",
)
QUOTE = Quote(text="Some", citation=CITATION, score=0.9, context=Span(3, 40), why=WHY)
ANSWER = Answer(
    question="What?", quotes=(QUOTE,), found=True, confidence=0.95, nearest=(), index="0123"
)


def test_an_answer_becomes_plain_data_under_its_field_names() -> None:
    """JSON has the records' names and values, nested as they are."""
    assert json.loads(json.dumps(ANSWER.to_dict())) == {
        "question": "What?",
        "quotes": [
            {
                "text": "Some",
                "citation": {
                    "doc_id": "a/b.txt",
                    "title": "B",
                    "headings": ["Outer", "Inner"],
                    "page": 3,
                    "start": 10,
                    "end": 14,
                    "prefix": "before ",
                    "suffix": " after",
                    "places": [],
                    "byte_start": 0,
                    "byte_end": 0,
                    "source": {
                        "media_type": "",
                        "sha256": "",
                        "text_sha256": "",
                        "loader": "",
                        "versions": [],
                    },
                    "line": None,
                    "recognized": None,
                    "notes": [],
                },
                "score": 0.9,
                "context": {"start": 3, "end": 40},
                "why": {
                    "dense": 0.5,
                    "lexical": 2.0,
                    "evidence": 0.75,
                    "coverage": 1.0,
                    "terms": ["ev", "deliv"],
                },
                "table": None,
                "lead_ins": [],
            }
        ],
        "found": True,
        "confidence": 0.95,
        "nearest": [],
        "index": "0123",
        "likely": False,
        "unknown": [],
        "doubts": [],
        "disagreements": [],
        "searched": "",
        "carried": [],
        "parts": [],
        "asked": {
            "k": None,
            "documents": [],
            "min_confidence": None,
            "evidence_model": None,
            "after": None,
            "chosen": None,
            "leaning": [],
        },
        "within": [],
        "note": "",
    }


def test_a_citation_has_the_selectors_of_web_annotations() -> None:
    """By position and by quotation."""
    assert CITATION.selectors("Some") == [
        {"type": "TextPositionSelector", "start": 10, "end": 14},
        {"type": "TextQuoteSelector", "exact": "Some", "prefix": "before ", "suffix": " after"},
    ]


@pytest.mark.parametrize("record", [ANSWER, QUOTE, CITATION, WHY, Span(0, 1)])
def test_a_record_cannot_be_changed(record: Any) -> None:
    """Neither its fields nor new ones can be set."""
    first = dataclasses.fields(record)[0].name
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(record, first, "other")
    assert not hasattr(record, "__dict__")
    assert hash(record) == hash(dataclasses.replace(record))


@pytest.mark.parametrize("kind", [Answer, Citation, Quote, Why])
def test_every_field_is_explained(kind: type) -> None:
    """The docstring of a record names each of its fields."""
    assert kind.__doc__
    for field in dataclasses.fields(kind):
        assert f"        {field.name}: " in kind.__doc__
