"""Blocks give the texts and keys of passages that follow each other."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from qa.files.hashing import content_key
from qa.indexing.drafts.draft import Draft
from qa.indexing.splitting.contexts import new_passages
from qa.records import Span
from tests.support.indexes import AxisEmbedder
from tests.support.nasty import document

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def draft(tmp_path: Path) -> Iterator[Draft]:
    """Three passages on three pages, of one, two and one sentences."""
    text = document("Apple. Bird one. Bird two. Cloud.", pages=(0, 7, 27))
    with closing(Draft(tmp_path / "draft")) as made:
        made.add(text, new_passages(text, AxisEmbedder()), file="book.txt")
        yield made


def test_a_block_knows_its_passages_and_their_sentences(draft: Draft) -> None:
    """By their numbers in the generation."""
    block = draft.block(1, 3)
    assert (block.passages, block.sentences) == (slice(1, 3), slice(1, 4))
    assert block.texts() == [
        ("Nasty\nBird one. Bird two.", (Span(6, 15), Span(16, 25))),
        ("Nasty\nCloud.", (Span(6, 12),)),
    ]


def test_keys_are_those_of_the_texts(draft: Draft) -> None:
    """One for each, in their order."""
    block = draft.block(0, 2)
    assert block.keys() == [content_key(text) for text, _ in block.texts()]
    assert block.sentence_keys() == [
        content_key(text[span.start : span.end]) for text, spans in block.texts() for span in spans
    ]


def test_a_text_is_traced_to_its_file(draft: Draft) -> None:
    """Whether it is a passage with its context or a sentence; other texts are in none."""
    block = draft.block(0, 3)
    assert block.files_with({"Cloud."}) == {"book.txt": "Cloud."}
    assert block.files_with({"Nasty\nCloud."}) == {"book.txt": "Nasty\nCloud."}
    assert block.files_with({"Rain."}) == {}
