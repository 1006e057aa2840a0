"""``qa check``: is a quotation in the documents, word for word?"""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

from qa.cli.arguments import add_documents, add_index, add_json, index_of, text
from qa.cli.output import counted, shortened
from qa.records.description import page_or_line
from qa.terminal import shown, to_json_text

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterable, Iterator

    from qa.verification.texts import CheckedQuotation, FoundQuotation

NAME = "check"
HELP = "check whether a quotation is in the documents, word for word"
DESCRIPTION = """\
Check whether a quotation is in the documents, word for word. It needs no embedding model. The
quotation is

  exact       in there; only typography may differ, such as quotation marks, dashes or case
  altered     in there with other words; those that differ are named
  joined      put together from several passages
  elsewhere   exact, but not in the documents that --in names
  not found   not in there; the closest sentence is shown

--json has "stitched" for joined and "absent" for not found."""
EXAMPLES = """\
examples:
  qa check "Nobody pays."
  qa check "Nobody pays." --in contracts/lease.pdf
  qa check --file essay.docx    check all quotations of a text

exit status: 0 every quotation is exact; 1 one is not, or an error; 2 wrong usage"""


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
    from qa.verification.texts import (
        CheckedQuotation,
        FoundQuotation,
        check_all,
        quotations_of_file,
    )

    if options.file:
        path = Path(options.file)
        quoted, notes = quotations_of_file(path, path.name)
        for note in notes:
            print(shown(f"{path.name}: {note}"), file=sys.stderr)
        checked = check_all(quoted, index_of(options), documents=options.documents).quotations
    else:
        # One character more than allowed, to be refused.
        claim = sys.stdin.read(LONGEST + 1) if options.claim == "-" else options.claim
        found = check(claim, index_of(options), documents=options.documents)
        checked = (CheckedQuotation(FoundQuotation(claim), found),)
        if found.verdict != EXACT and _is_file(claim):
            hint = f"To check the quotations in this file: qa check --file {quote(claim)}"
            print(shown(f"note: {hint}"), file=sys.stderr)
    if options.json:
        plain = [
            {"where": _where(one.quotation), **asdict(one.finding)}
            if one.finding
            else {
                "where": _where(one.quotation),
                "claim": one.quotation.text,
                "problem": one.problem,
            }
            for one in checked
        ]
        print(to_json_text(plain, indent=1))
    else:
        print("\n".join(line for one in checked for line in _lines(one)))
        if len(checked) > 1:
            print(_sum(checked))
    return 0 if all(one.finding and one.finding.verdict == EXACT for one in checked) else 1


def _is_file(claim: str) -> bool:
    try:
        return Path(claim).is_file()
    except (OSError, ValueError):  # too long for a path, or with a NUL
        return False


def _where(quotation: FoundQuotation) -> str:
    """Return where a quotation is in its file; an empty string for a claim without a file."""
    place = page_or_line(quotation.page, quotation.line)
    return f"{quotation.doc_id}, {place}" if quotation.doc_id else ""


def _sum(checked: Iterable[CheckedQuotation]) -> str:
    """Return how many have which verdict: ``12 quotations: 10 exact, 2 not found``."""
    from qa.verification.findings import WORDS

    counts = Counter(
        WORDS[one.finding.verdict] if one.finding else "not checked" for one in checked
    )
    named = ", ".join(f"{number:,} {verdict}" for verdict, number in counts.most_common())
    return f"{counted(counts.total(), 'quotations')}: {named}"


def _lines(checked: CheckedQuotation) -> Iterator[str]:
    from qa.cli.verdicts import change_lines
    from qa.verification.findings import WORDS

    where = _where(checked.quotation)
    prefix = f"{where}: " if where else ""
    finding = checked.finding
    if finding is None:
        yield shown(f"{prefix}not checked “{shortened(checked.quotation.text)}”")
        yield shown(f"  {checked.problem}")
        return
    yield shown(f"{prefix}{WORDS[finding.verdict]} “{shortened(finding.claim)}”")
    for place in finding.places:
        page = f", page {place.page}" if place.page else ""
        yield shown(f"  {place.doc_id}{page} {place.start}–{place.end}")
        yield shown(f"  “{shortened(place.text)}”")
    yield from change_lines(finding.changes, "the claim", "the document")
    if finding.typography:
        yield f"  typography differs: {', '.join(finding.typography)}"
