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


def test_an_offset_is_on_the_last_page_that_has_begun() -> None:
    """Pages are counted from 1; a document without pages has none."""
    paged = dataclasses.replace(DOCUMENT, pages=(0, 3))
    assert [paged.page_at(offset) for offset in (0, 2, 3, 8)] == [1, 1, 2, 2]
    assert DOCUMENT.page_at(3) is None


def test_a_section_ends_where_one_of_its_level_begins() -> None:
    """The sections within it end there too, and of two headings at one place the last counts."""
    headings = (Heading(0, 1, 1, "A"), Heading(2, 3, 2, "B"), Heading(4, 5, 2, "C"))
    owner = dataclasses.replace(DOCUMENT, headings=(*headings, Heading(6, 7, 1, "D")))
    sections = [owner.sections_at(offset) for offset in (1, 3, 5, 8)]
    assert sections == [("A",), ("A", "B"), ("A", "C"), ("D",)]
    twice = dataclasses.replace(DOCUMENT, headings=(*headings[:1], Heading(0, 1, 2, "Z")))
    assert twice.sections_at(0) == ("Z",)
