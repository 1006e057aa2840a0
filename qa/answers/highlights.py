"""The answering words within a quote, for the eye: what is quoted stays the whole sentence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa.answers.reader import OnnxReader, Page
from qa.records import Span

if TYPE_CHECKING:
    from qa.answers.reader import Reader
    from qa.records import Document, Quote

_WORD = re.compile(r"\w+(?:[’'.,%-]\w+)*%?")
_NAME = r"[A-Z0-9][\w&’'.-]*(?: [A-Z0-9][\w&’'.-]*){0,3}"
_BEFORE = re.compile(rf"(?:\b{_NAME}, )*\b{_NAME},? (?:and|or) $|(?:\b{_NAME}, )+$")
_AFTER = re.compile(rf"(?:, {_NAME})*,? (?:and|or) {_NAME}\b|(?:, {_NAME})+\b")
_REACH = 400  # characters on either side in which a list of names is looked for
_MOST = 0.7  # of a quote; pointing at nearly all of it points at nothing


def pinpoint(reader: Reader | None, question: str, quote: Quote, document: Document) -> Span | None:
    """Return where in ``quote.text`` the words stand that answer most directly.

    None without a reader that can tell, or where it points at nearly all of the quote. The
    span begins and ends with whole words.
    """
    if not isinstance(reader, OnnxReader):
        return None
    start, end = quote.citation.start, quote.citation.end
    passage = Span(min(start, quote.context.start), max(end, quote.context.end))
    text = document.text[passage.start : passage.end]
    within = Span(start - passage.start, end - passage.start)
    found = reader.pinpoint(question, Page(text, (within,)), within)
    if found is None:
        return None
    first, last = found.start - within.start, found.end - within.start
    for word in _WORD.finditer(quote.text):
        if word.start() < first < word.end():
            first = word.start()
        if word.start() < last < word.end():
            last = word.end()
    first, last = _with_its_like(quote.text, first, last)
    return Span(first, last) if last - first <= _MOST * len(quote.text) else None


def _with_its_like(text: str, first: int, last: int) -> tuple[int, int]:
    """Take the other names in where one of a list is pointed at: "BYD, NIO, and Xpeng"."""
    if not text[first : first + 1].isupper():
        return first, last
    before = _BEFORE.search(text, max(0, first - _REACH), first)
    after = _AFTER.match(text, last, last + _REACH)
    return before.start() if before else first, after.end() if after else last
