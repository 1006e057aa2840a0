"""How good and how costly the cells of a grid are, on question sets laid out as grids.

    python -m tests.benchmarks.grids ../shared/eval

Questions × documents of own_words and Evidence Inference, gold only in a question's own document.
A cell counts as right if its quote overlaps gold, or if it is empty and so is the gold. Another
document may answer too and nobody has marked it, so the precision is a lower bound. Prints a table,
how true the probabilities are, and the processor seconds of a cell; writes ``build/grids.json``.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from qa.embedders.selection import embedder_for
from qa.evaluation.question_sets import CORPUS, QUESTIONS, read_corpus, read_questions
from qa.grids.asking import Run
from qa.grids.questionnaire.reading import as_questions
from qa.grids.questionnaire.records import Questionnaire
from qa.indexing.build import index_documents
from qa.progress import ProgressBar, silent
from qa.records import Span
from qa.settings import Settings
from qa.stores.folder import building

if TYPE_CHECKING:
    from qa.evaluation.question_sets import LabelledQuestion
    from qa.grids.records import GridCell
    from qa.index.search import Index

ROOT = Path(__file__).parents[2]
SETS = ("own_words", "evidence_inference")
_SEED = 11
_BINS = (0.0, 0.1, 0.2, 0.4, 0.6, 0.8, 1.01)


def main() -> None:
    """Fill a grid of each set, measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", 1)[0])
    parser.add_argument("sets", type=Path, nargs="?", default=ROOT.parent / "shared" / "eval")
    parser.add_argument("--names", nargs="+", default=SETS, help="sets to measure")
    parser.add_argument("--questions", type=int, default=40, help="of a set (40)")
    parser.add_argument("--documents", type=int, default=20, help="of a set (20)")
    parser.add_argument("--work", type=Path, default=ROOT / "build" / "grids", help="for indexes")
    options = parser.parse_args()
    results: dict[str, Any] = {}
    for name in options.names:
        index, questions = _opened(options, name)
        asked = Questionnaire(as_questions([one.question for one in questions]))
        run = Run.of(index, asked, ["*"])
        before = time.process_time()
        with ProgressBar() as bar:
            cells = list(run.cells(progress=bar))
        seconds = (time.process_time() - before) / len(cells)
        results[name] = _measures(cells, questions) | {"cpu_s_per_cell": round(seconds, 3)}
        print(name, json.dumps(results[name], indent=1), flush=True)
    (ROOT / "build").mkdir(exist_ok=True)
    (ROOT / "build" / "grids.json").write_text(json.dumps(results, indent=1), encoding="utf-8")


def _opened(options: argparse.Namespace, name: str) -> tuple[Index, list[LabelledQuestion]]:
    every = read_corpus(options.sets / name / CORPUS)
    documents = sorted(every, key=lambda document: document.text_sha256)[: options.documents]
    root = options.work / name
    embedder = embedder_for(Settings.current().model, Settings.current().index)
    with building(root):
        index, _ = index_documents(documents, root, embedder, silent)
    texts = {document.doc_id: document.text for document in every}
    doc_ids = {document.doc_id for document in documents}
    questions = [
        one
        for one in read_questions(options.sets / name / QUESTIONS, texts)
        if one.source in doc_ids
    ]
    drawn = random.Random(_SEED)
    return index, drawn.sample(questions, min(options.questions, len(questions)))


def _measures(cells: list[GridCell], questions: list[LabelledQuestion]) -> dict[str, Any]:
    gold = np.array([_has_gold(cell, questions[cell.question]) for cell in cells])
    right = np.array([_is_right(cell, questions[cell.question]) for cell in cells])
    found = np.array([cell.quote is not None for cell in cells])
    likely = np.array([cell.label == "likely" for cell in cells])
    stated = np.array([cell.probability for cell in cells])
    hits = int((found & right).sum())
    true = np.where(found, right, gold)
    bins = []
    for low, high in pairwise(_BINS):
        chosen = (low <= stated) & (stated < high)
        if chosen.any():
            means = (float(stated[chosen].mean()), float(true[chosen].mean()))
            bins.append((int(chosen.sum()), round(means[0], 3), round(means[1], 3)))
    return {
        "cells": len(cells),
        "with_gold": int(gold.sum()),
        "found": int(found.sum()),
        "f1": round(2 * hits / max(1, found.sum() + gold.sum()), 3),
        "precision": round(hits / max(1, found.sum()), 3),
        "recall": round(hits / max(1, gold.sum()), 3),
        "empty_cells_right": round(float((~found)[~gold].mean()), 3),
        "likely": int(likely.sum()),
        "likely_right": round(float(right[likely].mean()), 3) if likely.any() else None,
        "calibration_error": round(
            sum(number * abs(said - true) for number, said, true in bins)
            / sum(number for number, _, _ in bins),
            4,
        ),
        "stated_and_true": bins,
    }


def _has_gold(cell: GridCell, question: LabelledQuestion) -> bool:
    return any(gold.doc_id == cell.doc_id for gold in question.gold)


def _is_right(cell: GridCell, question: LabelledQuestion) -> bool:
    if cell.quote is None:
        return False
    citation = cell.quote.citation
    span = Span(citation.start, citation.end)
    return any(gold.overlaps(citation.doc_id, span) for gold in question.gold)


if __name__ == "__main__":
    main()
