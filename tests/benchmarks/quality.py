"""How good the answers are on public question sets: table and picture of docs/benchmarks.md.

    python -m tests.benchmarks.quality ../shared/eval

Each set is measured by coefficients that were fitted without it (``training/crossed.json``);
own_words, which nothing is fitted on unless it has a part there, by the shipped ones. The reader
was trained on half of the articles of SQuAD 2; only the others are asked about. Prints tables by
set, by label and by kind of question, and writes ``build/quality.json`` and ``docs/quality.png``;
of some sets only (``--names own_words``) or with another model (``--model static``),
``build/quality.png``.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qa.answers.reader import load_reader
from qa.answers.scoring import load_model, model_of
from qa.evaluation.asking import ask_all
from qa.evaluation.metrics import evaluate
from qa.evaluation.plots import save_plot
from qa.evaluation.question_sets import CORPUS, QUESTIONS, read_corpus, read_questions
from qa.indexing.build import build_with_report, index_documents
from qa.progress import ProgressBar
from qa.settings import DEFAULT_MODEL
from qa.stores.folder import building
from tests.benchmarks.quality_tables import tables

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "training"))

from training.reader_fold import fold, part  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qa.embedders.protocol import Embedder
    from qa.evaluation.asking import Outcome
    from qa.evaluation.metrics import Evaluation
    from qa.evaluation.question_sets import LabelledQuestion
    from qa.index.search import Index

SETS = ("own_words", "squad2", "squad11", "evidence_inference")
UNFITTED = "own_words"  # the one set that need not be in crossed.json
_SEED = 11


def main() -> None:
    """Measure, print and draw."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", 1)[0])
    parser.add_argument("sets", type=Path, nargs="?", default=ROOT.parent / "shared" / "eval")
    parser.add_argument("--questions", type=int, default=800, help="a set and kind (800)")
    parser.add_argument("--documents", type=int, default=40, help="of Evidence Inference (40)")
    parser.add_argument("--work", type=Path, default=ROOT / "build" / "quality", help="for indexes")
    parser.add_argument("--names", nargs="+", default=SETS, choices=SETS, help="sets to measure")
    parser.add_argument("--model", default=DEFAULT_MODEL, help="the embedding model")
    parser.add_argument("--only", nargs="*", default=["default", "none"], help="evidence models")
    options = parser.parse_args()
    for name in options.names:
        if not (options.sets / name).is_dir():
            sys.exit(f"There is no set {name!r} in {str(options.sets)!r}; name the sets' folder.")
    crossed = json.loads((ROOT / "training" / "crossed.json").read_text(encoding="utf-8"))
    evaluations: dict[str, list[Evaluation]] = {name: [] for name in options.only}
    with ProgressBar() as bar:
        embedder = build_with_report(
            [ROOT / "corpus"], into=options.work / "article", model=options.model, progress=bar
        ).index.embedder
        for name in options.names:
            index, questions = _opened(options, name, embedder, bar)
            for evidence_model, measured in evaluations.items():
                fits = crossed["without_reader" if evidence_model == "none" else "with_reader"]
                measured.append(_measured(name, index, questions, evidence_model, fits, bar))
    result = {key: [asdict(item) for item in measured] for key, measured in evaluations.items()}
    (ROOT / "build").mkdir(exist_ok=True)
    (ROOT / "build" / "quality.json").write_text(json.dumps(result), encoding="utf-8")
    print(tables(evaluations))
    if "default" in evaluations:
        is_usual = set(options.names) == set(SETS) and options.model == DEFAULT_MODEL
        folder = "docs" if is_usual else "build"
        save_plot(evaluations["default"], ROOT / folder / "quality.png")


def _measured(  # noqa: PLR0913, PLR0917
    name: str,
    index: Index,
    questions: Sequence[LabelledQuestion],
    evidence_model: str,
    fits: Mapping[str, Any],
    bar: ProgressBar,
) -> Evaluation:
    """Ask each part with what was fitted without it: the shipped weights, if they are."""
    outcomes: list[Outcome] = []
    for held_out in sorted({part(name, q.source or q.question) for q in questions}):
        asked = [q for q in questions if part(name, q.source or q.question) == held_out]
        unfitted = name == UNFITTED and held_out not in fits
        fitted = None if unfitted else model_of(fits[held_out])
        outcomes += ask_all(index, asked, load_reader(evidence_model), bar, fitted)
    return evaluate(name, outcomes, load_model(with_reader=evidence_model != "none").found_from)


def _opened(
    options: argparse.Namespace, name: str, embedder: Embedder, bar: ProgressBar
) -> tuple[Index, list[LabelledQuestion]]:
    documents = read_corpus(options.sets / name / CORPUS)
    if name == "evidence_inference":
        documents = sorted(documents, key=lambda document: document.text_sha256)
        documents = documents[: options.documents]
    root = options.work / name
    with building(root):
        index, _ = index_documents(documents, root, embedder, bar)
    every = read_corpus(options.sets / name / CORPUS)
    texts = {document.doc_id: document.text for document in every}
    questions = read_questions(options.sets / name / QUESTIONS, texts)
    held = {document.doc_id for document in documents}
    questions = [q for q in questions if q.source in held]
    if name == "squad2":
        questions = [q for q in questions if fold(q.source or "") == 1]
    far = read_questions(options.sets / "nq_open" / QUESTIONS, texts)
    kinds: tuple[list[Any], ...] = (
        [q for q in questions if q.gold],
        [q for q in questions if not q.gold],
        far,
    )
    most = (options.questions, options.questions, options.questions // 4)
    drawn = random.Random(_SEED)
    return index, [
        question
        for group, number in zip(kinds, most, strict=True)
        for question in drawn.sample(group, min(number, len(group)))
    ]


if __name__ == "__main__":
    main()
