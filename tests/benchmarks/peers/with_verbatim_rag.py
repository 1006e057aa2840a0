"""verbatim-rag: its index on Milvus Lite. No quotes, for they need a key or a downloaded model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from verbatim_rag import Document, VerbatimIndex
from verbatim_rag.document import Chunk, ProcessedChunk
from verbatim_rag.embedding_providers import SentenceTransformersProvider
from verbatim_rag.vector_stores import LocalMilvusStore

from tests.benchmarks.peers.contract import K, run, texts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def _index(index: Path, model: Path) -> VerbatimIndex:
    index.mkdir(exist_ok=True)
    return VerbatimIndex(
        vector_store=LocalMilvusStore(str(index / "milvus.db"), enable_sparse=False),
        dense_provider=SentenceTransformersProvider(str(model)),
    )


def _document(text: str) -> Document:
    """Return a document of one passage, which is embedded as it stands, as all others do."""
    document = Document(raw_content=text)
    chunk = Chunk(content=text)
    chunk.add_processed_chunk(ProcessedChunk(enhanced_content=text))
    document.add_chunk(chunk)
    return document


def _build(corpus: Path, index: Path, model: Path) -> None:
    _index(index, model).add_documents_bulk([_document(text) for text in texts(corpus)])


def _opened(index: Path, model: Path) -> Callable[[str], list[str]]:
    loaded = _index(index, model)
    return lambda question: [found.text for found in loaded.query(question, k=K)]


if __name__ == "__main__":
    run(_build, _opened)
