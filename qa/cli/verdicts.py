"""Lines for a terminal that ``qa verify``, ``qa check`` and ``qa replay`` share."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from qa.cli.output import counted, shortened
from qa.errors import ReceiptError
from qa.terminal import shown
from qa.verification.judging import ALTERED, EXACT, GONE, MOVED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qa.errors import QAError
    from qa.text.alignment import Change
    from qa.verification.judging import Verdict

_VERDICTS = (EXACT, MOVED, ALTERED, GONE)


def verdict_lines(verdict: Verdict) -> Iterator[str]:
    """Yield the verdict on one quote of a receipt: where its words are now, and what differs.

    Args:
        verdict: on the quote.
    """
    quote = verdict.quote
    where = f"{quote.doc_id} {quote.start}–{quote.end}"
    if verdict.verdict in (MOVED, ALTERED):
        now = f"{verdict.moved_to} " if verdict.moved_to else ""
        there = f"{now}{verdict.start}–{verdict.end}"
        where += f", now {there}" if there != f"{quote.start}–{quote.end}" else ""
    yield shown(f"  {verdict.verdict:8} {where}")
    if verdict.verdict in (ALTERED, GONE):
        yield shown(f"           “{shortened(quote.text)}”")
    yield from change_lines(verdict.changes, "the receipt", "the document")
    if verdict.typography:
        yield f"           typography differs: {', '.join(verdict.typography)}"
    for problem in verdict.problems:
        yield shown(f"         ! {problem}")
    for notice in verdict.notices:
        yield shown(f"         note: {notice}")


def change_lines(changes: Iterable[Change], claimer: str, source: str) -> Iterator[str]:
    """Yield the words that differ, a line each.

    Args:
        changes: in the order of the text.
        claimer: what the claimed words are from, such as ``the receipt``.
        source: what the actual words are from, such as ``the document``.
    """
    for change in changes:
        claimed = f"“{shortened(change.claimed)}”" if change.claimed else "nothing"
        actual = f"“{shortened(change.actual)}”" if change.actual else "nothing"
        yield shown(
            f"    {change.kind}: {claimer} has {claimed}, {source} {actual} "
            f"({change.start}–{change.end})"
        )


def summary_line(receipts: int, verdicts: Iterable[Verdict]) -> str:
    """Return the sum of a run: ``2 receipts: 3 exact, 1 moved``.

    Args:
        receipts: how many were read.
        verdicts: on all their quotes.
    """
    counts = Counter(one.verdict for one in verdicts)
    found = ", ".join(f"{counts[name]:,} {name}" for name in _VERDICTS if counts[name])
    return f"{counted(receipts, 'receipts')}: {found or 'no quotes'}"


def error_of_receipt(path: str, error: QAError) -> str:
    """Return what is wrong with a receipt, with its path once.

    Args:
        path: of the receipt, as typed.
        error: raised when it was read or compared.
    """
    if isinstance(error, ReceiptError):
        return f"{path!r}: {error.reason}."
    return str(error) if path in str(error) else f"{path!r}: {error}"
