"""``qa verify``: are the quotes of a receipt in the documents, word for word?"""

from __future__ import annotations

import sys
import textwrap
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from qa.cli.arguments import add_collection, add_json, collection_of, corpus_of
from qa.cli.output import print_error
from qa.errors import QAError
from qa.terminal import shown, to_json_text

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator

    from qa.verification.verifying import Verification

NAME = "verify"
HELP = "check the quotes of a receipt against the documents"
DESCRIPTION = """\
Compare receipts, which qa ask --receipt saves, with the documents. It needs no index and no model.
Each quote is

  exact     the document that the receipt names has the same characters at the same offsets
  moved     the same characters are elsewhere in that document, or in another one
  altered   the document has most of the words; the output shows those that differ
  gone      the words were not found

Titles, headings, pages, hashes and loaders are compared too. What documents cannot show, such as
the question and the probabilities, is listed as not verified: qa replay asks the index."""
EXAMPLES = """\
examples:
  qa verify pays.json --source contracts
  qa verify receipts/*.json --source contracts --json

exit status: 0 every quote is exact, and nothing else differs; 1 something differs, or an error;
2 wrong usage"""

_WIDTH = 80  # of a list that goes over several lines

PARTS = {
    "question": "the question",
    "searched": "the words searched for",
    "carried": "words from earlier questions",
    "found": "whether an answer was found",
    "confidence": "the probability of an answer",
    "score": "the probability of each quote",
    "asked": "the settings of the search",
    "index": "the index",
    "versions": "the versions of Quoth and its models",
    "choice and order of the quotes": "the choice and order of the quotes",
    "folder of the document": "the folder of the document",
    "other paths of the document": "other paths of the document",
    "whether other files have the same bytes": "whether other files have the same content",
}
"""What a receipt calls its parts, which JSON has, in words for a reader."""

_LOOKED_IN = (
    "qa verify looked in the folder 'corpus'. If your documents are in another one, name it: "
    "--source FOLDER"
)


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of ``qa verify``.

    Args:
        parser: of this command.
    """
    parser.add_argument("receipts", nargs="+", metavar="RECEIPT", help="file of a receipt")
    which = parser.add_mutually_exclusive_group()
    which.add_argument(
        "--source",
        metavar="PATH",
        help="the folder that was indexed, or the file quoted (default: corpus)",
    )
    add_collection(which)
    add_json(parser)


def run(options: Namespace) -> int:
    """Verify receipts, print the verdicts, and return the exit status.

    Args:
        options: as :func:`add_arguments` declares them.
    """
    from qa.cli.verdicts import error_of_receipt, summary_line
    from qa.receipts import read_receipt
    from qa.verification.judging import GONE
    from qa.verification.verifying import verify

    collection = collection_of(options)
    source = corpus_of(collection) if collection else options.source
    verified: list[tuple[str, Verification]] = []
    for path in options.receipts:
        try:
            verified.append((path, verify(read_receipt(Path(path)), source)))
        except QAError as error:  # one bad receipt does not hide the others
            print_error(error_of_receipt(path, error))
    if options.json:
        plain = [{"receipt": path, **_plain(one)} for path, one in verified]
        print(to_json_text(plain, indent=1))
    else:
        for path, one in verified:
            print("\n".join(_lines(path, one)))
        if verified:  # errors alone have been printed, and a count of none says nothing
            verdicts = [verdict for _, one in verified for verdict in one.verdicts]
            print(summary_line(len(verified), verdicts))
            is_elsewhere = verdicts and all(one.verdict == GONE for one in verdicts)
            if is_elsewhere and not source:
                print(_LOOKED_IN, file=sys.stderr)
    all_exact = len(verified) == len(options.receipts) and all(one.exact for _, one in verified)
    return 0 if all_exact else 1


def _plain(verification: Verification) -> dict[str, object]:
    verdicts = [
        {**asdict(one), "quote": one.quote.text, "doc_id": one.quote.doc_id}
        for one in verification.verdicts
    ]
    return {
        "exact": verification.exact,
        "problems": verification.problems,
        "not_verified": verification.not_verified,
        "notices": verification.notices,
        "question": verification.receipt.question,
        "verdicts": verdicts,
    }


def _lines(path: str, verification: Verification) -> Iterator[str]:
    from qa.cli.verdicts import verdict_lines

    yield shown(f"{path}: {verification.receipt.question}")
    if not verification.verdicts:
        found = verification.receipt.found
        yield "  no quotes" if found else "  no quotes: the answer was “not found”"
    for verdict in verification.verdicts:
        yield from verdict_lines(verdict)
    for problem in verification.problems:
        yield shown(f"  ! {problem}")
    for notice in verification.notices:
        yield shown(f"  note: {notice}")
    parts = (PARTS.get(name, name) for name in verification.not_verified)
    listed = f"  not verified: {', '.join(parts)}"
    yield from textwrap.wrap(listed, _WIDTH, subsequent_indent="    ", break_on_hyphens=False)
