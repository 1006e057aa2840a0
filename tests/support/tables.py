"""Quotes that are rows of tables."""

from __future__ import annotations

from dataclasses import replace

from qa.records import Answer, Document, Quote
from qa.text.tables.quoted import quoted_table
from tests.support.webs import document, quote

PRICES = (
    "Prices\n\n| Tea | Pot | Note |\n|---|---|---|\n| Assam | 4.20 | |\n"
    "| *Oolong* | 6.00 | <b>rare</b> & dear |\n\nAll include milk.\n"
)
OOLONG = "| *Oolong* | 6.00 | <b>rare</b> & dear |"
TABLE = PRICES[PRICES.index("| Tea") : PRICES.index("\n\nAll")]
COLUMNS = [f"Column {number}" for number in range(1, 10)]
WIDE = (
    f"| {' | '.join(COLUMNS)} |\n|{'---|' * 9}\n"
    f"| {' | '.join(f'cell {number} of many' for number in range(1, 10))} |\n"
)


def quoted(text: str, words: str, media_type: str = "text/markdown") -> Quote:
    """Return the quote of some words of a text, with its table."""
    owner = of_type(text, media_type)
    start = text.index(words)
    made = quote(owner, start, start + len(words))
    span = replace(made.context, start=start, end=start + len(words))
    return replace(made, table=quoted_table(owner, span))


def wide_row() -> Quote:
    """Return the quote of a row of nine cells."""
    return quoted(WIDE, WIDE.splitlines()[2])


def of_type(text: str, media_type: str) -> Document:
    """Return a document of a format."""
    return replace(document(text), media_type=media_type)


def answering(*quotes: Quote) -> Answer:
    """Return an answer with these quotes."""
    return Answer("What?", quotes, found=True, confidence=0.9, nearest=(), index="0" * 16)
