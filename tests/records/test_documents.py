"""Records of documents and passages are frozen, comparable and explained."""

from __future__ import annotations

import dataclasses

import pytest

from qa.records.documents import Document, DocumentFacts, Heading, Hit, Passage, Span

DOCUMENT = Document("a/b.txt", "B", "An apple.", "0" * 64, "1" * 64, "text/plain")
PASSAGE = Passage("a/b.txt", 0, 9, ("Fruit",), (Span(0, 9),))
RECORDS = (
    Span(0, 9),
    Heading(0, 5, 1, "Fruit"),
    DOCUMENT,
    DocumentFacts("a/b.txt", "B", "text/plain", 9, 0, 1),
    PASSAGE,
    Hit(0, PASSAGE, 0.5, 0.25, 1.5),
)


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: type(record).__name__)
def test_a_record_cannot_be_changed(record: Span) -> None:
    """Its fields cannot be set; an equal record has the same hash."""
    first = dataclasses.fields(record)[0].name
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(record, first, "other")
    assert not hasattr(record, "__dict__")
    assert hash(record) == hash(dataclasses.replace(record))


@pytest.mark.parametrize("kind", [Heading, Document, DocumentFacts, Passage, Hit])
def test_every_field_is_explained(kind: type[Span]) -> None:
    """The docstring names each field."""
    for field in dataclasses.fields(kind):
        assert f"        {field.name}: " in (kind.__doc__ or ""), field.name


def test_a_document_has_no_pages_and_no_language_unless_its_file_has() -> None:
    """The optional fields are empty."""
    assert (DOCUMENT.pages, DOCUMENT.headings, DOCUMENT.language) == ((), (), "")
