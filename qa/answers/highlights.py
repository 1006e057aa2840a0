"""The answering words within a quote, to highlight them. The quote remains whole sentences."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa.answers.answering_cell import answering_cell, only_value
from qa.answers.page import Page, reading_context
from qa.answers.reader import OnnxReader
from qa.records import Span

if TYPE_CHECKING:
    from qa.answers.reader import Reader
    from qa.records import Document, Quote, Table

_WORD = re.compile(r"\w+(?:[’'.,%-]\w+)*%?")
_NAME = r"[A-Z0-9][\w&’'.-]*(?: [A-Z0-9][\w&’'.-]*){0,3}"
_BEFORE = re.compile(rf"(?:\b{_NAME}, )*\b{_NAME},? (?:and|or) $|(?:\b{_NAME}, )+$")
_AFTER = re.compile(rf"(?:, {_NAME})*,? (?:and|or) {_NAME}\b|(?:, {_NAME})+\b")
_REACH = 400  # characters on either side to search for a list of names
_MOST = 0.7  # share of a quote; to highlight nearly all of it highlights nothing


def pinpoint(reader: Reader | None, question: str, quote: Quote, document: Document) -> Span | None:
    """Return the span of ``quote.text`` that answers most directly.

    It begins and ends with whole words. None where the reader cannot point at words, or points
    at nearly all of the quote. In a row of a table, it is the cell that is asked for.

    Args:
        reader: only :class:`qa.answers.reader.OnnxReader` points at words; None for no reader.
        question: in one line.
        quote: of the answer.
        document: that is quoted.
    """
    if not isinstance(reader, OnnxReader):
        return None
    if quote.table and not _is_label_and_value(quote.table):
        return answering_cell(question, quote)
    if quote.table and (value := only_value(question, quote)):
        return value
    # The reader was trained on whole passages: a sentence alone may lack what it refers to.
    start, end = quote.citation.start, quote.citation.end
    passage = Span(min(start, quote.context.start), max(end, quote.context.end))
    text = document.text[passage.start : passage.end]
    within = Span(start - passage.start, end - passage.start)
    context = reading_context(document.title, quote.citation.headings)
    found = reader.pinpoint(question, Page(text, (within,), context), within)
    if found is None:
        return None
    first, last = found.start - within.start, found.end - within.start
    for word in _WORD.finditer(quote.text):
        if word.start() < first < word.end():
            first = word.start()
        if word.start() < last < word.end():
            last = word.end()
    first, last = _widened_to_list(quote.text, first, last)
    return Span(first, last) if last - first <= _MOST * len(quote.text) else None


def _is_label_and_value(table: Table) -> bool:
    return len(table.rows) == 1 and len(table.rows[0]) <= 2  # noqa: PLR2004 - the reader may choose


def _widened_to_list(text: str, first: int, last: int) -> tuple[int, int]:
    """Widen a span to the whole list, where it is one name of it: "BYD, NIO, and Xpeng"."""
    if not text[first : first + 1].isupper():
        return first, last
    before = _BEFORE.search(text, max(0, first - _REACH), first)
    after = _AFTER.match(text, last, last + _REACH)
    return before.start() if before else first, after.end() if after else last
