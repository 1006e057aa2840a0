"""Are altered quotations caught, and how long does it take?

    python -m tests.benchmarks.claims [../shared/eval] [--passages 100000]

True sentences of the question sets' documents are changed in one way each, some 30 a way, and
checked against an index of those documents among others, whose words are drawn at random with
the frequencies of the true ones. Prints JSON: a table of ways and verdicts, and times of one
check on this machine, now. The exit status is 1 when anything altered was called exact, or
anything typographic altered.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import statistics
import sys
import tempfile
import time
import unicodedata
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from qa.embedders.protocol import EmbedderIdentity
from qa.evaluation.question_sets import CORPUS, read_corpus
from qa.files.hashing import sha256_of_text
from qa.indexing.build import index_documents
from qa.progress import ProgressBar
from qa.records import Document
from qa.stores.folder import building
from qa.text.paragraphs import paragraph_spans
from qa.text.sentences import sentence_spans
from qa.verification.checking import check

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qa.embedders.protocol import Vectors
    from qa.index.search import Index

_EACH = 30
_SEED = 5
_WORDS_OF_A_FILLER = 3_000
_WORD = re.compile(r"\w+")
_LENGTHS = range(60, 250)  # characters of the sentences that are changed
_LEAST_SPACES = 9
_NUMBER = re.compile(r"\b\d[\d,]*\b")
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}\b")


class _NoVectors:
    """An embedder for an index whose vectors nobody asks for."""

    identity = EmbedderIdentity("none", "0" * 64, 2)
    limit = 200

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) for text in texts]

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        return np.tile(np.array([1, 0], np.float32), (len(texts), 1))

    def embed_question(self, _: str) -> Vectors:
        return np.array([1, 0], np.float32)


def _cut(claim: str, drawn: random.Random, _: Sequence[str]) -> str | None:
    words = claim.split(" ")
    first = drawn.randrange(0, len(words) // 3)
    return " ".join(words[first : first + drawn.randrange(5, len(words) // 2 + 5)])


def _word_dropped(claim: str, drawn: random.Random, _: Sequence[str]) -> str | None:
    words = claim.split(" ")
    at = drawn.randrange(1, len(words) - 1)
    return " ".join(words[:at] + words[at + 1 :]) if words[at].isalpha() else None


def _negated(claim: str, drawn: random.Random, _: Sequence[str]) -> str | None:
    if " not " in claim and drawn.random() < 0.5:
        return claim.replace(" not ", " ", 1)
    verb = re.search(r" (?:is|was|are|were|has|had|can|will) ", claim)
    return claim[: verb.end()] + "not " + claim[verb.end() :] if verb else None


def _number_changed(claim: str, drawn: random.Random, _: Sequence[str]) -> str | None:
    found = _NUMBER.search(claim)
    if not found:
        return None
    at = drawn.randrange(*found.span())
    if not claim[at].isdigit():
        return None
    return f"{claim[:at]}{(int(claim[at]) + drawn.randrange(1, 9)) % 10}{claim[at + 1 :]}"


def _name_swapped(claim: str, drawn: random.Random, others: Sequence[str]) -> str | None:
    names = {name for other in drawn.sample(others, 20) for name in _NAME.findall(other)}
    found = _NAME.search(claim)
    other = sorted(names - set(_WORD.findall(claim)))
    return claim[: found.start()] + other[0] + claim[found.end() :] if found and other else None


def _word_changed(claim: str, drawn: random.Random, others: Sequence[str]) -> str | None:
    words = claim.split(" ")
    at = drawn.randrange(1, len(words) - 1)
    other = drawn.choice([w for w in drawn.choice(others).split(" ") if w.isalpha()] or ["x"])
    if not words[at].isalpha() or other.casefold() == words[at].casefold():
        return None
    return " ".join([*words[:at], other, *words[at + 1 :]])


def _reordered(claim: str, drawn: random.Random, _: Sequence[str]) -> str | None:
    words = claim.rstrip(".").split(" ")
    at = drawn.randrange(5, len(words) - 4) if len(words) > 10 else 0
    return " ".join(words[at:] + words[:at]) if at else None


def _ellipsis(claim: str, drawn: random.Random, _: Sequence[str]) -> str | None:
    words = claim.split(" ")
    if len(words) < 14:
        return None
    last = drawn.randrange(7, len(words) - 5)
    mark = drawn.choice(["…", "...", "[…]", ". . ."])
    return " ".join([*words[: drawn.randrange(5, last)], mark, *words[last:]])


def _joined(claim: str, drawn: random.Random, others: Sequence[str]) -> str | None:
    first, other = claim.split(" "), drawn.choice(others).split(" ")
    if min(len(first), len(other)) < 16:
        return None
    return " ".join(first[: len(first) // 2] + other[len(other) // 2 :])


def _typographic(claim: str, drawn: random.Random, _: Sequence[str]) -> str | None:
    changes: list[Callable[[str], str]] = [
        lambda text: text.replace("'", "’").replace('"', "“"),
        lambda text: text.replace("-", "–").replace("—", "--"),
        lambda text: text.replace("fi", "ﬁ").replace("fl", "ﬂ"),
        lambda text: text[:20] + "\u00ad".join(text[20:23]) + text[23:],
        lambda text: text.replace(" ", "\u00a0", 3).replace(" ", "\n", 1),
        str.upper,
        lambda text: unicodedata.normalize("NFD", text),
        lambda text: f"“{unicodedata.normalize('NFC', text)}”",
    ]
    for change in drawn.sample(changes, 3):
        claim = change(claim)
    return claim


_WAYS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "none": (lambda claim, _, __: claim, ("exact",)),
    "cut": (_cut, ("exact",)),
    "typographic": (_typographic, ("exact",)),
    "word dropped": (_word_dropped, ("altered",)),
    "word changed": (_word_changed, ("altered",)),
    "negated": (_negated, ("altered",)),
    "number changed": (_number_changed, ("altered",)),
    "name swapped": (_name_swapped, ("altered",)),
    "reordered": (_reordered, ("altered", "stitched")),
    "stitched by an ellipsis": (_ellipsis, ("stitched",)),
    "stitched without a sign": (_joined, ("stitched",)),
    "from other documents": (None, ("absent", "altered")),  # papers share turns of phrase
}
"""Way of changing a sentence → the function that does it, and the verdicts that are right."""

_TRUE = ("none", "cut", "typographic")
"""Ways that leave a quotation true."""


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", 1)[0])
    parser.add_argument("sets", nargs="?", type=Path, default=Path("../shared/eval"))
    parser.add_argument("--passages", type=int, default=100_000)
    options = parser.parse_args()
    drawn = random.Random(_SEED)
    documents = [
        replace(document, doc_id=f"{path.parent.name}/{document.doc_id}")
        for path in sorted(options.sets.glob(f"*/{CORPUS}"))
        for document in read_corpus(path)
    ]
    if not documents:
        parser.error(f"there is no */{CORPUS} in {str(options.sets)!r}")
    kept, left_out = documents[::10] + documents[1::10], documents[2::10]
    rest = [document for i, document in enumerate(documents) if i % 10 > 2]
    sentences, foreign = _sentences(kept), _sentences(left_out)
    with tempfile.TemporaryDirectory() as folder:
        index = _index(Path(folder), [*kept, *rest], options.passages, drawn)
        held = " ".join(word for document in documents for word in document.text.split())
        table, seconds, wrong = _judged(index, sentences, foreign, drawn, held)
    wall, busy = zip(*seconds, strict=True)
    result = {
        "cores": os.cpu_count(),
        **index.generation.manifest.counts,
        "claims": len(seconds),
        "verdicts": table,
        "wrong": wrong,
        "wall_ms": _milliseconds(wall),
        "processor_ms": _milliseconds(busy),  # what it takes on a machine with nothing else to do
    }
    print(json.dumps(result, indent=2, ensure_ascii=False))
    called_exact = [way for way, told in table.items() if "exact" in told and way not in _TRUE]
    called_altered = [way for way in _TRUE if set(table[way]) != {"exact"}]
    return 1 if called_exact or called_altered else 0


def _milliseconds(seconds: Sequence[float]) -> dict[str, float]:
    cuts = statistics.quantiles(seconds, n=20)
    named = {"p50": cuts[9], "p95": cuts[18], "most": max(seconds)}
    return {name: round(1000 * value, 1) for name, value in named.items()}


def _sentences(documents: Sequence[Document]) -> list[str]:
    return [
        sentence
        for document in documents
        for paragraph in paragraph_spans(document.text)
        for span in sentence_spans(document.text, paragraph.start, paragraph.end)
        if len(sentence := document.text[span.start : span.end]) in _LENGTHS
        and sentence.count(" ") >= _LEAST_SPACES
        and "…" not in sentence
        and "..." not in sentence
    ]


def _index(folder: Path, documents: list[Document], passages: int, drawn: random.Random) -> Index:
    """Return an index of some documents among as many others as make so many passages."""
    with building(folder), ProgressBar(hidden=True) as bar:
        true, _ = index_documents(documents, folder, _NoVectors(), bar)
        held = true.generation.manifest.counts["passages"]
        words = [word for document in documents for word in document.text.split()]
        fillers = max(0, passages - held) * (len(words) // held) // _WORDS_OF_A_FILLER
        drawn_texts = (
            "\n\n".join(
                " ".join(drawn.choices(words, k=_WORDS_OF_A_FILLER // 30)) for _ in range(30)
            )
            for _ in range(fillers)
        )
        others = [
            Document(f"filler/{i}.txt", "", text, sha256, sha256, "text/plain")
            for i, text in enumerate(drawn_texts)
            for sha256 in (sha256_of_text(text),)
        ]
        return index_documents([*documents, *others], folder, _NoVectors(), bar)[0]


def _judged(
    index: Index, sentences: Sequence[str], foreign: Sequence[str], drawn: random.Random, held: str
) -> tuple[dict[str, dict[str, int]], list[tuple[float, float]], list[dict[str, Any]]]:
    """Return way → verdict → how often, the seconds of each check, and what was judged wrongly."""
    table: dict[str, dict[str, int]] = {}
    seconds: list[tuple[float, float]] = []
    wrong = []
    for way, (change, right) in _WAYS.items():
        counted: Counter[str] = Counter()
        while counted.total() < _EACH:
            true = drawn.choice(sentences if change else foreign)
            claim = change(true, drawn, sentences) if change else true
            true_all_the_same = (
                change and way not in _TRUE and claim and " ".join(claim.split()) in held
            )
            if claim is None or true_all_the_same:
                continue
            started, busy = time.perf_counter(), time.process_time()
            found = check(claim, index)
            seconds.append((time.perf_counter() - started, time.process_time() - busy))
            counted[found.verdict] += 1
            if found.verdict not in right:
                wrong.append({"way": way, "verdict": found.verdict, "claim": claim, "true": true})
        table[way] = dict(counted)
    return table, seconds, wrong


if __name__ == "__main__":
    sys.exit(main())
