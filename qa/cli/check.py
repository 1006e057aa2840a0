"""``qa check``: is a quotation in the documents, word for word?"""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from qa.cli.arguments import add_documents, add_index, add_json, index_of, text
from qa.cli.output import shortened
from qa.terminal import shown, to_json_text

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator

    from qa.verification.findings import Finding

NAME = "check"
HELP = "check whether a quotation is in the documents, word for word"
DESCRIPTION = """\
Check whether a quotation is in the documents, word for word. It needs no embedding model. The
quotation is

  exact       in there; only typography may differ, such as quotation marks, dashes or case
  altered     in there with other words; those that differ are named
  stitched    joined from several passages
  elsewhere   exact, but not in the documents that --in names
  absent      not in there; the closest sentence is shown"""
EXAMPLES = """\
examples:
  qa check "Nobody pays."
  qa check "Nobody pays." --in contracts/lease.pdf
  qa check --file essay.docx    check all quotations of a text

exit status: 0 every quotation is exact; 1 one is not, or an error; 2 wrong usage"""

_LARGEST_FILE = 4_000_000  # characters of a file of quotations; each quotation is looked up


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of ``qa check``.

    Args:
        parser: of this command.
    """
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument(
        "claim",
        nargs="?",
        type=text,
        metavar="CLAIM",
        help="the quotation; - reads it from stdin",
    )
    what.add_argument(
        "--file",
        metavar="FILE",
        help="check all quotations of this file: text in quotation marks, and block quotes",
    )
    add_index(parser)
    add_documents(parser, "the documents that the quotation is said to be from")
    add_json(parser)


def run(options: Namespace) -> int:
    """Check quotations, print the findings, and return the exit status.

    Args:
        options: as :func:`add_arguments` declares them.
    """
    from qa.verification.checking import LONGEST, check
    from qa.verification.findings import EXACT

    if options.file:
        claims = _quotations(Path(options.file))
    elif options.claim == "-":
        claims = [("", sys.stdin.read(LONGEST + 1))]  # one more than allowed, to be refused
    else:
        claims = [("", options.claim)]
    index = index_of(options)
    findings = [
        (where, check(claim, index, documents=options.documents)) for where, claim in claims
    ]
    if options.json:
        plain = [{"where": where, **asdict(finding)} for where, finding in findings]
        print(to_json_text(plain, indent=1))
    else:
        print("\n".join(line for where, one in findings for line in _lines(where, one)))
    return 0 if all(finding.verdict == EXACT for _, finding in findings) else 1


def _quotations(path: Path) -> list[tuple[str, str]]:
    """Return the quotations of a file, each with its document and line.

    Raises:
        DocumentError: the file cannot be read.
        ClaimError: the file is too large or has no quotation.
    """
    from contextlib import closing

    from qa.errors import ClaimError
    from qa.loaders.sandbox.loading import load_documents
    from qa.loaders.sandbox.process import Sandbox
    from qa.verification.quotations import LEAST_WORDS, quotations

    with closing(Sandbox()) as sandbox:
        documents, _ = load_documents(path.name, path, sandbox)
    if sum(len(document.text) for document in documents) > _LARGEST_FILE:
        msg = f"{str(path)!r} has more than {_LARGEST_FILE:,} characters. Check it in parts."
        raise ClaimError(msg)
    found = [
        (f"{document.doc_id}, line {quotation.line}", quotation.text)
        for document in documents
        for quotation in quotations(document.text)
    ]
    if not found:
        msg = (
            f"No quotation found in {str(path)!r}. Put {LEAST_WORDS} words or more in quotation "
            "marks, or write a block quote."
        )
        raise ClaimError(msg)
    return found


def _lines(where: str, finding: Finding) -> Iterator[str]:
    from qa.cli.verdicts import change_lines

    yield shown(f"{where + ': ' if where else ''}{finding.verdict} “{shortened(finding.claim)}”")
    for place in finding.places:
        page = f", page {place.page}" if place.page else ""
        yield shown(f"  {place.doc_id}{page} {place.start}–{place.end}")
        yield shown(f"  “{shortened(place.text)}”")
    yield from change_lines(finding.changes, "the claim", "the document")
    if finding.typography:
        yield f"  typography differs: {', '.join(finding.typography)}"
