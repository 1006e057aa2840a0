"""``qa eval``: how good the answers are, on questions with known answers."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from qa.cli.arguments import (
    PICTURES,
    add_evidence_model,
    add_index,
    add_json,
    index_of,
    picture,
    positive,
)
from qa.errors import QAError
from qa.settings import Settings
from qa.terminal import to_json_text

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from qa.answers.reader import Reader
    from qa.evaluation.asking import Outcome
    from qa.evaluation.metrics import Evaluation

NAME = "eval"
HELP = "measure how good the answers are"
DESCRIPTION = """\
Ask questions with known answers, and measure how good the answers are: which passages and sentences
are found, whether quotes are exact to the character, how many of the quoted words answer, whether
"not found" is right, and how accurate the probabilities and the words "likely" and "uncertain" are.
A question that has an answer is asked a second time without the documents that answer it, if there
are others.

A question set is a JSON Lines file with one question on each line:

  {"question": "Who?", "answers": [{"doc_id": "a.txt", "start": 4, "end": 9}]}

Offsets count code points in the document's text. An empty "answers" means that the documents do
not answer the question. "source_doc" then names the document that the question is about, and
"unanswerable" is "near" if this document mentions what is asked about, or "plausible" if it might.
"kind" is a name of your choice for a type of question; each kind gets its own figures. "scope"
limits the search to one document. A folder with questions.jsonl and corpus.jsonl is a question set
too."""
EXAMPLES = """\
examples:
  qa eval questions.jsonl                        ask the index in use
  qa eval questions.jsonl --corpus papers        ask the documents in papers/
  qa eval set1 set2 --far other.jsonl --plot eval.png
  qa eval questions.jsonl --calibrate            fit the confidence to these documents"""


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of ``qa eval``.

    Args:
        parser: of this command.
    """
    parser.add_argument(
        "sets", nargs="+", type=Path, metavar="QUESTIONS", help="question sets: files or folders"
    )
    asking = parser.add_argument_group("what to ask")
    add_index(asking)
    asking.add_argument(
        "--corpus", type=Path, metavar="DIR", help="ask these documents: a folder or a corpus.jsonl"
    )
    asking.add_argument(
        "--keep", type=Path, metavar="DIR", help="keep the indexes of corpora here for the next run"
    )
    asking.add_argument(
        "--far",
        type=Path,
        metavar="FILE",
        help="add these questions, which no document answers, to every set",
    )
    asking.add_argument(
        "--sample",
        type=positive,
        metavar="N",
        help="ask N questions from here, N near and N far, drawn at random",
    )
    add_evidence_model(asking)

    printing = parser.add_argument_group("what to print and save")
    add_json(printing)
    printing.add_argument(
        "--plot", type=picture, metavar="FILE", help=f"draw a picture: {' '.join(PICTURES)}"
    )
    printing.add_argument(
        "--calibrate",
        action="store_true",
        help="fit the confidence and its threshold to the index and these questions",
    )
    printing.add_argument(
        "--store",
        metavar="ADDRESS",
        help="publish the calibration to the cluster that answers questions (QA_STORE)",
    )


def run(options: Namespace) -> int:
    """Measure, print, and draw or calibrate; return the exit status.

    Args:
        options: as :func:`add_arguments` declares them.
    """
    from qa.answers.ranking import found_from
    from qa.answers.reader import load_reader
    from qa.cli.evaluation_tables import tables
    from qa.cli.question_sets import QuestionSets
    from qa.evaluation.asking import ask_all
    from qa.evaluation.metrics import evaluate
    from qa.evaluation.plots import save_plot
    from qa.progress import ProgressBar

    _refuse_wrong_calibration(options)
    evidence_model = options.evidence_model or Settings.current().evidence_model
    reader = load_reader(evidence_model)
    evaluations: list[Evaluation] = []
    outcomes: list[Outcome] = []
    with ExitStack() as stack, ProgressBar() as bar:
        folder = options.keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        sets = QuestionSets(options, folder, bar)
        for path in options.sets:
            index, questions = sets.open(path)
            answered = ask_all(index, questions, reader, bar)
            outcomes += answered
            threshold = found_from(index, reader)
            evaluations.append(evaluate(_name(path), answered, threshold))
    if options.json:
        print(to_json_text([asdict(evaluation) for evaluation in evaluations], indent=2))
    else:
        print("\n\n".join(tables(evaluation) for evaluation in evaluations))
    if options.plot:
        save_plot(evaluations, options.plot)
    if options.calibrate:
        _calibrate(options, outcomes, evidence_model, reader)
    return 0


def _refuse_wrong_calibration(options: Namespace) -> None:
    """Refuse options that no calibration can be published with, before anything is asked.

    Raises:
        QAError: the calibration would be for a temporary index, or for another store than the one
            that answers questions.
    """
    if not options.calibrate:
        return
    from qa.stores.attachments import check_calibrated_store

    if options.corpus:
        msg = (
            "--calibrate fits an index that stays, and --corpus makes a temporary one. Build an "
            "index with qa build, and leave out --corpus."
        )
        raise QAError(msg)
    check_calibrated_store(options.store)


def _name(path: Path) -> str:
    from qa.evaluation.question_sets import QUESTIONS

    name = path.resolve().parent.name if path.name == QUESTIONS else path.stem
    return name.encode(errors="backslashreplace").decode()  # a file name need not be UTF-8


def _calibrate(
    options: Namespace, outcomes: list[Outcome], evidence_model: str, reader: Reader | None
) -> None:
    """Fit the confidence to the outcomes, save the fit, and print what it changes."""
    from qa.answers.scoring import load_model
    from qa.evaluation.calibrating import balanced_calibration_error, calibrate
    from qa.stores.attachments import store_calibration

    fitted, crossed = calibrate(outcomes, evidence_model)
    before = balanced_calibration_error(outcomes, [outcome.confidence for outcome in outcomes])
    # Of each part by a fit to the others: a fit would flatter what it was fitted to.
    after = balanced_calibration_error(outcomes, crossed.tolist())
    where = store_calibration(index_of(options), fitted, options.store)
    if not options.json:
        threshold = load_model(with_reader=reader is not None).found_from
        print(
            f"\ncalibration error {before:.3f} before, {after:.3f} after (cross-validated)\n"
            f"threshold {threshold:.2f} before, {fitted.found_from:.2f} now; written to {where}"
        )
