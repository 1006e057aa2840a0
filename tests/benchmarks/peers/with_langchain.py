"""LangChain: its FAISS store and its embeddings by sentence-transformers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from langchain_community.vectorstores import FAISS
from langchain_huggingface import HuggingFaceEmbeddings

from tests.benchmarks.peers.contract import K, run, texts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def _embeddings(model: Path) -> HuggingFaceEmbeddings:
    return HuggingFaceEmbeddings(
        model_name=str(model), encode_kwargs={"normalize_embeddings": True}
    )


def _build(corpus: Path, index: Path, model: Path) -> None:
    FAISS.from_texts(texts(corpus), _embeddings(model)).save_local(str(index))


def _opened(index: Path, model: Path) -> Callable[[str], list[str]]:
    # It stores texts as a pickle, and has just written this one.
    store = FAISS.load_local(str(index), _embeddings(model), allow_dangerous_deserialization=True)
    return lambda question: [found.page_content for found in store.similarity_search(question, K)]


if __name__ == "__main__":
    run(_build, _opened)
