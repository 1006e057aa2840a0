"""Whether a document bears out what a receipt says of one quote.

Every attribute of a quote is compared on its own (docs/decisions/0005 has the table), so that
a verdict names whatever is not so.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from qa.answers.citations import cite
from qa.files.hashing import sha256_of_text
from qa.loaders.registry import versions_reading
from qa.receipts import QuoteReceipt, Source
from qa.records import Span
from qa.text.alignment import Change, compare
from qa.text.typography import differences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qa.records import Document

EXACT, MOVED, ALTERED, GONE = "exact", "moved", "altered", "gone"

_SHOWN = 200  # characters of a title or of headings
_NOT_LOOKED_FOR = (
    "the words most like the quote were not looked for: too many quotes of the receipt are not "
    "exact"
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a quote.

    Attributes:
        quote: as the receipt has it.
        verdict: ``exact``, ``moved``, ``altered`` or ``gone``.
        start: offset at which the words, or the ones most like them, stand; None for ``gone``.
        end: offset after the last of them; None for ``gone``.
        changes: of an altered quote: the receipt's words as ``claimed``, the document's as
            ``actual``.
        typography: of an altered quote, the kinds of typography in which it differs too.
        problems: what else of the receipt is not so, each a sentence.
        moved_to: the document in which the words stand, where that is another one than the
            receipt names; empty otherwise.
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
    """Compare a quote with the document that its receipt names.

    Args:
        quote: of a receipt.
        document: the one with the quote's ``doc_id``; None where there is none.
        look_for_nearest: whether to look for the words most like a quote whose characters
            stand nowhere, which takes some 0.3 s for a million characters of text.
    """
    problems = tuple(_problems(quote, document))
    if document is None:
        return Verdict(quote, GONE, problems=problems)
    notices = tuple(_notices(quote, document))
    text, words = document.text, quote.text
    if text[quote.start : quote.end] == words:
        return Verdict(quote, EXACT, quote.start, quote.end, problems=problems, notices=notices)
    start = place_of(quote, text)
    if start is not None:
        end = start + len(words)
        return Verdict(quote, MOVED, start, end, problems=problems, notices=notices)
    near = compare(words, text) if look_for_nearest else None
    if near is None:
        notices += () if look_for_nearest else (_NOT_LOOKED_FOR,)
        return Verdict(quote, GONE, problems=problems, notices=notices)
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


def place_of(quote: QuoteReceipt, text: str) -> int | None:
    """Return where the characters of a quote stand in a text, None where they do not.

    Of several places it is one between the words that the quote stood between, or else after
    or before them, or else any; and of these the nearest. Each takes a search in either
    direction, so that the work grows with the text alone, however often the words stand in it.
    """
    prefix, suffix = _surroundings(quote)
    backwards = text[::-1]
    for before, after in ((prefix, suffix), ("", suffix), (prefix, ""), ("", "")):
        selected = f"{before}{quote.text}{after}"
        start = _nearest(selected, text, backwards, quote.start - len(before))
        if start is not None:
            return start + len(before)
    return None


def _nearest(words: str, text: str, backwards: str, wanted: int) -> int | None:
    """Return the place of words that is nearest to an offset.

    Searching from the right is a search of the reversed text: ``str.rfind`` takes time that
    grows with the product of the lengths, and ``str.find`` does not.
    """
    wanted = max(0, min(wanted, len(text)))
    after = text.find(words, wanted)
    before = backwards.find(words[::-1], max(0, len(text) - wanted - len(words) + 1))
    found = [len(text) - before - len(words)] if before >= 0 else []
    found += [after] if after >= 0 else []
    return min(found, key=lambda at: abs(at - wanted), default=None)


def heading_path(document: Document, offset: int) -> tuple[str, ...]:
    """Return the titles of the sections that an offset lies in, outermost first.

    It is the path that :func:`qa.indexing.passages.passages` finds, which needs a model to split.
    """
    path: list[tuple[int, str]] = []
    starting_at = {heading.start: heading for heading in document.headings}
    for start in sorted(starting_at):
        if start > offset:
            break
        heading = starting_at[start]
        path = [(level, title) for level, title in path if level < heading.level]
        path.append((heading.level, heading.title))
    return tuple(title for _, title in path)


def _problems(quote: QuoteReceipt, document: Document | None) -> Iterator[str]:
    """Yield what a quote says that is at odds with itself or with the document."""
    yield from _at_odds_with_itself(quote)
    if document is None:
        yield f"there is no document {quote.doc_id!r}"
        return
    stands = document.text[quote.start : quote.end] == quote.text
    expected = _expected(quote, document)
    for name, claimed, actual in _differing(quote, expected):
        if not stands and name not in _OF_DOCUMENT:
            continue  # it is about a place where other words stand
        say = _SENTENCES.get(name)
        if say is None:
            yield f"the {name} of the quote is {_shown(actual)}, not {_shown(claimed)}"
        else:
            yield say.format(claimed=_shown(claimed), actual=_shown(actual))


def _notices(quote: QuoteReceipt, document: Document) -> Iterator[str]:
    _, versions = versions_reading(document.media_type)
    if versions != quote.source.versions:
        then, now = ", ".join(quote.source.versions), ", ".join(versions)
        yield f"the document was read by {then or 'an unknown version'}, and is now read by {now}"


def _expected(quote: QuoteReceipt, document: Document) -> QuoteReceipt:
    """Return the receipt of whatever stands in the document at the offsets of a quote."""
    length = len(document.text)
    start, end = min(quote.start, length), min(quote.end, length)
    citation = cite(document, Span(start, end), heading_path(document, quote.start))
    return citation.receipt_of(document.text[start:end])


def _differing(quote: QuoteReceipt, expected: QuoteReceipt) -> Iterator[tuple[str, Any, Any]]:
    """Yield the attributes that differ: name, value of the quote, value expected.

    These are all there are, except those that another comparison covers: the words and their
    hash, further places, of which one document alone says nothing, and versions, of which
    :func:`_notices` speaks.
    """
    for field in fields(QuoteReceipt):
        if field.name in ("text", "sha256", "places", "source"):
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
    "headings": "the quote stands under the headings {actual}, not {claimed}",
    "page": "the quote does not stand on page {claimed}",
    "byte_start": "the byte offsets are not those of the character offsets",
    "selectors": "the selectors are not those that select the quote and nothing else",
    "source.sha256": "the file is not the one that was quoted: it has another hash",
    "source.text_sha256": (
        "the document's text is not the one that was quoted: it has another hash"
    ),
    "source.media_type": "the document is {actual}, not {claimed}",
    "source.loader": "the document is read by the loader {actual}, not {claimed}",
}
"""Attribute → what is said where it differs."""

_OF_DOCUMENT = frozenset({"doc_id", "title", *(f"source.{field.name}" for field in fields(Source))})
"""Attributes that are compared wherever in the document the words stand."""


def _shown(value: Any) -> str:
    """Return a value for a sentence, in one line."""
    is_path = isinstance(value, tuple)
    text = (" › ".join(map(repr, value)) or "none") if is_path else repr(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]} …"


def _at_odds_with_itself(quote: QuoteReceipt) -> Iterator[str]:
    if sha256_of_text(quote.text) != quote.sha256:
        yield "the hash of the quote is not that of its words"
    spanned, length = quote.end - quote.start, len(quote.text)
    if spanned != length:
        yield f"the offsets span {spanned:,} characters, and the quote has {length:,}"
    if quote.byte_end - quote.byte_start != len(quote.text.encode()):
        yield "the byte offsets do not span the bytes of the quote"
    if len({quote.doc_id, *quote.places}) <= len(quote.places):
        yield "the further paths of the document name one twice, or the document itself"


def _surroundings(quote: QuoteReceipt) -> tuple[str, str]:
    """Return the words that a quote stood between, as its TextQuoteSelector has them."""
    selector = next((s for s in quote.selectors if s.get("type") == "TextQuoteSelector"), {})
    return str(selector.get("prefix", "")), str(selector.get("suffix", ""))
