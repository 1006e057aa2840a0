"""The lines that verify, check and replay print of verdicts and changes."""

from __future__ import annotations

from pathlib import Path

from qa.cli.verdicts import change_lines, error_of_receipt, summary_line, verdict_lines
from qa.errors import DocumentError, ReceiptError
from qa.receipts import QuoteReceipt, Source
from qa.text.alignment import Change
from qa.verification.judging import ALTERED, EXACT, GONE, MOVED, Verdict

QUOTE = QuoteReceipt(
    text="The lamp is lit.",
    sha256="",
    doc_id="light.txt",
    title="Light",
    headings=(),
    page=None,
    start=4,
    end=20,
    byte_start=4,
    byte_end=20,
    selectors=(),
    places=(),
    source=Source(),
)


def test_an_exact_quote_takes_one_line() -> None:
    """Its document and its offsets."""
    assert list(verdict_lines(Verdict(QUOTE, EXACT, 4, 20))) == ["  exact    light.txt 4–20"]


def test_a_moved_quote_has_its_new_offsets() -> None:
    """With the document, if that is another one."""
    assert list(verdict_lines(Verdict(QUOTE, MOVED, 7, 23))) == [
        "  moved    light.txt 4–20, now 7–23"
    ]
    assert list(verdict_lines(Verdict(QUOTE, MOVED, 7, 23, moved_to="b.txt"))) == [
        "  moved    light.txt 4–20, now b.txt 7–23"
    ]


def test_an_altered_quote_has_its_words_and_what_differs() -> None:
    """Then typography, problems and notices."""
    change = Change("word", "lit", "out", 16, 19)
    verdict = Verdict(
        QUOTE,
        ALTERED,
        4,
        20,
        (change,),
        ("case",),
        problems=("the hash differs",),
        notices=("another version",),
    )
    assert list(verdict_lines(verdict)) == [
        "  altered  light.txt 4–20",
        "           “The lamp is lit.”",
        "    word: the receipt has “lit”, the document “out” (16–19)",
        "           typography differs: case",
        "         ! the hash differs",
        "         note: another version",
    ]


def test_words_on_one_side_only_stand_against_nothing() -> None:
    """Words that were added or left out."""
    (added,) = change_lines([Change("word", "not", "", 4, 4)], "the claim", "the document")
    assert added == "    word: the claim has “not”, the document nothing (4–4)"


def test_the_summary_counts_receipts_and_verdicts() -> None:
    """Only the verdicts that occur, from exact to gone."""
    verdicts = [Verdict(QUOTE, kind) for kind in (GONE, EXACT, EXACT, MOVED)]
    assert summary_line(1, verdicts) == "1 receipt: 2 exact, 1 moved, 1 gone"
    assert summary_line(2, []) == "2 receipts: no quotes"


def test_an_error_names_its_receipt_once() -> None:
    """Whether or not the error has the path already; of a document, both are named."""
    assert error_of_receipt("a.json", ReceiptError("a.json", "is empty")) == "'a.json': is empty."
    unnamed = ReceiptError("receipt", "is empty")
    assert error_of_receipt("a.json", unnamed) == "'a.json': is empty."
    scan = DocumentError(Path("scan.pdf"), "has no text")
    assert error_of_receipt("a.json", scan) == "'a.json': 'scan.pdf': has no text"
