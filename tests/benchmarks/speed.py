"""How long it takes, against sentence-transformers and FAISS in twenty lines (``floor.py``).

    python -m tests.benchmarks.speed ../shared/eval

Both get the same 600 paragraphs and the same model, and take turns, so that a noisy machine is as
noisy for one as for the other: look at the ratios. Prints JSON; the median of the rounds each.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest import mock

import numpy as np

from qa.answers import ranking
from qa.answers.reader import load_reader
from qa.embedders.protocol import PassageText
from qa.embedders.sentence_transformer import SentenceTransformerEmbedder
from qa.indexing.build import build_with_report
from qa.indexing.vectors.embedding import embed
from qa.pipeline import ask, load
from qa.progress import ProgressBar
from qa.text.sentences import sentence_spans
from tests.benchmarks.growth import paragraphs_of, questions_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qa.index.search import Index

_PARAGRAPHS = 600
_ENCODED = 128
_ROUNDS = 3
_ASKERS = 32
_SEED = 11
_FLOOR = Path(__file__).parent / "floor.py"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", 1)[0])
    parser.add_argument("sets", type=Path, help="folder of question sets")
    options = parser.parse_args()
    paragraphs, questions = paragraphs_of(options.sets)[:_PARAGRAPHS], questions_of(options.sets)
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(_measured(Path(folder), paragraphs, questions), indent=2))


def _measured(folder: Path, paragraphs: list[str], questions: list[str]) -> dict[str, Any]:
    (folder / "corpus").mkdir()
    for number, paragraph in enumerate(paragraphs):
        (folder / "corpus" / f"{number:03}.txt").write_text(paragraph, encoding="utf-8")
    root, floor = folder / "index", folder / "floor"
    with ProgressBar() as bar:
        first = build_with_report([folder / "corpus"], into=root, progress=bar)
    (folder / "passages.json").write_text(json.dumps(paragraphs))
    _run(sys.executable, _FLOOR, "build", folder / "passages.json", floor)
    index = load(root)
    return {
        "cores": os.cpu_count(),
        **index.generation.manifest.counts,
        "first_build_s": round(first.seconds, 1),
        "build": _build(folder / "corpus", folder / "again"),
        "unchanged_build_s": round(build_with_report([folder / "corpus"], into=root).seconds, 2),
        "encoding_passages_per_s": _encoding(paragraphs[:_ENCODED], index),
        "cold_s": _cold(root, floor, questions[0]),
        "warm_retrieval_ms": _retrieval(index, paragraphs, questions),
        "warm_ask_ms": _warm(index, questions),
        "where_it_goes_ms": _where(index, questions),
        "askers_at_once": _at_once(index, questions),
        "page_s": _page(root),
    }


def _run(*command: object) -> None:
    subprocess.run([str(part) for part in command], check=True, stdout=subprocess.DEVNULL)


def _build(corpus: Path, root: Path) -> dict[str, float]:
    """Return seconds of a build whose model is exported already, and shares of them.

    Which of the exported encoders is used is tried out once for a machine.
    """
    times: dict[str, list[float]] = {}

    def progress(stage: str, done: int, total: int) -> None:
        times.setdefault(stage, []).append(time.perf_counter())

    started = time.perf_counter()
    build_with_report([corpus], into=root, progress=progress)
    seconds = time.perf_counter() - started
    began, ended = times.get("Preparing the model", times["Reading"][-1:] * 2)
    encoding = times["Writing"][0] - ended
    return {
        "seconds": round(seconds, 2),
        "choosing_the_encoder": round((ended - began) / seconds, 3),
        "around_encoding": round((seconds - encoding - (ended - began)) / seconds, 3),
    }


def _encoding(texts: Sequence[str], index: Index) -> dict[str, float]:
    model = SentenceTransformerEmbedder()
    expected = model.embed_passages(texts)
    cosines = (index.embedder.embed_passages(texts) * expected).sum(axis=1)
    passages = [PassageText(t, tuple(sentence_spans(t, 0, len(t), "en"))) for t in texts]
    theirs, ours, with_sentences = _in_turn(
        lambda: model.model.encode(list(texts), normalize_embeddings=True),
        lambda: index.embedder.embed_passages(texts),
        lambda: embed(index.embedder, passages),
    )
    return {
        "sentence_transformers": round(len(texts) / theirs, 1),
        "quoth": round(len(texts) / ours, 1),
        "quoth_with_sentences": round(len(texts) / with_sentences, 1),
        "ratio": round(theirs / ours, 2),
        "ratio_with_sentences": round(theirs / with_sentences, 2),
        "mean_cosine": round(float(np.mean(cosines)), 4),
        "least_cosine": round(float(np.min(cosines)), 4),
    }


def _in_turn(*tried: Callable[[], object]) -> list[float]:
    """Return the median seconds of each, after one round that does not count."""
    took: list[list[float]] = [[] for _ in tried]
    for number in range(_ROUNDS + 1):
        for one, seconds in zip(tried, took, strict=True):
            started = time.perf_counter()
            one()
            if number:
                seconds.append(time.perf_counter() - started)
    return [statistics.median(seconds) for seconds in took]


def _cold(root: Path, floor: Path, question: str) -> dict[str, float]:
    """Return seconds from the start of a process to its end, the answer printed."""
    command = (sys.executable, "-m", "qa", "ask", question, "--index", root)
    theirs, bare, ours = _in_turn(
        lambda: _run(sys.executable, _FLOOR, "ask", floor, question),
        lambda: _run(*command, "--evidence-model", "none"),
        lambda: _run(*command),
    )
    return {
        "floor": round(theirs, 2),
        "quoth_without_reader": round(bare, 2),
        "quoth": round(ours, 2),
        "ratio": round(theirs / ours, 2),
    }


def _retrieval(index: Index, paragraphs: list[str], questions: Sequence[str]) -> dict[str, float]:
    """Return the medians of embedding a question and finding its passages, in turns."""
    import faiss  # noqa: PLC0415

    model = SentenceTransformerEmbedder().model
    flat = faiss.IndexFlatIP(384)
    flat.add(model.encode(paragraphs[:_ENCODED], normalize_embeddings=True))
    theirs, ours = [], []
    for question in questions:
        started = time.perf_counter()
        flat.search(model.encode([question], normalize_embeddings=True), 5)
        theirs.append(time.perf_counter() - started)
        started = time.perf_counter()
        index.search(index.query(question), 5)
        ours.append(time.perf_counter() - started)
    return {
        "floor_dense": round(1000 * statistics.median(theirs), 1),
        "quoth_hybrid": round(1000 * statistics.median(ours), 1),
        "ratio": round(statistics.median(theirs) / statistics.median(ours), 2),
    }


def _warm(index: Index, questions: Sequence[str]) -> dict[str, float]:
    result: dict[str, float] = {}
    for name, model in (("without_reader", "none"), ("with_reader", "default")):
        seconds = [_timed(index, question, model) for question in [questions[0], *questions]][1:]
        result |= _percentiles(seconds, f"{name}_")
    return result


def _where(index: Index, questions: Sequence[str]) -> dict[str, float]:
    """Return the mean milliseconds of a warm question that each stage takes."""
    reader = load_reader("default")
    stages: dict[str, tuple[object, str]] = {
        "question_embedded": (index.embedder, "embed_question"),
        "dense_search": (index.generation, "nearest"),
        "bm25": (index.generation, "matching"),
        "spelling": (index, "corrected"),
        "passages_fetched": (index.generation, "passages"),
        "sentence_vectors_fetched": (index.generation, "sentence_vectors"),
        "features_extracted": (ranking, "extract_features"),
        "passages_read": (reader, "read"),
    }
    spent = dict.fromkeys(stages, 0.0)

    def clocked(name: str, stage: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any, **named: Any) -> Any:
            started = time.perf_counter()
            try:
                return stage(*given, **named)
            finally:
                spent[name] += time.perf_counter() - started

        return call

    with ExitStack() as patched:
        for name, (holder, stage) in stages.items():
            replaced = clocked(name, getattr(holder, stage))
            patched.enter_context(mock.patch.object(holder, stage, replaced))
        total = sum(_timed(index, question) for question in questions)
    spent["all_else"] = total - sum(spent.values())
    return {name: round(1000 * took / len(questions), 2) for name, took in spent.items()}


def _timed(index: Index, question: str, model: str = "default") -> float:
    started = time.perf_counter()
    ask(question, index, evidence_model=model)
    return time.perf_counter() - started


def _percentiles(seconds: Sequence[float], name: str = "") -> dict[str, float]:
    cuts = statistics.quantiles(seconds, n=20)
    return {f"{name}p50": round(1000 * cuts[9], 1), f"{name}p95": round(1000 * cuts[18], 1)}


def _at_once(index: Index, questions: Sequence[str]) -> dict[str, float]:
    """Return what 32 threads see that ask all at once, and how many answers a second come."""
    shuffled = random.Random(_SEED).sample(questions, len(questions))
    started = time.perf_counter()
    alone = sum(_timed(index, question) for question in shuffled[:50])
    started = time.perf_counter()
    with ThreadPoolExecutor(_ASKERS) as pool:
        seconds = list(pool.map(lambda question: _timed(index, question), shuffled))
    wall = time.perf_counter() - started
    return {
        "answers_per_s_alone": round(50 / alone, 1),
        "answers_per_s": round(len(shuffled) / wall, 1),
        **{f"{name}_ms": value for name, value in _percentiles(seconds).items()},
    }


def _page(root: Path) -> dict[str, float]:
    """Return seconds until the page is there, and how many of them Gradio's import takes."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    def serve() -> None:
        command = [sys.executable, "-m", "qa", "serve", "--index", str(root), "--port", str(port)]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
            while process.poll() is None:
                with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/"):
                    break
                time.sleep(0.02)
            process.kill()

    gradio, page = _in_turn(lambda: _run(sys.executable, "-c", "import gradio"), serve)
    return {"import_gradio": round(gradio, 2), "page": round(page, 2)}


if __name__ == "__main__":
    main()
