"""Vectors are fetched for documents that another index has, and only if they fit."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from qa.errors import IndexCorruptError, IndexUnavailableError
from qa.indexing.drafts.draft import Draft
from qa.indexing.splitting.contexts import new_passages
from qa.indexing.vectors.remote import fetch_vectors
from qa.indexing.vectors.writing import write_vectors
from qa.progress import silent
from tests.support.indexes import AxisEmbedder, Library

if TYPE_CHECKING:
    from pathlib import Path

    from qa.errors import QAError
    from qa.index.search import Index
    from qa.records import Document


@pytest.fixture
def published(library: Library) -> Index:
    """An index of three documents, in place of one on a cluster."""
    return library.build(a="Apple. Bird.", b="Cloud.", c="Apple one.")


def embedded_after_fetching(published: Index, folder: Path, documents: list[Document]) -> list[str]:
    """Return the texts that a draft of documents has to embed once vectors were fetched."""
    embedder = AxisEmbedder()
    with closing(Draft(folder / "draft")) as draft:
        for document in documents:
            draft.add(document, new_passages(document, embedder))
        fetch_vectors(published.generation, draft, folder / "saved", embedder, silent)
        assert embedder.embedded == []
        vectors, _ = write_vectors(draft, folder / "saved", embedder, silent)
        expected = [text for text, _ in draft.block(0, draft.passages).texts()]
    assert (vectors == AxisEmbedder().embed_passages(expected)).all()
    return embedder.embedded


def test_what_is_published_is_not_embedded_again(published: Index, tmp_path: Path) -> None:
    """The vectors are those that would be made."""
    documents = list(published.documents())
    assert embedded_after_fetching(published, tmp_path, documents) == []


def test_a_document_that_is_not_there_is_embedded(published: Index, tmp_path: Path) -> None:
    """One of the same name but of other bytes too."""
    first, second, third = published.documents()
    changed = replace(first, source_sha256="0" * 64, text="Apple. Wind.")
    renamed = replace(second, doc_id="other.txt", text="Rain.")
    made = embedded_after_fetching(published, tmp_path, [changed, renamed, third])
    assert made == ["A\nApple. Wind.", "B\nRain.", "Apple.", "Wind.", "Rain."]


@pytest.mark.parametrize("error", [IndexCorruptError("damaged"), IndexUnavailableError("away")])
def test_damage_costs_a_document_and_a_lost_cluster_the_build(
    published: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: QAError
) -> None:
    """Damaged documents are embedded; without the cluster, the build could not publish either."""
    documents = list(published.documents())
    read = published.generation.document

    def failing(doc_id: str) -> Document:
        if doc_id == "b.txt":
            raise error
        return read(doc_id)

    monkeypatch.setattr(published.generation, "document", failing)
    if isinstance(error, IndexUnavailableError):
        with pytest.raises(IndexUnavailableError):
            embedded_after_fetching(published, tmp_path, documents)
    else:
        assert embedded_after_fetching(published, tmp_path, documents) == ["B\nCloud.", "Cloud."]
