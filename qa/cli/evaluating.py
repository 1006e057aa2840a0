"""The command ``qa eval``: how good the answers are, on questions with known answers."""

from __future__ import annotations

import hashlib
import os
import random
import tempfile
from collections import defaultdict
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from qa.answers import quoting
from qa.answers.reader import load_reader
from qa.cli.arguments import PICTURES, picture, positive
from qa.embedders.selection import embedder_for
from qa.errors import QAError, QuestionSetError
from qa.evaluation.metrics import ask_all, calibrate, calibration_error_balanced, evaluate
from qa.evaluation.plots import save_plot
from qa.evaluation.question_sets import CORPUS, QUESTIONS, read_corpus, read_questions
from qa.index.search import Index
from qa.indexing.build import build_with_report, index_documents
from qa.pipeline import load
from qa.progress import ProgressBar
from qa.settings import Settings
from qa.stores.folder import building
from qa.stores.registry import check_calibrated, keep_calibration
from qa.terminal import to_json_text

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from qa.answers.reader import Reader
    from qa.embedders.sentence_transformer import Embedder
    from qa.evaluation.metrics import Evaluation, Outcome
    from qa.evaluation.question_sets import LabelledQuestion

DESCRIPTION = """\
Ask questions whose answers are known, and tell how good the answers are: passages and
sentences found, quotes exact to the character, "not found" where it should be, and whether
a probability is what it says. Every question that has an answer is asked a second time
without the documents that answer it, if there are others.

A question set is a JSON Lines file, one question a line:
  {"question": "Who?", "answers": [{"doc_id": "a.txt", "start": 4, "end": 9}]}
Offsets are code points of the document's text. No answers: the documents have none;
"source_doc" then names the document the question is about. "scope" names the one document
to search. A folder stands for its questions.jsonl and corpus.jsonl."""

EXAMPLES = """\
examples:
  qa eval questions.jsonl                        ask the index in use
  qa eval questions.jsonl --corpus papers        ask the documents in papers/
  qa eval set1 set2 --far other.jsonl --plot eval.png
  qa eval questions.jsonl --calibrate            fit the confidence to these documents"""

