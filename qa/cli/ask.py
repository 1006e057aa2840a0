"""``qa ask``: print the quotes that answer a question."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from qa.cli.arguments import (
    add_documents,
    add_evidence_model,
    add_index,
    add_json,
    index_of,
    positive,
    probability,
    text,
)
from qa.cli.everything import print_everything
from qa.cli.exporting import add_exports, export, is_exported, refuse_existing
from qa.cli.output import write_file
from qa.errors import ModelError, QAError
from qa.settings import Settings
from qa.terminal import is_terminal

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from qa.index.search import Index
    from qa.records import Answer

NAME = "ask"
HELP = "ask a question"
DESCRIPTION = """\
Print the quotes that answer a question, best first, each with its citation. If the documents do
not answer it, say so and show the closest passages.

Without a question, read questions from the terminal, one a line; each can follow on from the one
before. On a terminal, quotes are wrapped and the answering words are marked, unless NO_COLOR is
set."""
EXAMPLES = """\
examples:
  qa ask "Who opposed the tariffs?"
  qa ask                                    ask several questions, one after the other
  qa open 2                                 then: open the source of quote 2
  qa ask "Who pays?" --in "contracts/*"     search some documents only
  qa ask "Who pays?" --receipt pays.json    save the answer, so that others can verify it
  qa ask "Which offices allow dogs?" --all  print everything that answers, and count it
  qa ask "Who pays?" --export pays.docx     save it as Word, with footnotes; or .pdf, .html, …
  qa ask "Who pays?" --annotate marked      highlight the quotes in copies of the PDFs
  qa ask "Who pays?" --json                 print JSON for a program
  echo "Who pays?" | qa ask -

exit status: 0 done, also if nothing was found; 1 an error; 2 wrong usage"""

_FORMATS = ("text", "markdown", "json", "html", "csl-json", "bibtex", "annotations")


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of ``qa ask``.

    Args:
        parser: of this command.
    """
    parser.add_argument(
        "question",
        nargs="?",
        type=text,
        metavar="QUESTION",
        help="in plain words; - reads it from stdin (default: read questions from the terminal)",
    )
    parser.set_defaults(usage_error=parser.error)
    searching = parser.add_argument_group("where and how to search")
    add_index(searching)
    add_documents(searching, "search only in these documents")
    searching.add_argument(
        "-k", type=positive, metavar="K", help="print at most K quotes (default: 5)"
    )
    searching.add_argument(
        "--min-confidence",
        type=probability,
        metavar="P",
        help="least probability of an answer, 0 to 1 (default: the fitted threshold)",
    )
    add_evidence_model(searching)
    searching.add_argument(
        "--all",
        action="store_true",
        help="print everything that answers, by document, and how many more may have been missed",
    )
    searching.add_argument(
        "--read",
        type=positive,
        metavar="N",
        help="with --all: read at most the N most promising passages (default: 300)",
    )

    printing = parser.add_argument_group("what to print and save")
    add_json(printing)
    printing.add_argument(
        "--format",
        metavar="FORMAT",
        choices=_FORMATS,
        default="text",
        help=f"{', '.join(_FORMATS)} (W3C, JSON-LD)",
    )
    printing.add_argument(
        "--base-url",
        type=text,
        metavar="URL",
        default="",
        help="address of the documents on the web, for links to the quotes",
    )
    printing.add_argument(
        "--receipt", metavar="FILE", help="save a receipt for qa verify and qa replay"
    )
    add_exports(printing)


def run(options: Namespace) -> int:
    """Ask, print the answer, and return the exit status.

    Args:
        options: as :func:`add_arguments` declares them.
    """
    _check_usage(options)
    refuse_existing(options)

    reader = _load_reader(options)
    from qa.pipeline import load

    try:
        index = load(index_of(options))
    finally:
        reader.join()  # onnxruntime must not be at work when Python ends
    if options.question is None:
        _converse(options, index)
        return 0
    question = sys.stdin.read() if options.question == "-" else options.question
    if options.all:
        print_everything(options, index, question)
        return 0
    answer = _answer(options, index, question)
    if options.receipt:
        write_file(Path(options.receipt), answer.receipt().to_json())
    _show(options, index, answer)
    if is_exported(options):
        export(options, answer, index)
    return 0


def _load_reader(options: Namespace) -> Thread:
    """Load the reader, which stays in memory, while the index is opened; return who does it.

    Most of that time is onnxruntime's own, which leaves Python to others. If the reader cannot be
    loaded, the question says so.
    """
    from qa.answers.reader import load_reader

    def load() -> None:
        with suppress(ModelError):
            load_reader(options.evidence_model or Settings.current().evidence_model)

    thread = Thread(target=load, name="reader")
    thread.start()
    return thread


def _check_usage(options: Namespace) -> None:
    """End the command where options do not go together."""
    if options.all and (options.receipt or options.format != "text" or options.k):
        options.usage_error("--all goes with --json, --export and --annotate only")
    if options.read and not options.all:
        options.usage_error("argument --read: needs --all")
    if options.question is not None:
        return
    if options.all:
        options.usage_error("--all answers one question: name it")
    if not (is_terminal(sys.stdin) and is_terminal(sys.stdout)):
        options.usage_error("the question is missing; to read it from a pipe: qa ask -")
    if options.receipt:
        options.usage_error("--receipt saves one answer: name the question")
    if is_exported(options):
        options.usage_error("--export and --annotate save one answer: name the question")


def _answer(options: Namespace, index: Index, question: str, after: Answer | None = None) -> Answer:
    from qa.answers.asker import K
    from qa.pipeline import ask

    return ask(
        question,
        index,
        options.k or K,
        after=after,
        documents=options.documents,
        min_confidence=options.min_confidence,
        evidence_model=options.evidence_model,
    )


def _show(options: Namespace, index: Index, answer: Answer) -> None:
    """Print an answer in the format of the options, and remember where its quotes are."""
    from qa.answers.reader import load_reader
    from qa.cli.last_answer import remember
    from qa.cli.showing import is_watched, print_answer
    from qa.rendering.citation_formats import FORMATS

    if is_watched():
        remember(answer, index_of(options))
    name = "json" if options.json else options.format
    if name == "text":
        reader = load_reader(options.evidence_model or Settings.current().evidence_model)
        print_answer(answer, index, reader)
    else:
        print(FORMATS[name](answer, options.base_url, lambda doc_id: index.document(doc_id).text))


def _converse(options: Namespace, index: Index) -> None:
    from qa.cli.conversation import converse
    from qa.cli.last_answer import locate
    from qa.cli.open_source import open_quote
    from qa.cli.output import counted
    from qa.rendering.text import quotes_shown

    last: list[Answer] = []  # with quotes: a greeting has none, and nothing to open

    def show(answer: Answer) -> None:
        last[:] = [answer] if quotes_shown(answer) else last
        _show(options, index, answer)

    def open_number(number: int) -> None:
        if not last:
            msg = "There is no answer yet. Ask a question first."
            raise QAError(msg)
        open_quote(locate(last[0], index_of(options)), number)

    converse(
        counted(index.generation.manifest.counts["documents"], "documents"),
        lambda question, after: _answer(options, index, question, after),
        show,
        open_number,
    )
