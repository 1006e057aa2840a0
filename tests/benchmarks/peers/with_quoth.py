"""Quoth: passages found by vectors and BM25, without the reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

import qa
from tests.benchmarks.peers.contract import K, run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def build(corpus: Path, index: Path, model: Path) -> None:
    """Build an index, with the model that is the default: the same.

    Args:
        corpus: folder of text files.
        index: folder to write.
        model: not used.
    """
    qa.build(corpus, into=index)


def _opened(index: Path, model: Path) -> Callable[[str], list[str]]:
    loaded = qa.load(index)

    def find(question: str) -> list[str]:
        passages = [hit.passage for hit in loaded.search(loaded.query(question), K)]
        return [loaded.document(one.doc_id).text[one.start : one.end] for one in passages]

    return find


if __name__ == "__main__":
    run(build, _opened)