_NAMES = {
    "recall_at_1": "answering passage first",
    "recall_at_5": "answering passage in the first 5",
    "mrr_at_10": "mean reciprocal rank, first 10",
    "sentence_at_1": "answering sentence first",
    "sentence_at_3": "answering sentence in the first 3",
    "accuracy_at_80_coverage": "likewise, the surest 80 %",
    "quote_exactness": "quotes exact to the character",
    "auroc_far": "AUROC, here against far",
    "auroc_near": "AUROC, here against near",
    "answered_here": "answered, of here",
    "answered_near": "answered, of near",
    "answered_far": "answered, of far",
    "calibration_error_far": "calibration error, here and far",
    "calibration_error_near": "calibration error, here and near",
    "score_calibration_error": "calibration error of the first quote",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of ``qa eval``."""
    parser.add_argument(
        "sets", nargs="+", type=Path, metavar="QUESTIONS", help="question sets: files or folders"
    )
    parser.add_argument(
        "--corpus", type=Path, metavar="DIR", help="documents to ask: a folder, or a corpus.jsonl"
    )
    parser.add_argument(
        "--far", type=Path, metavar="FILE", help="more questions, from elsewhere, for every set"
    )
    parser.add_argument("--index", metavar="INDEX", help="folder of the index (QA_INDEX or index)")
    parser.add_argument(
        "--evidence-model", metavar="NAME", help="the reader: default, none, or a CrossEncoder"
    )
    parser.add_argument(
        "--sample", type=positive, metavar="N", help="ask N questions of each kind, drawn at random"
    )
    parser.add_argument("--json", action="store_true", help="print all figures as JSON")
    parser.add_argument(
        "--plot", type=picture, metavar="FILE", help=f"draw a picture: {' '.join(PICTURES)}"
    )
    parser.add_argument(
        "--calibrate",
        action="store_true",
        help="fit the confidence and its threshold to the index and these questions",
    )
    parser.add_argument(
        "--store",
        metavar="ADDRESS",
        help="publish the calibration to the cluster where questions are asked (QA_STORE)",
    )
    parser.add_argument(
        "--keep", type=Path, metavar="DIR", help="keep the indexes of corpora there, for next time"
    )


def run(options: argparse.Namespace) -> int:
    """Measure, and print, draw or calibrate."""
    if options.calibrate and options.corpus:
        msg = (
            "A calibration is for an index that stays: build one with qa build, and leave out "
            "--corpus."
        )
        raise QAError(msg)
    if options.calibrate:
        check_calibrated(options.store)
    name = options.evidence_model or Settings().evidence_model
    reader = load_reader(name)
    evaluations: list[Evaluation] = []
    outcomes: list[Outcome] = []
    with ExitStack() as stack, ProgressBar() as bar:
        kept = options.keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        sets = _Sets(options, kept, bar)
        for path in options.sets:
            index, questions = sets.opened(path)
            told = ask_all(index, questions, reader, bar)
            outcomes += told
            threshold = quoting.found_from(index, reader)
            evaluations.append(evaluate(_name(path), told, threshold))
    if options.json:
        print(to_json_text([asdict(evaluation) for evaluation in evaluations], indent=2))
    else:
        print("\n\n".join(_table(evaluation) for evaluation in evaluations))
    if options.plot:
        save_plot(evaluations, options.plot)
    if options.calibrate:
        _calibrate(options, outcomes, name, reader, quiet=options.json)
    return 0


class _Sets:
    """Opens question sets and what they are asked of."""

    def __init__(self, options: argparse.Namespace, kept: Path, bar: ProgressBar) -> None:
        self._options = options
        self._kept = kept
        self._bar = bar
        self._embedder: Embedder | None = None

    def opened(self, path: Path) -> tuple[Index, list[LabelledQuestion]]:
        """Return the index and the questions, checked against its documents."""
        file = path / QUESTIONS if path.is_dir() else path
        index = self._index(file)
        texts = {document.doc_id: document.text for document in index.documents()}
        questions = read_questions(file, texts)
        if self._options.far:
            far = self._options.far
            questions += read_questions(far / QUESTIONS if far.is_dir() else far, texts)
        return index, list(_sampled(questions, self._options.sample))

    def _index(self, file: Path) -> Index:
        beside = file.parent / CORPUS
        corpus = self._options.corpus or (beside if beside.exists() else None)
        if self._options.calibrate or self._options.index or corpus is None:
            index = load(self._options.index)
            return Index(index.generation, index.embedder) if self._options.calibrate else index
        if not corpus.exists():
            raise QuestionSetError(corpus, 0, "there are no such documents")
        self._embedder = self._embedder or embedder_for(Settings().model, Settings().index)
        root = self._kept / hashlib.sha256(os.fsencode(corpus.resolve())).hexdigest()[:16]
        if corpus.is_dir():
            return build_with_report(
                [corpus], into=root, embedder=self._embedder, progress=self._bar
            ).index
        with building(root):
            return index_documents(read_corpus(corpus), root, self._embedder, self._bar)[0]


def _sampled(questions: list[LabelledQuestion], most: int | None) -> Iterator[LabelledQuestion]:
    """Yield at most so many of each kind, in their order."""
    if most is None:
        yield from questions
        return
    kinds: dict[tuple[bool, bool], list[int]] = defaultdict(list)
    for i, question in enumerate(questions):
        kinds[bool(question.gold), question.source is not None].append(i)
    drawn = random.Random(7)  # noqa: S311 - a sample, the same every time
    chosen = [i for group in kinds.values() for i in drawn.sample(group, min(most, len(group)))]
    yield from (questions[i] for i in sorted(chosen))


def _name(path: Path) -> str:
    name = path.resolve().parent.name if path.name == QUESTIONS else path.stem
    return name.encode(errors="backslashreplace").decode()  # of a name that is no UTF-8


def _table(evaluation: Evaluation) -> str:
    asked = ", ".join(f"{n:,} {kind}" for kind, n in evaluation.questions.items() if n)
    lines = [
        f"{evaluation.name}: {asked}; found from {evaluation.found_from:.2f}",
        f"  {'':36}        95 % of samples",
    ]
    for name, words in _NAMES.items():
        if name in evaluation.measures:
            measure = evaluation.measures[name]
            interval = f"{measure.low:.3f} to {measure.high:.3f}"
            lines.append(f"  {words:36} {measure.value:.3f}  {interval}")
    return "\n".join(lines)


def _calibrate(
    options: argparse.Namespace,
    outcomes: list[Outcome],
    evidence_model: str,
    reader: Reader | None,
    *,
    quiet: bool,
) -> None:
    root = Path(options.index) if options.index else Settings().index
    fitted, crossed = calibrate(outcomes, evidence_model)
    before = calibration_error_balanced(outcomes, [outcome.confidence for outcome in outcomes])
    after = calibration_error_balanced(outcomes, crossed.tolist())
    where = keep_calibration(root, fitted, options.store)
    if not quiet:
        threshold = quoting.model(with_reader=reader is not None).found_from
        print(
            f"\ncalibration error {before:.3f} before, {after:.3f} after, each part by a fit to "
            f"the others\nfound from {threshold:.2f} before, {fitted.found_from:.2f} now; "
            f"written to {where}"
        )
