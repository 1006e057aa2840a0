"""How long it takes: build, rebuild, the first answer of a new process, and every later one.

    python tests/benchmarks/speed.py [PATH…] [--sets ../shared/eval]

Prints JSON. Times are wall-clock on this machine, now; compare two versions only in turns on
the same quiet machine. With ``--sets``, the documents of all question sets are put into one
index and asked with the reader and without. Their vectors are drawn at random, for embedding
them would take an hour and a search takes as long among any vectors; the questions are
embedded as ever.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from qa.embedding import SentenceTransformerEmbedder
from qa.pipeline import ask, build_with_report, index_documents
from qa.progress import ProgressBar
from qa.question_sets import CORPUS, QUESTIONS, read_corpus, read_questions
from qa.reader import load_reader
from qa.storage import building

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.embedding import Vectors
    from qa.index import Index

_QUESTIONS = 200
_SEED = 11


class _RandomVectors(SentenceTransformerEmbedder):
    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        drawn = np.random.default_rng(len(texts)).normal(size=(len(texts), self.identity.dimension))
        unit: Vectors = (drawn / np.linalg.norm(drawn, axis=1, keepdims=True)).astype(np.float32)
        return unit


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", 1)[0])
    parser.add_argument("paths", nargs="*", default=["corpus"], metavar="PATH")
    parser.add_argument("--sets", type=Path, help="folder of question sets: ask at scale too")
    options = parser.parse_args()
    result: dict[str, Any] = {"cores": os.cpu_count(), "small": _small(options.paths)}
    if options.sets and options.sets.is_dir():
        result["scaled"] = _scaled(options.sets)
    print(json.dumps(result, indent=2))


def _small(paths: Sequence[str]) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        with ProgressBar() as bar:
            first = build_with_report(paths, into=folder, progress=bar)
        again = build_with_report(paths, into=folder, embedder=first.index.embedder)
        index = again.index
        questions = [
            document.text[span.start : span.end]
            for document in index.documents()
            for passage in index.passages(range(index.generation.manifest.counts["passages"]))
            if passage.doc_id == document.doc_id
            for span in passage.sentences
        ][:_QUESTIONS]
        warm = _warm(index, questions)
        started = time.perf_counter()
        command = [sys.executable, "-m", "qa", "ask", questions[0], "--index", folder]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        cold = time.perf_counter() - started
    return {
        **index.generation.manifest.counts,
        "build_s": round(first.seconds, 2),
        "rebuild_unchanged_s": round(again.seconds, 3),
        "cold_ask_s": round(cold, 2),
        **warm,
        "peak_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def _scaled(sets: Path) -> dict[str, Any]:
    documents, questions = [], []
    for path in sorted(sets.glob(f"*/{CORPUS}")):
        held = read_corpus(path)
        texts = {document.doc_id: document.text for document in held}
        asked = read_questions(path.parent / QUESTIONS, texts)
        questions += [item.question for item in asked if not item.scope]
        documents += [
            replace(document, doc_id=f"{path.parent.name}/{document.doc_id}") for document in held
        ]
    questions = random.Random(_SEED).sample(questions, _QUESTIONS)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        with building(root), ProgressBar() as bar:
            index, _ = index_documents(documents, root, _RandomVectors(), bar)
        return {
            **index.generation.manifest.counts,
            "with_reader": _warm(index, questions),
            "without_reader": _warm(index, questions, "none"),
        }


def _warm(index: Index, questions: Sequence[str], evidence_model: str = "default") -> Any:
    load_reader(evidence_model)
    ask(questions[0], index, evidence_model=evidence_model)
    seconds = []
    for question in questions:
        started = time.perf_counter()
        ask(question, index, evidence_model=evidence_model)
        seconds.append(time.perf_counter() - started)
    cuts = statistics.quantiles(seconds, n=20)
    return {
        "warm_ask_p50_ms": round(1000 * cuts[9], 1),
        "warm_ask_p95_ms": round(1000 * cuts[18], 1),
    }


if __name__ == "__main__":
    main()
