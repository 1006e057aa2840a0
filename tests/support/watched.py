"""A saved answer whose quote has changed, made by hand."""

from __future__ import annotations

from qa.files.hashing import sha256_of_text
from qa.receipts import QuoteReceipt, Source
from qa.verification.findings import Place
from qa.verification.watch.revisions import revision
from qa.verification.watch.states import CHANGED, WatchedAnswer, WatchedQuote

OLD = "The tenant pays within <30> days & no later."


def changed(new: str = "The tenant pays within <60> days & no later.") -> WatchedAnswer:
    """Return a saved answer whose quote says other words now."""
    quote = QuoteReceipt(
        text=OLD,
        sha256=sha256_of_text(OLD),
        doc_id="lease.txt",
        title="Lease",
        headings=(),
        page=None,
        start=0,
        end=len(OLD),
        byte_start=0,
        byte_end=len(OLD),
        selectors=(),
        places=(),
        source=Source(),
    )
    now = Place("lease.txt", "Lease", None, 0, len(new), new)
    return WatchedAnswer(
        name="receipts/pays.json",
        question="When does\nthe tenant pay?",
        state=CHANGED,
        quotes=(WatchedQuote(quote, CHANGED, now, revision(OLD, new)),),
        answer=None,
        answered_otherwise=False,
        notes=(),
        index="0" * 16,
        seal="1" * 64,
    )
