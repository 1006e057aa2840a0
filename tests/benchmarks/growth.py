"""How size changes things: 1,000 to 1,000,000 passages.

    python -m tests.benchmarks.growth ../shared/eval [--to 1000000]

For each size an index is written and asked in a process of its own. Text: the paragraphs of the
question sets' documents, again and again, each time with another sentence at its end. Vectors: as
many as 4,000 paragraphs have, and beyond that drawn from around these (one plus half of the
difference of two others), for encoding a million would take half a day. Questions: the sets' own.
Prints JSON; ``--plot`` draws it.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from qa.embedders.selection import embedder_for
from qa.evaluation.question_sets import CORPUS, QUESTIONS
from qa.files.hashing import content_key, sha256_of_text
from qa.indexing.build import build_with_report
from qa.indexing.drafts.draft import drafting
from qa.indexing.publishing import BuildContext, publish_draft
from qa.indexing.splitting.contexts import NewPassage, embedded_text
from qa.pipeline import ask, load
from qa.progress import ProgressBar
from qa.records import Document, Passage, Span
from qa.settings import DEFAULT_MODEL
from qa.stores.folder import building
from qa.text.sentences import sentence_spans

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from qa.embedders.protocol import Embedder, Vectors

SIZES = (1_000, 10_000, 100_000, 1_000_000)
_REAL = 4_000  # paragraphs that are encoded
_A_DOCUMENT = 50  # passages
_ASKED = 200
_NEAREST = 10
_AT_ONCE = 1 << 16
_SEED = 11
_MIB = 1 << 20


def main() -> None:
    """Measure and print, or ask one index."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", 1)[0])
    parser.add_argument("sets", type=Path, help="folder of question sets")
    parser.add_argument("--to", type=int, default=100_000, help="the most passages (100000)")
    parser.add_argument("--plot", type=Path, help="a picture of it")
    parser.add_argument("--ask", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.ask:
        print(json.dumps(_asked(options.ask, questions_of(options.sets))))
        return
    paragraphs = paragraphs_of(options.sets)
    measured = []
    with tempfile.TemporaryDirectory() as folder:
        embedder = _encoder(Path(folder))
        real = embedder.embed_passages(paragraphs[:_REAL])
        for size in (size for size in SIZES if size <= options.to):
            root = Path(folder) / str(size)
            (root / "encoders").parent.mkdir()
            (root / "encoders").symlink_to(Path(folder) / "small" / "encoders")
            measured.append(_grown(root, size, paragraphs, _Drawn(embedder, real), options.sets))
            print(json.dumps(measured[-1]), file=sys.stderr, flush=True)
            if options.plot:
                _draw(measured, options.plot)
    print(json.dumps({"cores": os.cpu_count(), "sizes": measured}, indent=2))


def paragraphs_of(sets: Path) -> list[str]:
    """Return the paragraphs of all question sets of a folder, in one order that has no order."""
    texts = [
        json.loads(line)["text"]
        for path in sorted(sets.glob(f"*/{CORPUS}"))
        for line in path.read_text(encoding="utf-8").split("\n")
        if line
    ]
    found = [line.strip() for text in texts for line in text.split("\n")]
    found = [line for line in found if 200 < len(line) < 900]
    random.Random(_SEED).shuffle(found)
    return found


def questions_of(sets: Path) -> list[str]:
    """Return some questions of all question sets of a folder, always the same."""
    found = [
        json.loads(line)["question"]
        for path in sorted(sets.glob(f"*/{QUESTIONS}"))
        for line in path.read_text(encoding="utf-8").split("\n")
        if line
    ]
    return random.Random(_SEED).sample(found, _ASKED)


def _encoder(folder: Path) -> Embedder:
    """Return the encoder that a build of the article makes."""
    build_with_report(["corpus"], into=folder / "small")
    return embedder_for(DEFAULT_MODEL, folder / "small")


class _Drawn:
    """Draws passages' vectors from around real ones; embeds questions as ever."""

    def __init__(self, embedder: Embedder, real: Vectors) -> None:
        self._embedder, self._real = embedder, real
        self._chance = np.random.default_rng(_SEED)
        self.identity, self.limit = embedder.identity, embedder.limit
        self.count_tokens = embedder.count_tokens
        self.embed_question = embedder.embed_question

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return vectors of unit norm."""
        one, two, three = self._chance.integers(len(self._real), size=(3, len(texts)))
        drawn = self._real[one] + (self._real[two] - self._real[three]) / 2
        unit: Vectors = drawn / np.linalg.norm(drawn, axis=1, keepdims=True)
        return unit


def _documents(size: int, paragraphs: Sequence[str]) -> Iterator[tuple[Document, list[NewPassage]]]:
    """Yield documents of fifty paragraphs each, until there are enough."""
    spans = [sentence_spans(paragraph) for paragraph in paragraphs]
    for first in range(0, size, _A_DOCUMENT):
        doc_id, text, passages = f"{first // _A_DOCUMENT:07}.txt", "", []
        for number in range(first, min(first + _A_DOCUMENT, size)):
            which = number % len(paragraphs)
            start, last = len(text), f"This is entry number {number}."
            body = f"{paragraphs[which]} {last}"
            sentences = [Span(start + s.start, start + s.end) for s in spans[which]]
            sentences.append(Span(start + len(body) - len(last), start + len(body)))
            text += f"{body}\n\n"
            keys = [content_key(text[s.start : s.end]) for s in sentences]
            passage = Passage(doc_id, start, start + len(body), (), tuple(sentences))
            key = content_key(embedded_text(doc_id, body))
            passages.append(NewPassage(passage, doc_id, key, tuple(keys)))
        sha256 = sha256_of_text(text)
        yield Document(doc_id, doc_id, text, sha256, sha256, "text/plain"), passages


def _grown(
    root: Path, size: int, paragraphs: Sequence[str], embedder: Any, sets: Path
) -> dict[str, Any]:
    started = time.perf_counter()
    with building(root), drafting(root, None) as draft, ProgressBar() as bar:
        for document, passages in _documents(size, paragraphs):
            draft.add(document, passages)
            bar("Splitting", draft.passages, size)
        index, _ = publish_draft(BuildContext(root, embedder, bar), draft)
    seconds = time.perf_counter() - started
    generation = index.generation
    files = sum(path.stat().st_size for path in generation.path.iterdir())
    command = [sys.executable, __file__, str(sets), "--ask", str(root)]
    asked = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    started = time.perf_counter()
    command = [sys.executable, "-m", "qa", "ask", questions_of(sets)[0], "--index", str(root)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return {
        "passages": size,
        "sentences": generation.manifest.counts["sentences"],
        "build_without_encoding_s": round(seconds, 1),
        "index_mib": round(files / _MIB),
        "cold_ask_s": round(time.perf_counter() - started, 2),
        **asked,
        "recall_at_10": _recall(index, questions_of(sets)),
    }


def _asked(root: Path, questions: Sequence[str]) -> dict[str, Any]:
    started = time.perf_counter()
    index = load(root)
    result: dict[str, Any] = {"open_s": round(time.perf_counter() - started, 2)}
    for name, model in (("without_reader", "none"), ("with_reader", "default")):
        ask(questions[0], index, evidence_model=model)
        took, lexical = [], []
        for question in questions:
            started = time.perf_counter()
            ask(question, index, evidence_model=model)
            took.append(1000 * (time.perf_counter() - started))
            query = index.query(question)
            started = time.perf_counter()
            index.generation.matching(list(query.idf), 100)
            lexical.append(1000 * (time.perf_counter() - started))
        cuts = statistics.quantiles(took, n=20)
        result[f"{name}_p50_ms"], result[f"{name}_p95_ms"] = round(cuts[9], 1), round(cuts[18], 1)
        result["lexical_p95_ms"] = round(statistics.quantiles(lexical, n=20)[18], 1)
        result[f"{name}_resident_mib"] = _memory("VmRSS")
        result[f"{name}_own_mib"] = _memory("RssAnon")
    return result


def _memory(kind: str) -> int:
    """Return the memory that is in use: VmRSS all, RssAnon without mapped files, in MiB."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(kind):
            return int(line.split()[1]) >> 10
    return 0


def _recall(index: Any, questions: Sequence[str]) -> float:
    """Return how many of the ten nearest passages are found, compared with looking at all."""
    vectors = np.array([index.embedder.embed_question(question) for question in questions])
    total = index.generation.manifest.counts["passages"]
    best: list[list[tuple[float, int]]] = [[] for _ in questions]
    for first in range(0, total, _AT_ONCE):
        numbers = np.arange(first, min(first + _AT_ONCE, total))
        cosines: NDArray[np.float32] = vectors @ index.generation.passage_vectors(numbers).T
        for i, row in enumerate(cosines):
            top = np.argsort(-row)[:_NEAREST]
            joined = [*best[i], *((-float(row[n]), first + int(n)) for n in top)]
            best[i] = sorted(joined)[:_NEAREST]
    found = 0
    for vector, exact in zip(vectors, best, strict=True):
        near = {number for number, _ in index.generation.nearest(vector, 100)[:_NEAREST]}
        found += len(near & {number for _, number in exact})
    return round(found / (_NEAREST * len(questions)), 4)


def _draw(measured: Sequence[dict[str, Any]], path: Path) -> None:
    import matplotlib as mpl  # noqa: PLC0415

    mpl.use("Agg")
    from matplotlib import pyplot as plt  # noqa: PLC0415

    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.6), layout="constrained")
    sizes = [row["passages"] for row in measured]
    for key, label in (
        ("with_reader_p95_ms", "answer with reader, p95"),
        ("without_reader_p50_ms", "answer without reader, p50"),
        ("without_reader_p95_ms", "answer without reader, p95"),
        ("lexical_p95_ms", "of it BM25, p95"),
    ):
        left.plot(sizes, [row[key] for row in measured], marker="o", label=label)
    left.set_ylabel("milliseconds")
    for key, label in (
        ("index_mib", "index on disk, MiB"),
        ("without_reader_resident_mib", "memory in use, MiB"),
        ("build_without_encoding_s", "build without encoding, s"),
    ):
        right.plot(sizes, [row[key] for row in measured], marker="o", label=label)
    for axes in (left, right):
        axes.set_xscale("log")
        axes.set_yscale("log")
        axes.set_xlabel("passages")
        axes.grid(alpha=0.3)
        axes.set_ylim(top=axes.get_ylim()[1] * 20)  # room above the lines
        axes.legend(fontsize=8, frameon=False, loc="upper left")
    figure.savefig(path, dpi=120)
    plt.close(figure)


if __name__ == "__main__":
    main()
