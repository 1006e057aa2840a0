"""``qa replay``: do saved answers still hold?"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from qa.cli.arguments import add_index, index_of
from qa.cli.output import print_error, shortened
from qa.errors import QAError, ReceiptError
from qa.terminal import shown

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator

    from qa.verification.replaying import Replay

NAME = "replay"
HELP = "check whether saved answers still hold"
DESCRIPTION = """\
Check which saved answers (qa ask --receipt) still hold for the documents in the index: which quotes
have moved, changed or gone, and which questions now have another answer. Run it whenever your
documents change.

If the index is the one that gave the answer, everything in the receipt is compared, including the
question and the confidence: the same index gives the same answer."""
EXAMPLES = """\
examples:
  qa replay receipts/*.json
  qa replay receipts/*.json --junit replay.xml    for continuous integration

exit status: 0 every answer holds; 1 one does not, or an error; 2 wrong usage"""


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of ``qa replay``.

    Args:
        parser: of this command.
    """
    parser.add_argument("receipts", nargs="+", metavar="RECEIPT", help="file of a receipt")
    add_index(parser)
    parser.add_argument("--junit", metavar="FILE", help="write the results as JUnit XML too")
    parser.add_argument(
        "--verbose", action="store_true", help="print the quotes that are exact, too"
    )


def run(options: Namespace) -> int:
    """Replay receipts, print what still holds, and return the exit status.

    Args:
        options: as :func:`add_arguments` declares them.
    """
    from qa.cli.verdicts import error_of_receipt
    from qa.pipeline import load
    from qa.receipts import read_receipt
    from qa.verification.replaying import replay

    index = load(index_of(options))
    replayed: list[tuple[str, Replay]] = []
    errors: list[tuple[str, str]] = []
    for path in options.receipts:
        try:
            one = replay(read_receipt(Path(path)), index)
        except QAError as error:  # one bad receipt does not hide the others
            errors.append((path, str(error)))
            print_error(error_of_receipt(path, error))
        else:
            replayed.append((path, one))
            print("\n".join(_lines(path, one, everything=options.verbose)))
    holding = sum(one.holds for _, one in replayed)
    if replayed:  # errors alone have been printed, and a count of none says nothing
        print(f"{holding:,} of {len(options.receipts):,} answers still hold")
    if options.junit:
        _write_junit(Path(options.junit), replayed, errors)
    return 0 if holding == len(options.receipts) else 1


def _write_junit(
    path: Path, replayed: list[tuple[str, Replay]], errors: list[tuple[str, str]]
) -> None:
    from qa.verification.junit import to_junit

    try:
        path.write_text(to_junit(replayed, errors), encoding="utf-8")
    except OSError as error:
        raise ReceiptError(str(path), f"cannot be written ({error.strerror})") from error


def _lines(path: str, one: Replay, *, everything: bool) -> Iterator[str]:
    from qa.cli.verdicts import verdict_lines
    from qa.verification.judging import EXACT

    yield shown(f"{'holds' if one.holds else 'FAILS'} {path}: {one.receipt.question}")
    for verdict in one.verdicts:
        if everything or verdict.verdict != EXACT:
            # Documents may change around a quote; what else differs is among the problems below.
            yield from verdict_lines(replace(verdict, problems=(), notices=()))
    if one.answered_otherwise:
        first = one.answer.quotes[0].text if one.answer.quotes else ""
        yield shown(f"  the answer is now: {f'“{shortened(first)}”' if first else 'not found'}")
    for problem in one.problems:
        yield shown(f"  ! {problem}")
    for notice in one.notices:
        yield shown(f"  note: {notice}")
    if not one.same_index and (everything or not one.holds):
        yield "  note: the receipt was made with another index than the one in use"
