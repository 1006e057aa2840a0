"""The commands ``qa verify``, ``qa check`` and ``qa replay``: do the words still hold?"""

from __future__ import annotations

import sys
import textwrap
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

from qa.cli.arguments import add_command, add_index, text
from qa.errors import QAError, ReceiptError
from qa.receipts import read_receipt
from qa.terminal import shown, to_json_text
from qa.verification.judging import ALTERED, EXACT, GONE, MOVED
from qa.verification.verifying import DEFAULT_SOURCE, verify

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

    from qa.records import Answer
    from qa.text.alignment import Change
    from qa.verification.checking import Finding
    from qa.verification.judging import Verdict
    from qa.verification.replaying import Replay
    from qa.verification.verifying import Verification

_VERIFY = """\
Compare a receipt with the documents. Each quote is exact (the same characters, at the same
offsets, in the document that the receipt names), moved (somewhere else in it, or in another
document), altered (with the words that differ) or gone. Title, headings, page, hashes and
loader are compared too. What documents cannot show, such as the question and the confidence, is
listed as not verified: qa replay asks the index. It takes the documents, no index and no model.

exit status: 0 every quote is exact, and all that was compared is so; 1 not so, or an error; 2
wrong usage."""

_CHECK = """\
Tell whether the documents hold a claimed quotation, word for word: exact, altered (with the
words that differ; a negation, number or name is named), stitched (joined from several places),
elsewhere (in another document than the one it is claimed to be in) or absent (with the nearest
sentence). Other quotation marks, dashes, ligatures, soft hyphens, white space, case and Unicode
forms are no alteration, and told as typography. It needs no embedding model.

exit status: 0 every quotation is exact; 1 not so, or an error; 2 wrong usage."""

_REPLAY = """\
Tell which answers, kept by qa ask --receipt, still hold with the documents as they are indexed
now: which quotes moved, changed or are gone, and which questions are answered otherwise.
Something to run whenever documentation changes. The same index answers alike, so that then all
that a receipt says is compared, its confidence and question too.

exit status: 0 all hold; 1 one does not, or an error; 2 wrong usage."""

