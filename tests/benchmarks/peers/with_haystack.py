"""Haystack: its FAISS store, its embedders by sentence-transformers, and a pipeline to ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from haystack import Document, Pipeline
from haystack_integrations.components.embedders.sentence_transformers import (
    SentenceTransformersDocumentEmbedder,
    SentenceTransformersTextEmbedder,
)
from haystack_integrations.components.retrievers.faiss import FAISSEmbeddingRetriever
from haystack_integrations.document_stores.faiss import FAISSDocumentStore

from tests.benchmarks.peers.contract import K, run, texts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def _build(corpus: Path, index: Path, model: Path) -> None:
    embedder = SentenceTransformersDocumentEmbedder(
        model=str(model), normalize_embeddings=True, progress_bar=False
    )
    embedder.warm_up()
    documents = [Document(content=text) for text in texts(corpus)]
    store = FAISSDocumentStore(embedding_dim=384)
    store.write_documents(embedder.run(documents=documents)["documents"])
    index.mkdir()
    store.save(index / "index")


def _opened(index: Path, model: Path) -> Callable[[str], list[str]]:
    store = FAISSDocumentStore(index_path=str(index / "index"), embedding_dim=384)
    pipeline = Pipeline()
    pipeline.add_component(
        "embedder",
        SentenceTransformersTextEmbedder(
            model=str(model), normalize_embeddings=True, progress_bar=False
        ),
    )
    pipeline.add_component("retriever", FAISSEmbeddingRetriever(document_store=store, top_k=K))
    pipeline.connect("embedder.embedding", "retriever.query_embedding")
    pipeline.warm_up()

    def find(question: str) -> list[str]:
        found = pipeline.run({"embedder": {"text": question}})["retriever"]["documents"]
        return [document.content for document in found]

    return find


if __name__ == "__main__":
    run(_build, _opened)
