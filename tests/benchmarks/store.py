"""Whether a cluster gives the answers of the embedded index, and how fast.

    python -m tests.benchmarks.store ../shared/eval [--store milvus://host:19530]

Two hundred questions, answerable here, nearly answerable and from elsewhere, every fifth asked of
the one document that it was made from. Everything that an answer says is compared: words, offsets,
order and whether it was found as they are, numbers to 1e-4. Without ``--store`` the vendor's small
server is started on loopback. Prints JSON; ends with 1 where an answer differs.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import sys
import tempfile
import time
import uuid
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from qa.evaluation.question_sets import CORPUS, QUESTIONS, read_corpus, read_questions  # noqa: E402
from qa.indexing.build import build_with_report, index_documents  # noqa: E402
from qa.pipeline import ask, load  # noqa: E402
from qa.progress import ProgressBar  # noqa: E402
from qa.stores.folder import building  # noqa: E402
from qa.stores.milvus.address import parse_address  # noqa: E402
from qa.stores.milvus.client import Cluster  # noqa: E402
from qa.stores.publication import publish_copy  # noqa: E402
from tests.support.clusters import drop_index, lite_server  # noqa: E402

if TYPE_CHECKING:
    from qa.evaluation.question_sets import LabelledQuestion
    from qa.index.search import Index
    from qa.progress import Progress

_SETS = ("squad2", "squad11")
_ASKED = (80, 80, 40)  # answerable, nearly, from elsewhere
_IN_ONE_DOCUMENT = 5  # every fifth
_SAME = 1e-4
_SEED = 11


def main() -> None:
    """Build, ask both, compare and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", 1)[0])
    parser.add_argument("sets", type=Path, help="folder of question sets")
    parser.add_argument("--store", help="address of a server (default: one on loopback)")
    parser.add_argument("--evidence-model", default="default", help="or none")
    options = parser.parse_args()
    with ExitStack() as ending:
        folder = Path(ending.enter_context(tempfile.TemporaryDirectory()))
        bar = ending.enter_context(ProgressBar())
        there = options.store
        if not there:
            server = lite_server(folder)
            server.start()
            ending.callback(server.kill)
            there = server.address
        address = f"{there}?index=quoth_test_{uuid.uuid4().hex[:12]}"
        ending.callback(drop_index, address)
        measured = _measured(options.sets, folder, address, options.evidence_model, bar)
    print(json.dumps(measured, indent=2))
    sys.exit(bool(measured["differing"]))


def _measured(
    sets: Path, folder: Path, address: str, evidence_model: str, bar: Progress
) -> dict[str, Any]:
    embedder = build_with_report([ROOT / "corpus"], into=folder / "article").index.embedder
    documents = [
        document for document_set in _SETS for document in read_corpus(sets / document_set / CORPUS)
    ]
    root = folder / "index"
    with building(root):
        embedded, _ = index_documents(documents, root, embedder, bar)
    started = time.monotonic()
    publish_copy(root, address, bar)
    sent = time.monotonic() - started
    os.environ["QA_STORE"] = address
    clustered = load(root, embedder=embedder)
    texts = {document.doc_id: document.text for document in documents}
    questions = _questions(sets, texts)
    # in turns, so that what else the machine does slows down both
    answers = [
        (_asked(embedded, q, number, evidence_model), _asked(clustered, q, number, evidence_model))
        for number, q in enumerate(questions)
    ]
    apart = [_apart(one[0], other[0]) for one, other in answers]
    return {
        "server": Cluster(parse_address(address)).version,
        "evidence_model": evidence_model,
        **embedded.generation.manifest.counts,
        "sent_s": round(sent, 1),
        "questions": len(questions),
        "found": sum(one[0]["found"] for one, _ in answers),
        "differing": [q.question for q, far in zip(questions, apart, strict=True) if far > _SAME],
        "largest_difference": max(apart),
        "embedded_ms": _times([one[1] for one, _ in answers]),
        "cluster_ms": _times([other[1] for _, other in answers]),
    }


def _questions(sets: Path, texts: dict[str, str]) -> list[LabelledQuestion]:
    here = [q for name in _SETS for q in read_questions(sets / name / QUESTIONS, texts)]
    groups = (
        [q for q in here if q.gold],
        [q for q in here if not q.gold],
        read_questions(sets / "nq_open" / QUESTIONS, texts),
    )
    drawn = random.Random(_SEED)
    return [q for group, n in zip(groups, _ASKED, strict=True) for q in drawn.sample(group, n)]


def _asked(
    index: Index, question: LabelledQuestion, number: int, evidence_model: str
) -> tuple[dict[str, Any], float]:
    """Return an answer, and the seconds it took."""
    alone = question.source if number % _IN_ONE_DOCUMENT == 0 else None
    started = time.perf_counter()
    answer = ask(
        question.question,
        index,
        documents=[alone] if alone else None,
        evidence_model=evidence_model,
    )
    return asdict(answer), time.perf_counter() - started


def _apart(one: Any, other: Any) -> float:
    """Return the largest difference of two numbers; infinite where anything else differs."""
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other)
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        return max((_apart(one[key], other[key]) for key in one), default=0.0)
    if isinstance(one, list | tuple) and isinstance(other, list | tuple) and len(one) == len(other):
        return max(map(_apart, one, other), default=0.0)
    return 0.0 if one == other else float("inf")


def _times(seconds: list[float]) -> dict[str, float]:
    return {
        "p50": round(statistics.median(seconds) * 1e3, 1),
        "p95": round(statistics.quantiles(seconds, n=20)[-1] * 1e3, 1),
    }


if __name__ == "__main__":
    main()
