"""Is what a receipt says of one quote true of a document?

Every attribute of the quote is compared on its own (docs/decisions/0005 has the table), so that
the verdict names each one that differs.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from qa.answers.citations import cite
from qa.receipts import QuoteReceipt, Source
from qa.records import Span
from qa.text.alignment import Change, compare
from qa.text.typography import differences
from qa.verification.contradictions import quote_contradictions
from qa.verification.relocation import offset_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qa.records import Document

EXACT, MOVED, ALTERED, GONE = "exact", "moved", "altered", "gone"

_LONGEST_SHOWN = 200  # characters of a title or of headings
_NOT_LOOKED_FOR = (
    "the most similar words were not searched for, because too many quotes of the receipt are not "
    "exact"
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What has become of a quote.

    Attributes:
        quote: as the receipt has it.
        verdict: ``exact``, ``moved``, ``altered`` or ``gone``.
        start: offset of the words now, or of the most similar ones; None for ``gone``.
        end: offset after the last of them; None for ``gone``.
        changes: of an altered quote: the receipt's words as ``claimed``, the document's as
            ``actual``.
        typography: of an altered quote, the kinds of typography in which it differs too.
        problems: what else in the receipt is not true, each a sentence.
        moved_to: the document that has the words, if the receipt names another one; otherwise
            empty.
        notices: what is worth knowing and no fault of the receipt, each a sentence.
    """

    quote: QuoteReceipt
    verdict: str
    start: int | None = None
    end: int | None = None
    changes: tuple[Change, ...] = ()
    typography: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    moved_to: str = ""
    notices: tuple[str, ...] = ()


def judge(
    quote: QuoteReceipt, document: Document | None, *, look_for_nearest: bool = True
) -> Verdict:
    """Compare a quote with the document that its receipt names, and return the verdict.

    Args:
        quote: of a receipt.
        document: the one with the quote's ``doc_id``; None if it does not exist.
        look_for_nearest: whether to search for the most similar words if the characters do not
            occur; it takes some 0.3 s for a million characters of text.
    """
    problems = tuple(_problems(quote, document))
    if document is None:
        return Verdict(quote, GONE, problems=problems)
    notices = tuple(_notices(quote, document))
    text, words = document.text, quote.text
    if text[quote.start : quote.end] == words:
        return Verdict(quote, EXACT, quote.start, quote.end, problems=problems, notices=notices)
    start = offset_of(quote, text)
    if start is not None:
        end = start + len(words)
        return Verdict(quote, MOVED, start, end, problems=problems, notices=notices)
    near = compare(words, text) if look_for_nearest else None
    if near is None:
        notices += () if look_for_nearest else (_NOT_LOOKED_FOR,)
        return Verdict(quote, GONE, problems=problems, notices=notices)
    # Typography counts here, unlike in a check: the receipt promises the very characters.
    typography = differences(words, text[near.start : near.end]) if not near.changes else ()
    return Verdict(
        quote,
        ALTERED,
        near.start,
        near.end,
        near.changes,
        typography,
        problems,
        notices=notices,
    )


def heading_path(document: Document, offset: int) -> tuple[str, ...]:
    """Return the titles of the sections around an offset, outermost first.

    The last is the question that is answered there, if one is. It is the path that
    :func:`qa.indexing.splitting.passages.passages` finds, which needs a model to split.

    Args:
        document: with its headings.
        offset: into its text.
    """
    # Sentences take a library to find, and most receipts need none.
    from qa.text.question_lines import question_at, questions_of  # noqa: PLC0415

    question = question_at(questions_of(document), offset)
    return (*document.sections_at(offset), *((question.title,) if question else ()))


def _problems(quote: QuoteReceipt, document: Document | None) -> Iterator[str]:
    """Yield what a quote says that contradicts itself or the document."""
    yield from quote_contradictions(quote)
    if document is None:
        yield f"there is no document {quote.doc_id!r}"
        return
    is_at_offsets = document.text[quote.start : quote.end] == quote.text
    for name, claimed, actual in _differing(quote, _expected(quote, document)):
        if not is_at_offsets and name not in _OF_DOCUMENT:
            continue  # a page or a heading of other words proves nothing
        sentence = _SENTENCES.get(name)
        if sentence is None:
            yield f"the {name} of the quote is {_in_line(actual)}, not {_in_line(claimed)}"
        else:
            yield sentence.format(claimed=_in_line(claimed), actual=_in_line(actual))


def _notices(quote: QuoteReceipt, document: Document) -> Iterator[str]:
    versions = _expected(quote, document).source.versions
    if versions != quote.source.versions:
        then, now = ", ".join(quote.source.versions), ", ".join(versions)
        yield f"the document was read by {then or 'an unknown version'}, and is now read by {now}"


def _expected(quote: QuoteReceipt, document: Document) -> QuoteReceipt:
    """Return the receipt of the words that the document has at the offsets of a quote."""
    # Offsets beyond the end of a shorter text must not fail: they differ, and that is all.
    length = len(document.text)
    start, end = min(quote.start, length), min(quote.end, length)
    headings = document.sections_at(quote.start)
    # Receipts of older versions do not name the question that the quote answers.
    if quote.headings != headings:
        headings = heading_path(document, quote.start)
    citation = cite(document, Span(start, end), headings)
    return citation.receipt_of(document.text[start:end])


def _differing(quote: QuoteReceipt, expected: QuoteReceipt) -> Iterator[tuple[str, Any, Any]]:
    """Yield the attributes that differ: name, value of the quote, value expected.

    It compares all attributes, except those that another comparison covers: the words and their
    hash, other paths and the probability, of which one document alone says nothing, and versions,
    which :func:`_notices` compares.
    """
    for field in fields(QuoteReceipt):
        if field.name in ("text", "sha256", "places", "source", "score"):
            continue
        claimed, actual = getattr(quote, field.name), getattr(expected, field.name)
        if claimed != actual:
            yield field.name, claimed, actual
    for field in fields(Source):
        claimed, actual = getattr(quote.source, field.name), getattr(expected.source, field.name)
        if field.name != "versions" and claimed != actual:
            yield f"source.{field.name}", claimed, actual


_SENTENCES = {
    "title": "the document's title is {actual}, not {claimed}",
    "headings": "the quote is under the headings {actual}, not {claimed}",
    "recognized": "the page's words were recognized with a certainty of {actual}, not {claimed}",
    "page": "the quote is not on page {claimed}",
    "byte_start": "the byte offsets do not match the character offsets",
    "selectors": "the selectors do not select the quote and nothing else",
    "source.sha256": "the file is not the one that was quoted: its hash differs",
    "source.text_sha256": "the document's text is not the one that was quoted: its hash differs",
    "source.media_type": "the document is {actual}, not {claimed}",
    "source.loader": "the document is read by the loader {actual}, not {claimed}",
}
"""Attribute → the sentence for it if it differs."""

_OF_DOCUMENT = frozenset({"doc_id", "title", *(f"source.{field.name}" for field in fields(Source))})
"""Attributes that are compared wherever the words are in the document."""


def _in_line(value: Any) -> str:
    """Return a value for a sentence, in one line."""
    is_path = isinstance(value, tuple)
    text = (" › ".join(map(repr, value)) or "none") if is_path else repr(value)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]} …"
