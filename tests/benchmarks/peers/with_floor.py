"""sentence-transformers and FAISS alone: ``tests/benchmarks/floor.py``, in the peers' contract."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import faiss
from sentence_transformers import SentenceTransformer

from tests.benchmarks.peers.contract import K, run, texts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def _build(corpus: Path, index: Path, model: Path) -> None:
    passages = texts(corpus)
    flat = faiss.IndexFlatIP(384)
    flat.add(SentenceTransformer(str(model)).encode(passages, normalize_embeddings=True))
    index.mkdir()
    faiss.write_index(flat, str(index / "vectors.faiss"))
    (index / "passages.json").write_text(json.dumps(passages))


def _opened(index: Path, model: Path) -> Callable[[str], list[str]]:
    passages = json.loads((index / "passages.json").read_text())
    flat, encoder = faiss.read_index(str(index / "vectors.faiss")), SentenceTransformer(str(model))

    def find(question: str) -> list[str]:
        _, (numbers,) = flat.search(encoder.encode([question], normalize_embeddings=True), K)
        return [passages[number] for number in numbers]

    return find


if __name__ == "__main__":
    run(_build, _opened)
