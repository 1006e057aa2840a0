"""LlamaIndex: its FAISS store and its embeddings by sentence-transformers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import faiss
from llama_index.core import StorageContext, VectorStoreIndex, load_index_from_storage
from llama_index.core.schema import TextNode
from llama_index.embeddings.huggingface import HuggingFaceEmbedding
from llama_index.vector_stores.faiss import FaissVectorStore

from tests.benchmarks.peers.contract import K, run, texts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_BATCH = 32  # what sentence-transformers and all others here take; its own default is 10


def _embeddings(model: Path) -> HuggingFaceEmbedding:
    return HuggingFaceEmbedding(model_name=str(model), embed_batch_size=_BATCH)


def _build(corpus: Path, index: Path, model: Path) -> None:
    vectors = FaissVectorStore(faiss_index=faiss.IndexFlatIP(384))
    storage = StorageContext.from_defaults(vector_store=vectors)
    nodes = [TextNode(text=text) for text in texts(corpus)]
    VectorStoreIndex(nodes, storage_context=storage, embed_model=_embeddings(model))
    storage.persist(str(index))


def _opened(index: Path, model: Path) -> Callable[[str], list[str]]:
    vectors = FaissVectorStore.from_persist_dir(str(index))
    storage = StorageContext.from_defaults(vector_store=vectors, persist_dir=str(index))
    loaded = load_index_from_storage(storage, embed_model=_embeddings(model))
    retriever = loaded.as_retriever(similarity_top_k=K)
    return lambda question: [found.node.get_content() for found in retriever.retrieve(question)]


if __name__ == "__main__":
    run(_build, _opened)
