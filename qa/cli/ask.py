"""``qa ask``: print the quotes that answer a question."""

from __future__ import annotations

import sys
from pathlib import Path
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
from qa.errors import ReceiptError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from qa.records import Answer

NAME = "ask"
HELP = "ask a question"
DESCRIPTION = """\
Print the quotes that answer a question, best first, each with its citation. If the documents do
not answer it, say so and show the closest passages."""
EXAMPLES = """\
examples:
  qa ask "Who opposed the tariffs?"
  qa ask "Who pays?" --in "contracts/*"     search some documents only
  qa ask "Who pays?" --receipt pays.json    save the answer, so that others can verify it
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
        "question", type=text, metavar="QUESTION", help="in plain words; - reads it from stdin"
    )
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
        help="answer from this probability on, 0 to 1 (default: the fitted threshold)",
    )
    add_evidence_model(searching)

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


def run(options: Namespace) -> int:
    """Ask, print the answer, and return the exit status.

    Args:
        options: as :func:`add_arguments` declares them.
    """
    from qa.answers.asker import K
    from qa.pipeline import ask, load
    from qa.rendering.citation_formats import FORMATS

    question = sys.stdin.read() if options.question == "-" else options.question
    index = load(index_of(options))
    answer = ask(
        question,
        index,
        options.k or K,
        documents=options.documents,
        min_confidence=options.min_confidence,
        evidence_model=options.evidence_model,
    )
    if options.receipt:
        _write_receipt(answer, Path(options.receipt))
    render = FORMATS["json" if options.json else options.format]
    print(render(answer, options.base_url, lambda doc_id: index.document(doc_id).text))
    return 0


def _write_receipt(answer: Answer, path: Path) -> None:
    try:
        path.write_text(answer.receipt().to_json(), encoding="utf-8")
    except OSError as error:
        raise ReceiptError(str(path), f"cannot be written ({error.strerror})") from error
    except UnicodeEncodeError as error:
        raise ReceiptError(str(path), f"cannot be written ({error.reason})") from error
