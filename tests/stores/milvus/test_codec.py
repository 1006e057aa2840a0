"""What is packed into the rows of a cluster comes back, and damage is noticed."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.errors import IndexCorruptError
from qa.files.hashing import sha256_of_text
from qa.index.packed_vectors import packed, unpacked
from qa.records import Document, DocumentFacts, Heading, Passage, RecognizedPage, Span
from qa.stores.milvus.codec import (
    DOCUMENT,
    LONGEST_KEY,
    LONGEST_TEXT,
    MANIFEST,
    joined,
    packed_document,
    packed_facts,
    packed_passage,
    pieces,
    sentence_key,
    sentences_a_row,
    term_key,
    text_key,
    unpacked_document,
    unpacked_facts,
    unpacked_passage,
    unpacked_vectors,
    unpacked_words,
    vectors_as_text,
)

pytestmark = pytest.mark.long

PATH = Path("host/quoth")
TEXT = "An apple. \U0001f426 “Birds”\n"


def document() -> Document:
    """Return a document with something in every list."""
    return Document(
        doc_id="a.txt",
        title="A",
        text=TEXT,
        source_sha256="0" * 64,
        text_sha256=sha256_of_text(TEXT),
        media_type="text/plain",
        pages=(0, 10),
        headings=(Heading(0, 2, 1, "An"),),
        breaks=(9,),
        asides=(Span(10, 11),),
        recognized=(RecognizedPage(2, 0.9, "tesseract 5.3.0 (eng)", "abc"),),
        notes=("decoded as cp1251 by guess",),
    )


@given(st.text())
def test_a_text_comes_back_from_its_pieces(text: str) -> None:
    """Any text, in one piece at least."""
    assert joined(pieces(text), PATH) == text


@pytest.mark.parametrize("sign", ["a", "é", "\U0001f426", '"', "\n"])
def test_every_piece_fits_into_a_row(sign: str) -> None:
    """Counted in bytes; a sign may be cut, and is whole again in the end."""
    text = sign * (LONGEST_TEXT + 1)
    cut = pieces(text)
    assert len(cut) > 1
    assert all(len(piece.encode()) <= LONGEST_TEXT for piece in cut)
    assert joined(cut, PATH) == text


def test_a_missing_piece_is_noticed() -> None:
    """Where it was cut within a sign."""
    with pytest.raises(IndexCorruptError, match="a text is incomplete"):
        joined(["\\ud83d\\u"], PATH)


def test_keys_of_texts_differ() -> None:
    """By kind, number and piece."""
    keys = {
        text_key(kind, number, piece)
        for kind in (MANIFEST, DOCUMENT)
        for number in (0, 1, 2**32)
        for piece in (0, 1, 2**19)
    }
    assert len(keys) == 18
    assert max(keys) < 2**63
    assert len({sentence_key(number, piece) for number in (0, 1) for piece in (0, 65_535)}) == 4


def test_a_long_term_has_a_short_key() -> None:
    """And never that of another one; short terms are their own keys."""
    assert term_key("apple") == "apple"
    long, longer = "é" * LONGEST_KEY, "é" * (LONGEST_KEY + 1)
    assert len(term_key(long).encode()) <= LONGEST_KEY
    assert term_key(long) != term_key(longer)


@pytest.mark.parametrize("dimension", [4, 384, 1_024, 40_000])
def test_vectors_of_a_row_come_back(dimension: int) -> None:
    """As many as fit, in 8 bits a number."""
    count = sentences_a_row(dimension)
    rows = packed(np.random.default_rng(7).normal(size=(count, dimension)).astype(np.float32))
    text = vectors_as_text(rows)
    assert len(text) <= LONGEST_TEXT or count == 1
    assert np.array_equal(unpacked_vectors([text], dimension, PATH), unpacked(rows))
    with pytest.raises(IndexCorruptError):
        unpacked_vectors([text[:-4]], dimension, PATH)


def test_records_come_back() -> None:
    """A document's other paths are not packed: they are in the manifest."""
    passage = Passage("a.txt", 0, 9, ("An",), (Span(0, 9),))
    facts = DocumentFacts("a.txt", "A", "text/plain", 9, 2, 1, ("A note.",))
    assert unpacked_passage(packed_passage(passage), PATH) == passage
    assert unpacked_facts(packed_facts(facts), PATH) == facts
    assert unpacked_document(packed_document(document()), (), PATH) == document()
    copied = unpacked_document(packed_document(document()), ("b.txt",), PATH)
    assert copied.places == ("b.txt",)


def test_a_changed_text_is_noticed() -> None:
    """By its hash."""
    values = json.loads(packed_document(document()))
    values["text"] = TEXT.replace("apple", "grape")
    with pytest.raises(IndexCorruptError, match=r"the stored text of 'a\.txt' has changed"):
        unpacked_document(json.dumps(values), (), PATH)


@pytest.mark.parametrize("content", ["", "{", "7", "null", "[1]", '{"text": 1}'])
def test_other_content_is_damaged(content: str) -> None:
    """Whatever it should be."""
    for read in (unpacked_passage, unpacked_facts, unpacked_words):
        with pytest.raises(IndexCorruptError):
            read(content, PATH)
    with pytest.raises(IndexCorruptError):
        unpacked_document(content, (), PATH)
