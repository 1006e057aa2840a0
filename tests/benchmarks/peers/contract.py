"""What the script of each peer does: build an index of passages, and find passages for questions.

    python -m tests.benchmarks.peers.with_floor build CORPUS INDEX MODEL
    python -m tests.benchmarks.peers.with_floor ask INDEX MODEL QUESTION [QUESTION ...]

CORPUS is a folder of text files, a passage each. MODEL is the folder of the embedding model. The
last line of the output is JSON. It needs nothing but Python, for it runs in the peer's environment.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

K = 5
"""How many passages are found for a question."""

Find = "Callable[[str], list[str]]"
"""Question → texts of the passages found, best first."""


def texts(corpus: Path) -> list[str]:
    """Return the passages of a corpus.

    Args:
        corpus: folder of text files, a passage each.
    """
    return [path.read_text(encoding="utf-8") for path in sorted(corpus.glob("*.txt"))]


def run(
    build: Callable[[Path, Path, Path], None],
    opened: Callable[[Path, Path], Callable[[str], list[str]]],
) -> None:
    """Do what the command line says and print what it took.

    Args:
        build: writes an index: corpus, index, model.
        opened: opens one: index, model. Returns what finds the passages for a question.
    """
    parser = argparse.ArgumentParser()
    verbs = parser.add_subparsers(dest="verb", required=True)
    for verb in ("build", "ask"):
        arguments = verbs.add_parser(verb)
        if verb == "build":
            arguments.add_argument("corpus", type=Path)
        arguments.add_argument("index", type=Path)
        arguments.add_argument("model", type=Path)
        if verb == "ask":
            arguments.add_argument("questions", nargs="+")
    options = parser.parse_args()
    if options.verb == "build":
        build(options.corpus, options.index, options.model)
        result: dict[str, object] = {"passages": len(texts(options.corpus))}
    else:
        find, took, found = opened(options.index, options.model), [], []
        for question in options.questions:
            started = time.perf_counter()
            found.append(find(question))
            took.append(round(1000 * (time.perf_counter() - started), 3))
        result = {"milliseconds": took, "found": found}
    sys.stdout.write(f"\n{json.dumps(result)}\n")
