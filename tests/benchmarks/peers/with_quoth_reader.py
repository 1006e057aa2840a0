"""Quoth as people use it: quotes that the reader chose, or "not found", of the same index."""

from __future__ import annotations

from typing import TYPE_CHECKING

import qa
from tests.benchmarks.peers.contract import K, run
from tests.benchmarks.peers.with_quoth import build

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def _opened(index: Path, model: Path) -> Callable[[str], list[str]]:
    loaded = qa.load(index)
    return lambda question: [quote.text for quote in qa.ask(question, loaded, k=K).quotes]


if __name__ == "__main__":
    run(build, _opened)
