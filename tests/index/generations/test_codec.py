"""Rows become the records that were stored, or an error."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.index.generations.codec import (
    EDGES_BYTES,
    decoded_document,
    decoded_facts,
    decoded_passage,
    is_filled,
    packed_spans,
    unpacked_edges,
    unpacked_spans,
)
from qa.records import Heading, Passage, Span

EDGES = st.tuples(st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1))


@given(st.lists(EDGES))
def test_spans_come_back(edges: list[tuple[int, int]]) -> None:
    """Of eight bytes each, on any machine."""
    spans = tuple(Span(*pair) for pair in edges)
    packed = packed_spans(spans)
    assert len(packed) == EDGES_BYTES * len(spans)
    assert unpacked_spans(packed) == spans
    assert unpacked_edges(packed) == [edge for pair in edges for edge in pair]


def test_edges_are_little_endian() -> None:
    """So an index can be moved to another machine."""
    assert packed_spans([Span(1, 258)]) == b"\x01\0\0\0\x02\x01\0\0"


@pytest.mark.parametrize(
    ("edges", "filled"),
    [
        ([0, 4, 5, 9], True),
        ([0, 9], True),
        ([], False),
        ([1, 9], False),
        ([0, 8], False),
        ([0, 5, 4, 9], False),
    ],
)
def test_sentences_fill_their_passage(edges: list[int], *, filled: bool) -> None:
    """From its start to its end, in order."""
    assert is_filled(0, 9, edges) == filled


def test_a_passage_is_decoded() -> None:
    """With its path of headings and its sentences."""
    row = ["a.txt", 3, 9, '["A", "B"]', packed_spans([Span(3, 5), Span(6, 9)])]
    spans = (Span(3, 5), Span(6, 9))
    assert decoded_passage(row) == Passage("a.txt", 3, 9, ("A", "B"), spans)


@pytest.mark.parametrize(
    "wrong", [{"headings": None}, {"headings": "["}, {"sentences": b"1234567"}]
)
def test_a_passage_of_other_values_is_damaged(wrong: dict[str, object]) -> None:
    """Whatever their type."""
    row = {
        "doc": "a",
        "start": 0,
        "end": 1,
        "headings": "[]",
        "sentences": packed_spans([Span(0, 1)]),
    }
    with pytest.raises(ValueError, match=r"."):
        decoded_passage([*(row | wrong).values()])


def document_row(**changed: object) -> list[object]:
    """Return the row of a document of two words."""
    headings = json.dumps([{"start": 0, "end": 3, "level": 1, "title": "Two"}])
    row = {
        "doc_id": "a.txt",
        "title": "A",
        "text": "Two words",
        "source_sha256": "0" * 64,
        "text_sha256": "1" * 64,
        "media_type": "text/plain",
        "pages": "[0, 4]",
        "headings": headings,
        "breaks": "[3]",
        "asides": "[[4, 9]]",
        "notes": '["A note."]',
        "language": "en",
    }
    return [*(row | changed).values()]


def test_a_document_is_decoded() -> None:
    """Its lists become tuples of records."""
    document = decoded_document(document_row(), ("b.txt",))
    assert (document.pages, document.breaks, document.places) == ((0, 4), (3,), ("b.txt",))
    assert document.headings == (Heading(0, 3, 1, "Two"),)
    assert document.asides == (Span(4, 9),)
    assert document.notes == ("A note.",)


@pytest.mark.parametrize(
    "wrong", [{"pages": None}, {"headings": '[{"start": 0}]'}, {"asides": "[[1]]"}, {"breaks": "x"}]
)
def test_a_document_of_other_values_is_damaged(wrong: dict[str, object]) -> None:
    """Also where they are JSON."""
    with pytest.raises(ValueError, match=r"."):
        decoded_document(document_row(**wrong), ())


def test_facts_are_decoded() -> None:
    """The notes of a document are sentences."""
    facts = decoded_facts(["a.txt", "A", "text/plain", 9, 2, 1, '["A note."]'])
    assert (facts.characters, facts.pages, facts.passages, facts.notes) == (9, 2, 1, ("A note.",))
    with pytest.raises(ValueError, match="cannot be decoded"):
        decoded_facts(["a.txt", "A", "text/plain", 9, 2, 1, "7"])