_LONGEST_SHOWN = 300  # characters of a claim
_WIDTH = 80  # of a list that goes over several lines
_LARGEST_CHECKED = 4_000_000  # characters of a file of quotations


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the commands and their arguments."""
    verifying = add_command(
        commands, "verify", _verify, "check the quotes of a receipt against the documents", _VERIFY
    )
    verifying.add_argument("receipts", nargs="+", metavar="RECEIPT", help="file of a receipt")
    verifying.add_argument(
        "--source",
        metavar="PATH",
        help=f"the file quoted, or the folder that was indexed ({DEFAULT_SOURCE})",
    )
    verifying.add_argument("--json", action="store_true", help="print the verdicts as JSON")

    checking = add_command(
        commands, "check", _check, "is a quotation in the documents, word for word?", _CHECK
    )
    what = checking.add_mutually_exclusive_group(required=True)
    what.add_argument(
        "claim", nargs="?", type=text, metavar="CLAIM", help="the words; - reads them from stdin"
    )
    what.add_argument(
        "--file",
        metavar="FILE",
        help="all quotations in it: in quotation marks, block quotes",
    )
    checking.add_argument(
        "--in",
        dest="documents",
        action="append",
        metavar="GLOB",
        help="the documents it is claimed to be in; may be given several times",
    )
    checking.add_argument("--json", action="store_true", help="print the findings as JSON")
    add_index(checking)

    replaying = add_command(
        commands, "replay", _replay, "do the answers kept as receipts still hold?", _REPLAY
    )
    replaying.add_argument("receipts", nargs="+", metavar="RECEIPT", help="file of a receipt")
    replaying.add_argument("--junit", metavar="FILE", help="write what was found as JUnit XML too")
    replaying.add_argument("--verbose", action="store_true", help="tell of quotes that hold too")
    add_index(replaying)


def write_receipt(answer: Answer, options: argparse.Namespace) -> None:
    """Write the receipt of an answer to the file that the options of ``qa ask`` name.

    Raises:
        ReceiptError: it cannot be written.
    """
    path = Path(options.receipt)
    try:
        path.write_text(answer.receipt().to_json(), encoding="utf-8")
    except OSError as error:
        raise ReceiptError(str(path), f"cannot be written ({error.strerror})") from error
    except UnicodeEncodeError as error:
        raise ReceiptError(str(path), f"cannot be written ({error.reason})") from error


def _verify(options: argparse.Namespace) -> int:
    verified, failed = [], False
    for path in options.receipts:
        try:
            verified.append((path, verify(read_receipt(Path(path)), options.source)))
        except QAError as error:  # the other receipts are told of all the same
            failed = True
            print(f"qa: {_naming(path, error)}", file=sys.stderr)
    if options.json:
        told = [{"receipt": path, **_plain(one)} for path, one in verified]
        print(to_json_text(told, indent=1))
    else:
        for path, one in verified:
            print("\n".join(_told(path, one)))
    return 1 if failed or not all(one.exact for _, one in verified) else 0


def _naming(path: str, error: QAError) -> str:
    """Return what went wrong, with the name of the receipt."""
    return str(error) if path in str(error) else f"{path!r}: {error}"


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


def _told(path: str, verification: Verification) -> Iterator[str]:
    yield shown(f"{path}: {verification.receipt.question}")
    if not verification.verdicts:
        found = verification.receipt.found
        yield "  no quotes" if found else "  no quotes: the answer was “not found”"
    for one in verification.verdicts:
        yield from verdict_lines(one)
    for problem in verification.problems:
        yield shown(f"  ! {problem}")
    for notice in verification.notices:
        yield shown(f"  note: {notice}")
    listed = f"  not verified: {', '.join(verification.not_verified)}"
    yield from textwrap.wrap(listed, _WIDTH, subsequent_indent="    ", break_on_hyphens=False)


def verdict_lines(one: Verdict) -> Iterator[str]:
    """Yield what became of a quote, for a terminal."""
    quote = one.quote
    where = f"{quote.doc_id} {quote.start}–{quote.end}"
    if one.verdict in (MOVED, ALTERED):
        now = f"{one.moved_to} " if one.moved_to else ""
        where += f", now {now}{one.start}–{one.end}"
    yield shown(f"  {one.verdict:8} {where}")
    if one.verdict in (ALTERED, GONE):
        yield shown(f"           “{shortened(quote.text)}”")
    yield from change_lines(one.changes, "the receipt", "the document")
    if one.typography:
        yield f"           typography differs: {', '.join(one.typography)}"
    for problem in one.problems:
        yield shown(f"         ! {problem}")
    for notice in one.notices:
        yield shown(f"         note: {notice}")


def _check(options: argparse.Namespace) -> int:
    from qa.verification.checking import LONGEST, check  # noqa: PLC0415

    if options.file:
        claims = _quotations(Path(options.file))
    elif options.claim == "-":
        claims = [("", sys.stdin.read(LONGEST + 1))]
    else:
        claims = [("", options.claim)]
    findings = [
        (where, check(claim, options.index, documents=options.documents)) for where, claim in claims
    ]
    if options.json:
        told = [{"where": where, **asdict(finding)} for where, finding in findings]
        print(to_json_text(told, indent=1))
    else:
        print("\n".join(line for where, one in findings for line in _finding_lines(where, one)))
    return 0 if all(finding.verdict == EXACT for _, finding in findings) else 1


def _quotations(path: Path) -> list[tuple[str, str]]:
    """Return the quotations of a file, each with the place where it stands.

    Raises:
        DocumentError: the file cannot be read.
        ClaimError: it is too large, or there is no quotation in it.
    """
    from contextlib import closing  # noqa: PLC0415

    from qa.errors import ClaimError  # noqa: PLC0415
    from qa.loaders.sandbox.loading import load_documents  # noqa: PLC0415
    from qa.loaders.sandbox.process import Sandbox  # noqa: PLC0415
    from qa.verification.quotations import LEAST_WORDS, quotations  # noqa: PLC0415

    with closing(Sandbox()) as sandbox:
        documents, _ = load_documents(path.name, path, sandbox)
    if sum(len(document.text) for document in documents) > _LARGEST_CHECKED:
        msg = f"{str(path)!r} has more than {_LARGEST_CHECKED:,} characters. Check it in parts."
        raise ClaimError(msg)
    found = [
        (f"{document.doc_id}, line {quotation.line}", quotation.text)
        for document in documents
        for quotation in quotations(document.text)
    ]
    if not found:
        msg = (
            f"There is no quotation in {str(path)!r}: none in quotation marks with {LEAST_WORDS} "
            "words or more, and no block quote."
        )
        raise ClaimError(msg)
    return found


def _finding_lines(where: str, finding: Finding) -> Iterator[str]:
    yield shown(f"{where + ': ' if where else ''}{finding.verdict} “{shortened(finding.claim)}”")
    for place in finding.places:
        page = f", page {place.page}" if place.page else ""
        yield shown(f"  {place.doc_id}{page} {place.start}–{place.end}")
        yield shown(f"  “{shortened(place.text)}”")
    yield from change_lines(finding.changes, "the claim", "the document")
    if finding.typography:
        yield f"  typography differs: {', '.join(finding.typography)}"


def change_lines(changes: Sequence[Change], claimer: str, holder: str) -> Iterator[str]:
    """Yield the words that differ, a line each."""
    for change in changes:
        claimed = f"“{shortened(change.claimed)}”" if change.claimed else "nothing"
        actual = f"“{shortened(change.actual)}”" if change.actual else "nothing"
        yield shown(
            f"    {change.kind}: {claimer} has {claimed}, {holder} {actual} "
            f"({change.start}–{change.end})"
        )


def shortened(text: str) -> str:
    """Return a text in one line, its middle left out where it is long."""
    line = " ".join(text.split())
    if len(line) <= _LONGEST_SHOWN:
        return line
    half = _LONGEST_SHOWN // 2
    return f"{line[:half]} [{len(line) - 2 * half:,} characters] {line[-half:]}"


def _replay(options: argparse.Namespace) -> int:
    from qa.pipeline import load  # noqa: PLC0415
    from qa.verification.junit import to_junit  # noqa: PLC0415
    from qa.verification.replaying import replay  # noqa: PLC0415

    index = load(options.index)
    replayed: list[tuple[str, Replay]] = []
    errors: list[tuple[str, str]] = []
    for path in options.receipts:
        try:
            one = replay(read_receipt(Path(path)), index)
        except QAError as error:  # the other receipts are replayed all the same
            errors.append((path, str(error)))
            print(f"qa: {_naming(path, error)}", file=sys.stderr)
        else:
            replayed.append((path, one))
            print("\n".join(_replay_lines(path, one, everything=options.verbose)))
    held = sum(one.holds for _, one in replayed)
    print(f"{held:,} of {len(options.receipts):,} answers still hold")
    if options.junit:
        try:
            Path(options.junit).write_text(to_junit(replayed, errors), encoding="utf-8")
        except OSError as error:
            raise ReceiptError(options.junit, f"cannot be written ({error.strerror})") from error
    return 0 if held == len(options.receipts) else 1


def _replay_lines(path: str, one: Replay, *, everything: bool) -> Iterator[str]:
    yield shown(f"{'holds' if one.holds else 'FAILS'} {path}: {one.receipt.question}")
    for verdict in one.verdicts:
        if everything or verdict.verdict != EXACT:
            # Documents may change around a quote; what else is not so is among the problems.
            yield from verdict_lines(replace(verdict, problems=(), notices=()))
    if one.answered_otherwise:
        first = one.answer.quotes[0].text if one.answer.quotes else ""
        now = f"“{shortened(first)}”" if first else "not found"
        yield shown(f"  answered otherwise now: {now}")
    for problem in one.problems:
        yield shown(f"  ! {problem}")
    for notice in one.notices:
        yield shown(f"  note: {notice}")
    if not one.same_index and (everything or not one.holds):
        yield "  note: the receipt was made with another index than the one in use"
