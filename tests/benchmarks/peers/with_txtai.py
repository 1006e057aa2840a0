"""txtai: an ``Embeddings`` database that stores texts, with what its defaults choose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from txtai import Embeddings

from tests.benchmarks.peers.contract import K, run, texts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def _build(corpus: Path, index: Path, model: Path) -> None:
    embeddings = Embeddings(path=str(model), content=True)
    embeddings.index(texts(corpus))
    embeddings.save(str(index))


def _opened(index: Path, model: Path) -> Callable[[str], list[str]]:
    embeddings = Embeddings()
    embeddings.load(str(index))  # with the model that its configuration names
    return lambda question: [found["text"] for found in embeddings.search(question, K)]


if __name__ == "__main__":
    run(_build, _opened)
