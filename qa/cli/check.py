"""``qa check``: is a quotation in the documents, word for word?"""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from shlex import quote
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
Check whether a quotation is in the documents, word for word. This needs no embedding model. The
quotation is

  exact       in the documents; typography may differ: quotation marks, dashes, case
  altered     in the documents with other words; the output shows which differ
  joined      put together from several passages
  elsewhere   exact, but not in the documents that --in names
  not found   not in the documents; the output shows the closest sentence

--json has "stitched" for joined and "absent" for not found.

With --file, each quotation in a manuscript is compared with the source that the manuscript claims
in a footnote, a citation key or a bracket such as (Smith 2020: 4). Further verdicts are

  other page                     in the claimed source, on another page
  source not in the collection   the claimed source is not among the documents"""
EXAMPLES = """\
examples:
  qa check "Nobody pays."
  qa check "Nobody pays." --in contracts/lease.pdf
  qa check --file paper.docx                      all quotations, with their footnotes
  qa check --file paper.docx --comments           and paper.checked.docx, with comments in Word
  qa check --file paper.md --bibliography refs.bib
  qa check --file docs/*.md --format github       for continuous integration; also sarif, junit
  qa check --file thesis.tex --format html > report.html

exit status: 0 every quotation is exact, or the file has none; 1 a quotation is not exact, or an
error; 2 wrong usage"""

_FORMATS = ("text", "json", "html", "junit", "sarif", "github")


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of ``qa check``.

    Args:
        parser: of this command.
    """
    parser.set_defaults(usage_error=parser.error)
    parser.add_argument(
        "claim",
        nargs="*",
        type=text,
        metavar="CLAIM",
        help="the quotation; - reads it from stdin; with --file, more files",
    )
    manuscripts = parser.add_argument_group("manuscripts")
    manuscripts.add_argument(
        "--file",
        nargs="*",
        dest="files",
        metavar="FILE",
        help="check all quotations of these files: text in quotation marks, and block quotes",
    )
    manuscripts.add_argument(
        "--bibliography",
        action="append",
        metavar="FILE",
        help="BibTeX file of the sources (default: those that the file names, or next to it); "
        "repeat it for more",
    )
    manuscripts.add_argument(
        "--only-cited",
        action="store_true",
        help="check only quotations that name a source; the others are counted",
    )
    manuscripts.add_argument(
        "--comments",
        action="store_true",
        help="write a copy of each Word file with comments, such as paper.checked.docx",
    )
    manuscripts.add_argument(
        "--force", action="store_true", help="overwrite a copy that --comments finds"
    )
    manuscripts.add_argument(
        "--format",
        metavar="FORMAT",
        choices=_FORMATS,
        help=f"{', '.join(_FORMATS)} (annotations) (default: text)",
    )
    add_index(parser)
    add_documents(parser, "the documents that the quotation is said to be from")
    add_json(parser)


def run(options: Namespace) -> int:
    """Check quotations, print the findings, and return the exit status.

    Args:
        options: as :func:`add_arguments` declares them.
    """
    if options.json and options.format not in {None, "json"}:
        options.usage_error(f"argument --json: not allowed with --format {options.format}")
    if options.files is not None:
        from qa.cli.manuscripts import check_files

        files = [*options.files, *options.claim]
        if not files:
            options.usage_error("argument --file: name one file or more")
        return check_files(options, files)
    for name in ("bibliography", "only_cited", "comments", "force"):
        if getattr(options, name):
            options.usage_error(f"argument --{name.replace('_', '-')}: needs --file")
    if options.format not in {None, "text", "json"}:
        options.usage_error(f"argument --format: {options.format} needs --file")
    if len(options.claim) != 1:
        options.usage_error(
            "put the quotation in quotation marks, or name a file: qa check --file FILE"
        )
    return _check_claim(options)


def _check_claim(options: Namespace) -> int:
    from qa.verification.checking import LONGEST, check
    from qa.verification.findings import EXACT

    (typed,) = options.claim
    # One character more than allowed, to be refused.
    claim = sys.stdin.read(LONGEST + 1) if typed == "-" else typed
    found = check(claim, index_of(options), documents=options.documents)
    if found.verdict != EXACT and _is_file(claim):
        hint = f"To check the quotations in this file: qa check --file {quote(claim)}"
        print(shown(f"note: {hint}"), file=sys.stderr)
    if options.json or options.format == "json":
        print(to_json_text([{"where": "", **asdict(found)}], indent=1))
    else:
        print("\n".join(_lines(found)))
    return 0 if found.verdict == EXACT else 1


def _is_file(claim: str) -> bool:
    try:
        return Path(claim).is_file()
    except (OSError, ValueError):  # too long for a path, or with a NUL
        return False


def _lines(finding: Finding) -> Iterator[str]:
    from qa.cli.verdicts import change_lines
    from qa.verification.findings import WORDS

    yield shown(f"{WORDS[finding.verdict]} “{shortened(finding.claim)}”")
    for place in finding.places:
        page = f", page {place.page}" if place.page else ""
        yield shown(f"  {place.doc_id}{page} {place.start}–{place.end}")
        yield shown(f"  “{shortened(place.text)}”")
    yield from change_lines(finding.changes, "the claim", "the document")
    if finding.typography:
        yield f"  typography differs: {', '.join(finding.typography)}"
